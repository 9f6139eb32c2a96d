// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace saddle::inline per_set {

namespace transport {

/// The bits of a number as an unsigned integer whose order is that of the numbers.
template <std::floating_point T>
struct SortKey {
  using Bits = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
  static constexpr int width = 8 * sizeof(T);
  static constexpr Bits sign = Bits{1} << (width - 1);

  static constexpr Bits of(T value) {
    const Bits bits = std::bit_cast<Bits>(value);
    return bits ^ ((Bits{0} - (bits >> (width - 1))) | sign);  // all bits of a negative number
  }
  static constexpr T value(Bits key) {
    return std::bit_cast<T>(key ^ (((key >> (width - 1)) - 1) | sign));
  }
};

}  // namespace transport

/// Sorts `n` < 2^32 numbers into `sorted`; neither it nor `spare` may overlap `from`.
///
/// A NaN goes to one of the ends, beyond the infinity of its sign, and -0 before 0.
///
/// Cost: three passes over floats, six over doubles, whatever their order; few are compared.
template <std::floating_point T>
void radix_sort(const T* from, T* sorted, T* spare, std::size_t n) {
  using Key = transport::SortKey<T>;
  using Bits = typename Key::Bits;
  constexpr int digit = 11;  // bits: the counts of a pass fit into the first cache
  constexpr int passes = (Key::width + digit - 1) / digit;
  constexpr std::size_t values = std::size_t{1} << digit;
  constexpr std::size_t few = 64 * sizeof(T);  // whose counting costs more than comparing
  if (n < few) {
    std::copy_n(from, n, sorted);
    std::sort(sorted, sorted + n, [](T a, T b) { return Key::of(a) < Key::of(b); });
    return;
  }
  std::array<std::array<std::uint32_t, values>, passes> place{};
  const auto digit_of = [](Bits key, int pass) { return (key >> (digit * pass)) % values; };
  for (std::size_t i = 0; i < n; ++i) {
    const Bits key = Key::of(from[i]);
    for (int pass = 0; pass < passes; ++pass) {
      ++place[static_cast<std::size_t>(pass)][digit_of(key, pass)];
    }
  }
  for (auto& counts : place) {
    std::uint32_t before = 0;
    for (std::uint32_t& count : counts) before += std::exchange(count, before);
  }
  // Between the first and the last pass the buffers hold keys; the last one ends in `sorted`.
  const T* source = from;
  for (int pass = 0; pass < passes; ++pass) {
    T* const target = (passes - pass) % 2 == 1 ? sorted : spare;
    std::uint32_t* const next = place[static_cast<std::size_t>(pass)].data();
    for (std::size_t i = 0; i < n; ++i) {
      const Bits key = pass == 0 ? Key::of(source[i]) : std::bit_cast<Bits>(source[i]);
      target[next[digit_of(key, pass)]++] =
          pass == passes - 1 ? Key::value(key) : std::bit_cast<T>(key);
    }
    source = target;
  }
}

}  // namespace saddle::inline per_set
