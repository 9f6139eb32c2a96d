// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/simd.hpp>

#include <cstddef>

/// What happens to a tile's sums when they are stored. What an epilogue reads at the sums' place it
/// can have in cache before they are finished: `prefetch`.
namespace saddle::cpu {

/// Whether an activation is more than a few instructions: a call inside the tall tile would spill
/// its registers in the loop, so such an epilogue works on sums in memory.
template <class Act>
inline constexpr bool is_heavy = requires { requires !Act::piecewise_linear; };

/// y = sum.
template <class T>
struct StoreSum {
  static constexpr bool heavy = false;
  T* y;
  std::size_t stride;

  template <class A, class Lanes>
  [[gnu::always_inline]] void operator()(const simd::Batch<T, A>& sum, std::size_t row,
                                         std::size_t column, Lanes lanes) const {
    simd::store_partial(y + row * stride + column, sum, lanes);
  }
};

/// y = Act::value(sum + bias).
template <class Act, class T>
struct StoreActivation {
  static constexpr bool heavy = is_heavy<Act>;
  T* y;
  std::size_t stride;
  const T* bias;  // null: none

  template <class A, class Lanes>
  [[gnu::always_inline]] void operator()(simd::Batch<T, A> sum, std::size_t row, std::size_t column,
                                         Lanes lanes) const {
    if (bias) sum = sum + simd::load_partial<A>(bias + column, lanes);
    simd::store_partial(y + row * stride + column, Act::value(sum), lanes);
  }
};

/// y = sum * Act::slope(output), where `output` is what the activation gave.
template <class Act, class T>
struct StoreTimesSlope {
  static constexpr bool heavy = is_heavy<Act>;
  T* y;
  std::size_t stride;
  const T* output;

  [[gnu::always_inline]] void prefetch(std::size_t row, std::size_t column) const {
    __builtin_prefetch(output + row * stride + column);
  }
  template <class A, class Lanes>
  [[gnu::always_inline]] void operator()(simd::Batch<T, A> sum, std::size_t row, std::size_t column,
                                         Lanes lanes) const {
    const std::size_t place = row * stride + column;
    sum = sum * Act::slope(simd::load_partial<A>(output + place, lanes));
    simd::store_partial(y + place, sum, lanes);
  }
};

/// Stores y = sum * Act::slope(output); all identities share one epilogue.
template <class Act, class T>
auto store_times_slope(T* y, std::size_t stride, const T* output) {
  if constexpr (Act::is_identity) return StoreSum<T>{y, stride};
  else return StoreTimesSlope<Act, T>{y, stride, output};
}

/// y += sum.
template <class T>
struct Accumulate {
  static constexpr bool heavy = false;
  T* y;
  std::size_t stride;

  [[gnu::always_inline]] void prefetch(std::size_t row, std::size_t column) const {
    __builtin_prefetch(y + row * stride + column, 1);
  }

  template <class A, class Lanes>
  [[gnu::always_inline]] void operator()(const simd::Batch<T, A>& sum, std::size_t row,
                                         std::size_t column, Lanes lanes) const {
    T* const place = y + row * stride + column;
    simd::store_partial(place, simd::load_partial<A>(place, lanes) + sum, lanes);
  }
};

/// Adds the sums of the product's transpose: y (columns, rows) += sum.
template <class T>
struct AccumulateTransposed {
  static constexpr bool heavy = false;
  T* y;
  std::size_t stride;

  template <class A>
  void operator()(const simd::Batch<T, A>& sum, std::size_t row, std::size_t column,
                  simd::AllLanes) const {
    (*this)(sum, row, column, simd::width<T, A>);
  }
  template <class A>
  void operator()(const simd::Batch<T, A>& sum, std::size_t row, std::size_t column,
                  std::size_t lanes) const {
    alignas(64) T value[simd::width<T, A>];
    sum.store_aligned(value);
    for (std::size_t i = 0; i < lanes; ++i) y[(column + i) * stride + row] += value[i];
  }
};

}  // namespace saddle::cpu
