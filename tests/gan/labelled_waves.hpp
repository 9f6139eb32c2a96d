// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "golden_steps.hpp"

#include <saddle/core/random.hpp>
#include <saddle/core/ref.hpp>
#include <saddle/core/role.hpp>
#include <saddle/core/shape.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// What the goldens of conditional formulations draw.
namespace saddle::test {

/// Codes that are a formula of the time.
struct WaveCodes {
  static constexpr Role role = Role::latent;
  static constexpr std::string_view name = "WaveCodes";
  using Value = Shape<3>;
  template <class D>
  static void draw(D&, Write<D> z, std::size_t n, std::size_t first, const random::Draw& key) {
    wave(raw(z), n, Value::size, std::uint64_t{key.time} * n + first, 1);
  }
};

struct LabelledWaves {
  static constexpr std::string_view name = "labelled waves";
  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  static constexpr std::size_t classes() { return 2; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t, std::uint64_t position) const {
    wave(out, n, 2, position, 0);
  }
  void draw_labels(int* out, std::size_t n, std::uint64_t, std::uint64_t position) const {
    for (std::uint64_t k = position; k < position + n; ++k) {
      *out++ = static_cast<int>((k * k / 3 + k) % 2);
    }
  }
};

}  // namespace saddle::test
