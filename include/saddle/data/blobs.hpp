// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/source.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace saddle::data {

/// Writes samples of equally likely round Gaussians in the plane.
///
/// Shapes: out (n, 2); centres (modes).
template <class T, class Arch, std::size_t modes>
void draw_blobs(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position,
                const std::array<std::array<double, 2>, modes>& centres, double sigma) {
  std::array<std::array<T, 2>, modes> middle;
  for (std::size_t k = 0; k < modes; ++k) {
    middle[k] = {static_cast<T>(centres[k][0]), static_cast<T>(centres[k][1])};
  }
  const T spread = static_cast<T>(sigma);
  for_each_stretch(n, seed, position, [&](const Stretch& stretch) {
    T* const points = out + 2 * stretch.offset;
    random::normal<T, Arch>(points, stretch.first, stretch.count, 2, stretch.draw(0));
    std::uint32_t words[longest_stretch];
    random::words<Arch>(words, stretch.first, stretch.count, 1, stretch.draw(1));
    for (std::size_t i = 0; i < stretch.count; ++i) {
      const std::array<T, 2>& centre = middle[random::index(words[i], modes)];
      points[2 * i] = centre[0] + spread * points[2 * i];
      points[2 * i + 1] = centre[1] + spread * points[2 * i + 1];
    }
  });
}

/// The numbers of the Gaussians from which `draw_blobs` draws.
///
/// Shapes: out (n).
template <class Arch, std::size_t modes>
void draw_blob_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) {
  for_each_stretch(n, seed, position, [&](const Stretch& stretch) {
    std::uint32_t words[longest_stretch];
    random::words<Arch>(words, stretch.first, stretch.count, 1, stretch.draw(1));
    for (std::size_t i = 0; i < stretch.count; ++i) {
      out[stretch.offset + i] = static_cast<int>(random::index(words[i], modes));
    }
  });
}

/// Centres as a tensor.
///
/// Shapes: returns (modes, 2).
template <std::size_t modes>
Tensor<double, 2> as_tensor(const std::array<std::array<double, 2>, modes>& centres) {
  Tensor<double, 2> result = xt::empty<double>({modes, std::size_t{2}});  // (modes, 2)
  for (std::size_t k = 0; k < modes; ++k) {
    result(k, 0) = centres[k][0];
    result(k, 1) = centres[k][1];
  }
  return result;
}

}  // namespace saddle::data
