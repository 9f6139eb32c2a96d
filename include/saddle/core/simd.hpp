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

namespace detail {
/// Exchanges lane blocks of `stride` between two registers: one step of a transposition.
template <std::size_t stride, class T, class A, std::size_t... lane>
[[gnu::always_inline]] inline void exchange(Batch<T, A>& low, Batch<T, A>& high,
                                            std::index_sequence<lane...>) {
  constexpr int n = static_cast<int>(sizeof...(lane));
  constexpr int s = static_cast<int>(stride);
  const auto a = low.data;
  const auto b = high.data;
  low = Batch<T, A>(__builtin_shufflevector(
      a, b, (lane & stride ? n + static_cast<int>(lane) - s : static_cast<int>(lane))...));
  high = Batch<T, A>(__builtin_shufflevector(
      a, b, (lane & stride ? n + static_cast<int>(lane) : static_cast<int>(lane) + s)...));
}

template <std::size_t stride, class T, class A, std::size_t... lane>
[[gnu::always_inline]] inline Batch<T, A> rotate(const Batch<T, A>& x,
                                                 std::index_sequence<lane...>) {
  return Batch<T, A>(__builtin_shufflevector(x.data, x.data, static_cast<int>(lane ^ stride)...));
}
}  // namespace detail

/// Transposes a square of registers in place: lane j of row i becomes lane i of row j.
template <class T, class A, std::size_t N>
[[gnu::always_inline]] inline void transpose(std::array<Batch<T, A>, N>& rows) {
  static_assert(N == width<T, A>);
  constexpr auto lanes = std::make_index_sequence<N>{};
  const auto stage = [&]<std::size_t stride>(std::integral_constant<std::size_t, stride>)
                         __attribute__((always_inline)) {
                           if constexpr (stride < N) {
                             unroll<N>([&](auto i) __attribute__((always_inline)) {
                               if constexpr ((i & stride) == 0)
                                 detail::exchange<stride>(rows[i], rows[i + stride], lanes);
                             });
                           }
                         };
  stage(std::integral_constant<std::size_t, 1>{});
  stage(std::integral_constant<std::size_t, 2>{});
  stage(std::integral_constant<std::size_t, 4>{});
  stage(std::integral_constant<std::size_t, 8>{});
}

/// A register whose lane i is the sum of all lanes of rows[i].
template <class T, class A, std::size_t N>
[[gnu::always_inline]] inline Batch<T, A> reduce_add_each(std::array<Batch<T, A>, N>& rows) {
  static_assert(N == width<T, A>);
  constexpr auto lanes = std::make_index_sequence<N>{};
  const auto stage = [&]<std::size_t stride>(std::integral_constant<std::size_t, stride>)
                         __attribute__((always_inline)) {
                           if constexpr (stride < N) {
                             unroll<N>([&](auto i) __attribute__((always_inline)) {
                               if constexpr (i % (2 * stride) == 0) {
                                 detail::exchange<stride>(rows[i], rows[i + stride], lanes);
                                 rows[i] = rows[i] + rows[i + stride];
                               }
                             });
                           }
                         };
  stage(std::integral_constant<std::size_t, 1>{});
  stage(std::integral_constant<std::size_t, 2>{});
  stage(std::integral_constant<std::size_t, 4>{});
  stage(std::integral_constant<std::size_t, 8>{});
  return rows[0];
}

/// The sum of all lanes, always added in the same order.
template <class T, class A>
[[gnu::always_inline]] inline T reduce_add(Batch<T, A> x) {
  constexpr auto lanes = std::make_index_sequence<width<T, A>>{};
  if constexpr (width<T, A> > 8) x = x + detail::rotate<8>(x, lanes);
  if constexpr (width<T, A> > 4) x = x + detail::rotate<4>(x, lanes);
  if constexpr (width<T, A> > 2) x = x + detail::rotate<2>(x, lanes);
  x = x + detail::rotate<1>(x, lanes);
  return x.get(0);
}

namespace detail {
template <class A, std::size_t first, std::size_t... lane>
[[gnu::always_inline]] inline Batch<double, A> widen(const Batch<float, A>& x,
                                                     std::index_sequence<lane...>) {
  const auto part = __builtin_shufflevector(x.data, x.data, static_cast<int>(first + lane)...);
  typedef double Doubles __attribute__((vector_size(sizeof...(lane) * sizeof(double))));
  return Batch<double, A>(
      typename Batch<double, A>::register_type(__builtin_convertvector(part, Doubles)));
}

template <class A, std::size_t... lane>
[[gnu::always_inline]] inline Batch<float, A> narrow(const Batch<double, A>& low,
                                                     const Batch<double, A>& high,
                                                     std::index_sequence<lane...>) {
  typedef float Floats __attribute__((vector_size(sizeof...(lane) * sizeof(float) / 2)));
  return Batch<float, A>(typename Batch<float, A>::register_type(__builtin_shufflevector(
      __builtin_convertvector(low.data, Floats), __builtin_convertvector(high.data, Floats),
      static_cast<int>(lane)...)));
}
}  // namespace detail

/// The lanes as doubles: one register of doubles, or two of half as many lanes each.
template <class A>
[[gnu::always_inline]] inline std::array<Batch<double, A>, 2> to_doubles(const Batch<float, A>& x) {
  constexpr std::size_t half = width<double, A>;
  constexpr auto lanes = std::make_index_sequence<half>{};
  return {detail::widen<A, 0>(x, lanes), detail::widen<A, half>(x, lanes)};
}
template <class A>
[[gnu::always_inline]] inline std::array<Batch<double, A>, 1> to_doubles(
    const Batch<double, A>& x) {
  return {x};
}

/// The inverse of `to_doubles`, rounding to nearest.
template <class A>
[[gnu::always_inline]] inline Batch<float, A> from_doubles(
    const std::array<Batch<double, A>, 2>& x) {
  return detail::narrow<A>(x[0], x[1], std::make_index_sequence<width<float, A>>{});
}
template <class A>
[[gnu::always_inline]] inline Batch<double, A> from_doubles(
    const std::array<Batch<double, A>, 1>& x) {
  return x[0];
}

#endif

}  // namespace saddle::simd
