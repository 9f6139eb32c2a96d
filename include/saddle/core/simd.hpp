// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#if !defined(__CUDACC__)
#if defined(__AVX512BW__) && !defined(__OPTIMIZE__) && !defined(__clang__)
// Without optimisation g++ has these two as macros of casts that xsimd's registers do not survive.
#include <immintrin.h>
#undef _mm512_mask_blend_epi8
#undef _mm512_mask_blend_epi16
inline __m512i _mm512_mask_blend_epi8(__mmask64 mask, __m512i a, __m512i b) {
  return (__m512i)__builtin_ia32_blendmb_512_mask((__v64qi)a, (__v64qi)b, mask);
}
inline __m512i _mm512_mask_blend_epi16(__mmask32 mask, __m512i a, __m512i b) {
  return (__m512i)__builtin_ia32_blendmw_512_mask((__v32hi)a, (__v32hi)b, mask);
}
#endif
// g++ 12 reports the undefined registers inside the AVX-512 intrinsics as uninitialised reads.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <xsimd/xsimd.hpp>
#pragma GCC diagnostic pop
#endif

/// Vectors of the host's instruction set: the one place that knows xsimd.
namespace saddle::simd {

#if defined(__CUDACC__)
/// Stands for the host's instruction set where device code is compiled.
struct Arch;
#else

/// The best instruction set that the flags of this translation unit allow.
using Arch = xsimd::default_arch;

/// A register full of `T`.
template <class T, class A = Arch>
using Batch = xsimd::batch<T, A>;

/// How many `T` a register holds.
template <class T, class A = Arch>
inline constexpr std::size_t width = Batch<T, A>::size;

/// Number of vector registers of the instruction set.
template <class A = Arch>
inline constexpr std::size_t registers = sizeof(Batch<float, A>) == 64 ? 32 : 16;

/// The instruction set's name, for logs.
template <class A = Arch>
constexpr std::string_view name() {
  return A::name();
}

/// Calls f with the constants 0 ... N-1, written out.
template <std::size_t N, class F>
[[gnu::always_inline]] inline void unroll(F&& f) {
  [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
    (f(std::integral_constant<std::size_t, i>{}), ...);
  }(std::make_index_sequence<N>{});
}

/// The register at `from`, which need not be aligned.
template <class A = Arch, class T>
[[gnu::always_inline]] inline Batch<T, A> load(const T* from) {
  return Batch<T, A>::load_unaligned(from);
}

/// Writes the register to `to`, which need not be aligned.
template <class T, class A>
[[gnu::always_inline]] inline void store(T* to, const Batch<T, A>& x) {
  x.store_unaligned(to);
}

#if defined(__AVX__)
namespace detail {
/// A window of this table is the mask of a partial AVX load or store.
template <class I>
inline constexpr std::array<I, 128 / sizeof(I)> lanes = [] {
  std::array<I, 128 / sizeof(I)> table{};
  for (std::size_t i = 0; i < table.size() / 2; ++i) table[i] = -1;
  return table;
}();

template <class I>
[[gnu::always_inline]] inline __m256i mask(std::size_t count) {
  const I* window = lanes<I>.data() + lanes<I>.size() / 2 - count;
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(window));
}
}  // namespace detail
#endif

/// The first `count` lanes from memory, zero in the others; nothing behind them is read.
template <class A = Arch, class T>
[[gnu::always_inline]] inline Batch<T, A> load_partial(const T* from, std::size_t count) {
  using B = Batch<T, A>;
#if defined(__AVX512F__)
  if constexpr (sizeof(B) == 64 && std::is_same_v<T, float>) {
    return B(_mm512_maskz_loadu_ps(static_cast<__mmask16>((1U << count) - 1), from));
  } else if constexpr (sizeof(B) == 64 && std::is_same_v<T, double>) {
    return B(_mm512_maskz_loadu_pd(static_cast<__mmask8>((1U << count) - 1), from));
  } else
#endif
#if defined(__AVX__)
      if constexpr (sizeof(B) == 32 && std::is_same_v<T, float>) {
    return B(_mm256_maskload_ps(from, detail::mask<std::int32_t>(count)));
  } else if constexpr (sizeof(B) == 32 && std::is_same_v<T, double>) {
    return B(_mm256_maskload_pd(from, detail::mask<std::int64_t>(count)));
  } else
#endif
  {
    if (count == width<T, A>) return simd::load<A>(from);
    alignas(64) T lanes[width<T, A>] = {};
    for (std::size_t i = 0; i < count; ++i) lanes[i] = from[i];
    return B::load_aligned(lanes);
  }
}

/// Writes the first `count` lanes and nothing else.
template <class T, class A>
[[gnu::always_inline]] inline void store_partial(T* to, const Batch<T, A>& x, std::size_t count) {
  [[maybe_unused]] constexpr std::size_t bytes = sizeof(Batch<T, A>);
#if defined(__AVX512F__)
  if constexpr (bytes == 64 && std::is_same_v<T, float>) {
    _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1U << count) - 1), x.data);
  } else if constexpr (bytes == 64 && std::is_same_v<T, double>) {
    _mm512_mask_storeu_pd(to, static_cast<__mmask8>((1U << count) - 1), x.data);
  } else
#endif
#if defined(__AVX__)
      if constexpr (bytes == 32 && std::is_same_v<T, float>) {
    _mm256_maskstore_ps(to, detail::mask<std::int32_t>(count), x.data);
  } else if constexpr (bytes == 32 && std::is_same_v<T, double>) {
    _mm256_maskstore_pd(to, detail::mask<std::int64_t>(count), x.data);
  } else
#endif
  {
    if (count == width<T, A>) return simd::store(to, x);
    alignas(64) T lanes[width<T, A>];
    x.store_aligned(lanes);
    for (std::size_t i = 0; i < count; ++i) to[i] = lanes[i];
  }
}

/// In place of a number of lanes: all of them, known to the compiler.
struct AllLanes {};

template <class A = Arch, class T>
[[gnu::always_inline]] inline Batch<T, A> load_partial(const T* from, AllLanes) {
  return simd::load<A>(from);
}
template <class T, class A>
[[gnu::always_inline]] inline void store_partial(T* to, const Batch<T, A>& x, AllLanes) {
  simd::store(to, x);
}

/// x y + z, rounded once where the hardware can.
template <class T, class A>
[[gnu::always_inline]] inline Batch<T, A> multiply_add(const Batch<T, A>& x, const Batch<T, A>& y,
                                                       const Batch<T, A>& z) {
#if defined(__AVX512F__)
  // xsimd 8 multiplies and adds here, which only some compilers contract.
  if constexpr (sizeof(Batch<T, A>) == 64 && std::is_same_v<T, float>) {
    return Batch<T, A>(_mm512_fmadd_ps(x.data, y.data, z.data));
  } else if constexpr (sizeof(Batch<T, A>) == 64 && std::is_same_v<T, double>) {
    return Batch<T, A>(_mm512_fmadd_pd(x.data, y.data, z.data));
  } else
#endif
  {
    return xsimd::fma(x, y, z);
  }
}

/// Keeps a value in a register: clang would rather load and broadcast it again for every use.
template <class T, class A>
[[gnu::always_inline]] inline void hold([[maybe_unused]] Batch<T, A>& x) {
#if defined(__clang__) && defined(__x86_64__)
  asm("" : "+v"(x.data));
#endif
}

/// Keeps what was loaded in a register: g++ would rather load it again for every use.
template <class T, class A>
[[gnu::always_inline]] inline void keep([[maybe_unused]] Batch<T, A>& x) {
#if defined(__x86_64__)
  asm("" : "+v"(x.data));
#endif
}

/// The products of the lower halves of 64-bit lanes, in full.
template <class A>
[[gnu::always_inline]] inline Batch<std::uint64_t, A> multiply_low_halves(
    const Batch<std::uint64_t, A>& x, const Batch<std::uint64_t, A>& y) {
  using B = Batch<std::uint64_t, A>;
#if defined(__AVX512F__)
  if constexpr (sizeof(B) == 64) {
    return B(_mm512_mul_epu32(x.data, y.data));
  } else
#endif
#if defined(__AVX2__)
      if constexpr (sizeof(B) == 32) {
    return B(_mm256_mul_epu32(x.data, y.data));
  } else
#endif
#if defined(__SSE2__)
      if constexpr (sizeof(B) == 16) {
    return B(_mm_mul_epu32(x.data, y.data));
  } else
#endif
  {
    alignas(64) std::uint64_t a[B::size];
    alignas(64) std::uint64_t b[B::size];
    x.store_aligned(a);
    y.store_aligned(b);
    for (std::size_t i = 0; i < B::size; ++i) a[i] = (a[i] & 0xffffffffU) * (b[i] & 0xffffffffU);
    return B::load_aligned(a);
  }
}

/// Signed 32-bit integers as floats, rounded to nearest.
template <class A>
[[gnu::always_inline]] inline Batch<float, A> to_floats(const Batch<std::int32_t, A>& x) {
  return xsimd::to_float(x);
}

/// The square root of every lane.
template <class T, class A>
[[gnu::always_inline]] inline Batch<T, A> square_root(const Batch<T, A>& x) {
  return xsimd::sqrt(x);
}

/// Lanes of a where `chosen` holds, of b elsewhere.
template <class T, class A>
[[gnu::always_inline]] inline Batch<T, A> choose(const xsimd::batch_bool<T, A>& chosen,
                                                 const Batch<T, A>& a, const Batch<T, A>& b) {
  return xsimd::select(chosen, a, b);
}

/// The same bits as lanes of `U`.
template <class U, class T, class A>
[[gnu::always_inline]] inline Batch<U, A> bits_as(const Batch<T, A>& x) {
  return Batch<U, A>(std::bit_cast<typename Batch<U, A>::register_type>(x.data));
}

#endif

}  // namespace saddle::simd
