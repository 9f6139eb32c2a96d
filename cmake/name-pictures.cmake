# SPDX-License-Identifier: BSL-1.0
# cmake -DOUT=<directory> -P name-pictures.cmake: names the pictures that a run has left.
file(GLOB pictures ${OUT}/*.png)
if(NOT pictures)
  message(FATAL_ERROR "${OUT}: expected pictures (*.png), found none")
endif()
foreach(picture IN LISTS pictures)
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo "Picture: ${picture}")
endforeach()
