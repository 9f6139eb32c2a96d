# SPDX-License-Identifier: BSL-1.0
# Leaves what compiles units on demand beside the program saddle, in the build tree and after install:
# the compiler, what it calls itself, then one argument a line. {prefix} is where the program is
# installed. CMake writes a file for each language; that for CXX counts.
execute_process(COMMAND ${CMAKE_CXX_COMPILER} --version OUTPUT_VARIABLE compiler_name)
string(REGEX REPLACE "\n.*" "" compiler_name "${compiler_name}")
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
separate_arguments(flags NATIVE_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}")

function(saddle_write_unit_compiler file)
  set(lines ${CMAKE_CXX_COMPILER} "${compiler_name}" -std=c++20 ${flags})
  list(JOIN lines "\n" lines)
  set(program $<TARGET_PROPERTY:saddle_program,INTERFACE_COMPILE_OPTIONS>)
  set(defined $<TARGET_PROPERTY:saddle_program,INTERFACE_COMPILE_DEFINITIONS>)
  set(read "${ARGN};$<REMOVE_DUPLICATES:$<FILTER:$<TARGET_PROPERTY:saddle_program,INTERFACE_INCLUDE_DIRECTORIES>,EXCLUDE,^${PROJECT_SOURCE_DIR}>>")
  file(GENERATE OUTPUT ${file} CONTENT
"${lines}
$<JOIN:$<FILTER:${program},EXCLUDE,^-W>,\n>
$<$<BOOL:${defined}>:-D$<JOIN:${defined},\n-D>>
-I$<JOIN:${read},\n-I>
" TARGET saddle_cli)
endfunction()

saddle_write_unit_compiler(${PROJECT_BINARY_DIR}/share/saddle/unit-compiler-$<COMPILE_LANGUAGE>.txt
                           ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/examples/saddle)
if(SADDLE_INSTALL)
  set(installed ${CMAKE_CURRENT_BINARY_DIR}/installed/unit-compiler)
  saddle_write_unit_compiler(${installed}-$<COMPILE_LANGUAGE>.txt {prefix}/${CMAKE_INSTALL_INCLUDEDIR}
                             {prefix}/share/saddle/program)
  install(TARGETS saddle_cli OPTIONAL)  # headers can be installed without building
  install(FILES ${installed}-CXX.txt DESTINATION share/saddle)
  install(DIRECTORY saddle/ DESTINATION share/saddle/program FILES_MATCHING PATTERN "*.hpp")
endif()
