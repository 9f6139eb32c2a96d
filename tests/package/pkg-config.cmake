# SPDX-License-Identifier: BSL-1.0
# cmake -DPKG_CONFIG=<program> -DSADDLE_BUILD= -DVERSION= -DWORK= -P pkg-config.cmake <compiler> <flag>...
# installs saddle into a new folder and compiles tests/package/consumer with what pkg-config says.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/command_line.cmake)
if(NOT PKG_CONFIG)
  message("skipped: there is no pkg-config (Debian package pkg-config)")
  return()
endif()
file(REMOVE_RECURSE ${WORK})

function(run)
  execute_process(COMMAND ${ARGV} OUTPUT_VARIABLE output OUTPUT_STRIP_TRAILING_WHITESPACE
                  COMMAND_ERROR_IS_FATAL ANY)
  set(output "${output}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${SADDLE_BUILD} --prefix ${WORK}/prefix)
set(ENV{PKG_CONFIG_PATH} ${WORK}/prefix/share/pkgconfig)
run(${PKG_CONFIG} --modversion saddle)
if(NOT output STREQUAL VERSION)
  message(FATAL_ERROR "pkg-config: expected version ${VERSION}, found ${output}")
endif()
run(${PKG_CONFIG} --cflags --libs saddle)
separate_arguments(flags UNIX_COMMAND "${output}")
run(${compiler} ${CMAKE_CURRENT_LIST_DIR}/consumer/main.cpp ${flags} -o ${WORK}/consumer)
run(${WORK}/consumer)
message("${output}")

# A program that needs every library; without optimisation it says so, once.
run(${PKG_CONFIG} --cflags --libs saddle-all)
separate_arguments(flags UNIX_COMMAND "${output}")
run(${compiler} ${CMAKE_CURRENT_LIST_DIR}/consumer/saves.cpp ${flags} -o ${WORK}/saves)
execute_process(COMMAND ${WORK}/saves WORKING_DIRECTORY ${WORK} ERROR_VARIABLE said
                COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "compiled without optimisation" sentences "${said}")
list(LENGTH sentences count)
if(NOT count EQUAL 1)
  message(FATAL_ERROR "expected one sentence on optimisation, found: ${said}")
endif()
