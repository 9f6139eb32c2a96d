# SPDX-License-Identifier: BSL-1.0
# Sets `compiler` to what follows the script's name on the command line: a compiler and its flags.
set(compiler "")
set(is_compiler FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(index RANGE 1 ${last})
  if(is_compiler)
    list(APPEND compiler ${CMAKE_ARGV${index}})
  elseif(CMAKE_ARGV${index} STREQUAL "-P")
    set(is_compiler TRUE)
  endif()
endforeach()
list(POP_FRONT compiler script)
