// SPDX-License-Identifier: BSL-1.0
#pragma once

/// Ends the compilation by an older compiler, which would otherwise print pages of errors. Every
/// header comes here before anything else: those that include no other header of saddle do.
#if defined(__CUDACC__)
#elif __cplusplus < 202002L
#error "saddle needs C++20: add the flag -std=c++20, or link saddle::saddle with CMake"
#include <saddle/core/cplusplus_20>  // is not there, so that nothing follows
#elif (defined(__clang__) && !defined(__apple_build_version__) && __clang_major__ < 18) || \
    (!defined(__clang__) && defined(__GNUC__) && __GNUC__ < 12)
#error "saddle needs g++ 12 or clang 18, or a newer one: set CXX or CMAKE_CXX_COMPILER"
#include <saddle/core/newer_compiler>  // is not there, so that nothing follows
#endif
