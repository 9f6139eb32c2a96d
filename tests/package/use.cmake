# SPDX-License-Identifier: BSL-1.0
# cmake -DWAY=install|subdirectory|fetch ... -P use.cmake: builds and runs tests/package/consumer
# in a new folder; saddle must have added no flag that the user did not choose.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${WORK})

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

if(WAY STREQUAL "install")
  run(${CMAKE_COMMAND} --install ${SADDLE_BUILD} --prefix ${WORK}/prefix)
  if(EXISTS ${WORK}/prefix/bin/saddle)  # an installed program has no build tree to compile units in
    set(ENV{SADDLE_CACHE} ${WORK}/cache)
    run(${WORK}/prefix/bin/saddle summary "toy 5")
  endif()
endif()
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${WORK}/build -G ${GENERATOR}
    -DWAY=${WAY} -DSADDLE=${SADDLE} -DCMAKE_PREFIX_PATH=${WORK}/prefix
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_EXPORT_COMPILE_COMMANDS=ON)
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/plain)
run(${WORK}/build/native)
if(WAY STREQUAL "install")
  set(programs saves loads)
endif()
foreach(program IN LISTS programs)
  execute_process(COMMAND ${WORK}/build/${program} WORKING_DIRECTORY ${WORK} ERROR_VARIABLE said
                  COMMAND_ERROR_IS_FATAL ANY)
  if(said MATCHES "compiled without optimisation")
    message(FATAL_ERROR "saddle::all does not optimise: ${said}")
  endif()
endforeach()

# The only exceptions are the two flags with which clang >= 19 accepts xtensor before 0.26.
file(STRINGS ${WORK}/build/compile_commands.json commands REGEX "/plain\\.dir/.*\"command\"|\"command\".*/plain\\.dir/")
if(NOT commands)
  message(FATAL_ERROR "expected the command that compiles the target plain, found none")
endif()
string(REGEX REPLACE "-Wno-deprecated-no-relaxed-template-template-args" "" commands "${commands}")
if(commands MATCHES " (-[mOW][^ ]*) ")
  message(FATAL_ERROR "saddle::saddle adds the flag ${CMAKE_MATCH_1}:\n${commands}")
endif()
