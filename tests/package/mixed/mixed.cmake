# SPDX-License-Identifier: BSL-1.0
# cmake -DUNIT=<file> -DWORK=<folder> -DNM= -DOBJDUMP= -DLIBRARIES= -DDEFINITION= -P mixed.cmake <compiler> <flag>...
# compiles a unit for any x86-64 machine and for AVX-512: the functions that the linker would take
# from either object must hold no AVX-512 instruction. With -DMAIN=<file> the objects are linked in
# both orders, and the part for any machine gives the same bits in both.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/../command_line.cmake)
separate_arguments(LIBRARIES)
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

function(compile source name)
  execute_process(COMMAND ${compiler} -O2 ${ARGN} -c ${source} -o ${WORK}/${name}.o
                  COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# The functions of an object that other objects may define, too.
function(shared_functions object out)
  execute_process(COMMAND ${NM} --defined-only ${WORK}/${object}.o OUTPUT_VARIABLE symbols
                  COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL " W [^\n]+" symbols "${symbols}")
  list(TRANSFORM symbols REPLACE "^ W " "")
  set(${out} ${symbols} PARENT_SCOPE)
endfunction()

list(TRANSFORM DEFINITION PREPEND -D)
compile(${UNIT} anywhere ${DEFINITION} -DUNIT=anywhere)
compile(${UNIT} elsewhere ${DEFINITION} -DUNIT=elsewhere -march=x86-64-v4)

shared_functions(anywhere here)
shared_functions(elsewhere there)
set(sections "")
set(shared 0)
foreach(function IN LISTS there)
  if(function IN_LIST here)
    math(EXPR shared "${shared} + 1")
    list(APPEND sections -j .text.${function} -j .text.unlikely.${function})
  endif()
endforeach()
if(shared EQUAL 0)
  message(FATAL_ERROR "expected functions that both objects define, found none: the check is blind")
endif()
execute_process(COMMAND ${OBJDUMP} -d -C ${sections} ${WORK}/elsewhere.o
                OUTPUT_VARIABLE code ERROR_QUIET)

# An AVX-512 instruction begins with the byte 62, or has a mask register among its operands.
string(REPLACE ";" "," code "${code}")
string(REGEX REPLACE "[][]" "_" code "${code}")
string(REGEX MATCHALL "[^\n]+>:\n|[^\n]+:\t(62 [^\n]+|[^\n]*%k[0-7][^\n]*)\n" lines "${code}")
set(function "")
set(found 0)
foreach(line IN LISTS lines)
  if(line MATCHES ">:\n$")
    set(function "${line}")
  elseif(function)
    message("shared by all instruction sets, but holds AVX-512: ${function}${line}")
    math(EXPR found "${found} + 1")
    set(function "")
  endif()
endforeach()
if(found GREATER 0)
  message(FATAL_ERROR "${found} of ${shared} shared functions hold AVX-512 instructions")
endif()
message("${shared} shared functions, none with AVX-512 instructions")

if(NOT MAIN)
  return()
endif()
compile(${MAIN} main)
set(results "")
foreach(objects "anywhere.o;elsewhere.o" "elsewhere.o;anywhere.o")
  execute_process(COMMAND ${compiler} main.o ${objects} -o mixed ${LIBRARIES}
                  WORKING_DIRECTORY ${WORK} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${WORK}/mixed OUTPUT_VARIABLE result COMMAND_ERROR_IS_FATAL ANY)
  message("linked ${objects}: ${result}")
  list(APPEND results "${result}")
endforeach()
list(REMOVE_DUPLICATES results)
list(LENGTH results different)
if(different GREATER 1)
  message(FATAL_ERROR "the order of linking changes the result")
endif()
