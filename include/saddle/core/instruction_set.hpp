// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

/// Units compiled for different instruction sets may be linked into one program.
///
/// The linker keeps one definition of an inline function; if it kept the one compiled for AVX-512,
/// a unit compiled for any machine would run it. Whatever computes therefore differs in its name:
/// devices, and so trainers, layers and kernels, have the instruction set as a template argument,
/// and these namespaces, which every other header extends, lie in one that is named after it.
/// Tensors and errors are the same types everywhere, so they cross from one unit to another.
/// clang 19 extends only what is named in full (CWG 2061): there the template arguments alone keep
/// trainers and kernels apart, and readers and pictures are shared.
#if !defined(__CUDACC__)
namespace saddle {

#if defined(__AVX512F__)
inline namespace avx512 {
#elif defined(__AVX2__)
inline namespace avx2 {
#elif defined(__AVX__)
inline namespace avx {
#else
inline namespace baseline {
#endif

namespace cpu {}
namespace data {}
namespace detail {}
namespace exact {}
namespace math {}
namespace parallel {}
inline namespace per_set {}
namespace random {}
namespace simd {}

}  // inline namespace

}  // namespace saddle
#endif
