# SPDX-License-Identifier: BSL-1.0
# What saddle's own programs (tests, examples, benchmarks) share.
# saddle_program: the flags and libraries of every program in this repository.
add_library(saddle_program INTERFACE)
target_link_libraries(saddle_program INTERFACE saddle::saddle saddle::native
                      $<TARGET_NAME_IF_EXISTS:PNG::PNG> $<TARGET_NAME_IF_EXISTS:JPEG::JPEG>
                      $<TARGET_NAME_IF_EXISTS:ZLIB::ZLIB>)
target_compile_options(saddle_program INTERFACE
                       $<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wconversion;-Wshadow>)
# The headers of others that nearly every file reads, each through the one place that saddle includes
# it from, precompiled. Not nlohmann-json, whose inline functions would cost a second in every file.
# Of a header that is precompiled g++ forgets which warnings are off: the two that intrinsics raise
# falsely.
set(saddle_outside_headers <saddle/core/tensor.hpp> <saddle/core/random.hpp>
                           <saddle/core/describe/field.hpp>)
set(saddle_precompiled_options
    "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-uninitialized;-Wno-maybe-uninitialized>")
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

find_program(SADDLE_CCACHE ccache)
mark_as_advanced(SADDLE_CCACHE)
if(SADDLE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Without these, ccache refuses every compilation that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${SADDLE_CCACHE})
  add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>
                      "$<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()

# CUDA: the kernels build wherever nvcc is; without it everything else builds.
set(SADDLE_HAS_CUDA OFF)
if(SADDLE_CUDA)
  include(CheckLanguage)
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
      set(CMAKE_CUDA_ARCHITECTURES 80 90)
    endif()
    enable_language(CUDA)
    # Not CMAKE_CUDA_STANDARD: CMake 3.25 does not know that nvcc has C++20.
    target_compile_options(saddle_program INTERFACE $<$<COMPILE_LANGUAGE:CUDA>:-std=c++20>)
    find_package(CUDAToolkit REQUIRED)
    set(SADDLE_HAS_CUDA ON)
    message(STATUS "CUDA: nvcc ${CMAKE_CUDA_COMPILER_VERSION}, architectures ${CMAKE_CUDA_ARCHITECTURES}")
  else()
    message(STATUS "CUDA: no nvcc found, the CUDA parts are left out")
  endif()
endif()
