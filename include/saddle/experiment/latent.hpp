// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/role.hpp>
#include <saddle/core/shape.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace saddle {

/// Latent codes z ~ N(0, I) of `N` numbers.
template <std::size_t N>
struct Gaussian {
  static constexpr Role role = Role::latent;
  static constexpr std::string_view name = "Gaussian";
  using Value = Shape<N>;

  /// Samples number `first` and following of the draw. Shapes: z (n, N).
  template <class D>
  static void draw(D& device, Write<D> z, std::size_t n, std::size_t first,
                   const random::Draw& key) {
    fill_normal(device, z, n, N, first, key);
  }
};

/// Latent codes z ~ U(-1, 1)^N.
template <std::size_t N>
struct Uniform {
  static constexpr Role role = Role::latent;
  static constexpr std::string_view name = "Uniform";
  using Value = Shape<N>;

  template <class D>
  static void draw(D& device, Write<D> z, std::size_t n, std::size_t first,
                   const random::Draw& key) {
    fill_uniform(device, z, n, N, first, key, -1, 1);
  }
};

inline namespace per_set {

/// The draw of a training run's fixed row of codes, from which its samples come.
inline random::Draw evaluation_draw(std::uint64_t seed) {
  return {seed, 0, random::Stream::evaluation, 0};
}

/// How another program draws number k of code i of that row, for those who read a generator's file.
inline std::string code_numbering() {
  return "number k of code i is from word k % 4 of Philox4x32-10 with key = seed and counter = "
         "(k / 4, i, 0, " +
         std::to_string(random::place(evaluation_draw(0))) +
         "): see saddle's core/random.hpp, uniform and normal";
}

}  // namespace per_set

}  // namespace saddle
