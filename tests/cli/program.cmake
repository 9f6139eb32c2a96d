# SPDX-License-Identifier: BSL-1.0
# What the tests of the command line share. Arguments: -DSADDLE=program -DWORK=folder.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

# Runs saddle with the arguments; its exit status and what it printed are in the caller's scope.
macro(saddle)
  execute_process(COMMAND ${SADDLE} ${ARGN} WORKING_DIRECTORY ${WORK}
                  RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE err)
endmacro()

function(expect condition_text)
  if(NOT (${ARGN}))
    message(FATAL_ERROR "${condition_text}\nstatus: ${status}\nstdout: ${out}\nstderr: ${err}")
  endif()
endfunction()

# A JSON object has the fields.
function(expect_fields condition_text object)
  foreach(field IN LISTS ARGN)
    string(JSON value ERROR_VARIABLE missing GET "${object}" ${field})
    expect("${condition_text} ${field}" missing STREQUAL "NOTFOUND")
  endforeach()
endfunction()

# The run failed with a message that holds the text.
macro(expect_refusal condition_text message)
  string(FIND "${err}" "${message}" place)
  expect("${condition_text}: exit status 1 and '${message}'" status EQUAL 1 AND place GREATER_EQUAL 0)
endmacro()

# Two files of the working folder hold the same bytes.
function(expect_same first second)
  execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${WORK}/${first} ${WORK}/${second}
                  RESULT_VARIABLE different ERROR_VARIABLE err)
  set(status "")
  set(out "")
  expect("${first} and ${second} are the same" different EQUAL 0)
endfunction()
