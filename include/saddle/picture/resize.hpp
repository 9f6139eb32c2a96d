// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// What one axis of `from` pixels becomes on `to` pixels: each is a weighted mean of neighbours.
///
/// The weights fall linearly to 0 over one pixel of the coarser of the two grids, whose pixels'
/// centres lie at 1/2, 3/2 ...: bilinear where an image grows, and without aliasing where it
/// shrinks.
/// Source: the filter "bilinear" of Pillow's Image.resize, as clean-fid resizes (Parmar et al.
///         2022), without Pillow's rounding.
class AxisResize {
 public:
  /// Errors: ConfigError where one of them is 0.
  AxisResize(std::size_t from, std::size_t to) {
    if (from == 0 || to == 0) {
      throw ConfigError("resize: pixels", "at least one on an axis",
                        std::to_string(from) + " to " + std::to_string(to));
    }
    const double scale = static_cast<double>(from) / static_cast<double>(to);
    const double reach = std::max(scale, 1.0);
    for (std::size_t i = 0; i < to; ++i) {
      const double centre = (static_cast<double>(i) + 0.5) * scale - 0.5;
      const double low = std::max(0.0, std::ceil(centre - reach));
      const double high = std::min(static_cast<double>(from - 1), std::floor(centre + reach));
      Mean mean{static_cast<std::size_t>(low), {}};
      double total = 0;
      for (double k = low; k <= high; ++k) {
        mean.weights.push_back(1 - std::abs(k - centre) / reach);
        total += mean.weights.back();
      }
      for (double& weight : mean.weights) weight /= total;
      means_.push_back(std::move(mean));
    }
  }

  /// Applies it to the middle one of three axes.
  ///
  /// Shapes: x (outer, from, inner) -> (outer, to, inner).
  Tensor<double, 3> operator()(const Tensor<double, 3>& x) const {
    const std::size_t inner = x.shape(2);
    Tensor<double, 3> y({x.shape(0), means_.size(), inner}, 0.0);
    for (std::size_t o = 0; o < x.shape(0); ++o) {
      for (std::size_t i = 0; i < means_.size(); ++i) {
        for (std::size_t k = 0; k < means_[i].weights.size(); ++k) {
          const double* const from = &x(o, means_[i].first + k, 0);
          double* const to = &y(o, i, 0);
          for (std::size_t c = 0; c < inner; ++c) to[c] += means_[i].weights[k] * from[c];
        }
      }
    }
    return y;
  }

 private:
  struct Mean {
    std::size_t first;
    std::vector<double> weights;
  };
  std::vector<Mean> means_;  // of every pixel
};

/// Images of another size, each axis by `AxisResize`.
///
/// Shapes: images (n, h, w, c) -> (n, height, width, c).
/// Errors: ConfigError for images without pixels.
template <class T>
Tensor<T, 4> resized(const Tensor<T, 4>& images, std::size_t height, std::size_t width) {
  const std::size_t n = images.shape(0), h = images.shape(1), w = images.shape(2),
                    c = images.shape(3);
  const AxisResize down(h, height), across(w, width);
  Tensor<T, 4> result = Tensor<T, 4>::from_shape({n, height, width, c});
  for (std::size_t i = 0; i < n; ++i) {
    Tensor<double, 3> image = Tensor<double, 3>::from_shape({1, h, w * c});
    std::copy_n(images.data() + i * h * w * c, h * w * c, image.data());
    image = down(image);
    Tensor<double, 3> rows = Tensor<double, 3>::from_shape({height, w, c});
    std::copy(image.begin(), image.end(), rows.begin());
    rows = across(rows);
    std::transform(rows.begin(), rows.end(), result.data() + i * height * width * c,
                   [](double value) { return static_cast<T>(value); });
  }
  return result;
}

/// The middle of images as squares of `side` pixels: the shorter axis is resized, and what the
/// longer one has beyond is cut off, half at each end.
///
/// Shapes: images (n, h, w, c) -> (n, side, side, c).
/// Errors: as `resized`.
template <class T>
Tensor<T, 4> centre_square(const Tensor<T, 4>& images, std::size_t side) {
  const std::size_t h = images.shape(1), w = images.shape(2), shorter = std::min(h, w);
  const auto length = [&](std::size_t axis) {
    return shorter == 0 ? side : std::max(side, (axis * side + shorter / 2) / shorter);
  };
  const Tensor<T, 4> whole = resized(images, length(h), length(w));
  const std::size_t n = images.shape(0), c = images.shape(3), top = (whole.shape(1) - side) / 2,
                    left = (whole.shape(2) - side) / 2;
  Tensor<T, 4> square = Tensor<T, 4>::from_shape({n, side, side, c});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t y = 0; y < side; ++y) {
      std::copy_n(&whole(i, top + y, left, 0), side * c, &square(i, y, 0, 0));
    }
  }
  return square;
}

}  // namespace saddle::inline per_set
