# SPDX-License-Identifier: BSL-1.0
# cmake -P refuse.cmake <case.cpp> <lines> <compiler> <flag>...: demands that the case does not
# compile, that the first error matches its line "// expect: <regex>" (CMake's regular
# expressions) and is the only one (unless <lines> is 1000 or more), and that the compiler says so in at most <lines> lines. A case
# may have more lines: "// shows: <regex>" is matched anywhere, "// errors: <n>" allows a fault of
# the language n errors, "// flags: <flag>..." is added to the flags.
cmake_minimum_required(VERSION 3.25)
set(case ${CMAKE_ARGV3})
set(most ${CMAKE_ARGV4})
set(command "")
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE 5 ${last})
  list(APPEND command ${CMAKE_ARGV${index}})
endforeach()
get_filename_component(name ${case} NAME)

# FATAL_ERROR alone would break the sentence into lines.
macro(fail sentence)
  message("${name}: ${sentence}")
  message(FATAL_ERROR "${name}")
endmacro()

file(STRINGS ${case} expected REGEX "^// expect: " LIMIT_COUNT 1)
if(NOT expected)
  fail("expected a line '// expect: <regex>', found none")
endif()
string(REPLACE "// expect: " "" expected "${expected}")

set(errors 1)
set(flags "")
set(shows "")
foreach(field errors flags shows)
  file(STRINGS ${case} line REGEX "^// ${field}: " LIMIT_COUNT 1)
  if(line)
    string(REPLACE "// ${field}: " "" ${field} "${line}")
  endif()
endforeach()
separate_arguments(flags UNIX_COMMAND "${flags}")

set(ENV{LC_ALL} C)
execute_process(COMMAND ${command} -O0 -fsyntax-only ${flags} ${case}
                RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
message("${output}")
if(result EQUAL 0)
  fail("compiled, expected an error that matches '${expected}'")
endif()
string(REGEX MATCH "[^\n]*error:[^\n]*" first "${output}")
if(NOT first MATCHES "${expected}")
  fail("expected an error that matches '${expected}', found '${first}'")
endif()
if(NOT output MATCHES "${shows}")
  fail("expected a text that matches '${shows}'")
endif()
string(REGEX MATCHALL "error:" found "${output}")
list(LENGTH found count)
if(count GREATER errors AND most LESS 1000)
  fail("expected at most ${errors} errors, found ${count}")
endif()
string(REGEX MATCHALL "\n" lines "${output}")
list(LENGTH lines count)
if(count GREATER most)
  fail("expected at most ${most} lines, found ${count}")
endif()
