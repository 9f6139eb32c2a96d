// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/name.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace saddle::inline per_set {

/// The values of black and of full in images.
struct PixelRange {
  double low = -1, high = 1;

  double width() const { return high - low; }
};

inline void require_wide(PixelRange range) {
  if (range.width() > 0) return;
  throw ConfigError("range of pixels", "low below high",
                    shortest_text(range.low) + " and " + shortest_text(range.high));
}

/// Images as they are shown: what a model has made darker than black is black, and brighter than
/// full, full.
///
/// Errors: ConfigError unless the range is wider than 0.
template <class T>
Tensor<T, 4> as_shown(Tensor<T, 4> images, PixelRange range = {}) {
  require_wide(range);
  for (T& value : images) {
    value = std::clamp(value, static_cast<T>(range.low), static_cast<T>(range.high));
  }
  return images;
}

/// Errors: ConfigError unless both are as many images of one shape, with pixels, and the range is
///         wider than 0.
template <class T>
void require_image_pairs(const Tensor<T, 4>& x, const Tensor<T, 4>& y, PixelRange range) {
  if (x.size() == 0 || x.shape() != y.shape()) {
    throw ConfigError("images to compare", "two tensors (n, h, w, c) of one shape",
                      shape_text(x.shape()) + " and " + shape_text(y.shape()));
  }
  require_wide(range);
}

/// The mean of |x - y| of each image.
///
/// Shapes: x, y (n, h, w, c) -> (n).
/// Units:  of the range: 0 for equal images, 1 between black and full.
/// Errors: as `require_image_pairs`.
template <class T>
Tensor<double, 1> absolute_error(const Tensor<T, 4>& x, const Tensor<T, 4>& y,
                                 PixelRange range = {}) {
  require_image_pairs(x, y, range);
  const std::size_t n = x.shape(0), size = x.size() / n;
  Tensor<double, 1> errors({n}, 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    errors(i / size) +=
        std::abs(static_cast<double>(x.data()[i]) - static_cast<double>(y.data()[i]));
  }
  for (double& error : errors) error /= static_cast<double>(size) * range.width();
  return errors;
}

/// The peak signal-to-noise ratio of each image, 10 log10(width^2 / mean of (x - y)^2).
///
/// Shapes: x, y (n, h, w, c) -> (n).
/// Units:  decibel; infinite for equal images.
/// Errors: as `require_image_pairs`.
template <class T>
Tensor<double, 1> psnr(const Tensor<T, 4>& x, const Tensor<T, 4>& y, PixelRange range = {}) {
  require_image_pairs(x, y, range);
  const std::size_t n = x.shape(0), size = x.size() / n;
  Tensor<double, 1> ratios({n}, 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double gap =
        (static_cast<double>(x.data()[i]) - static_cast<double>(y.data()[i])) / range.width();
    ratios(i / size) += gap * gap / static_cast<double>(size);
  }
  for (double& ratio : ratios) ratio = -10 * std::log10(ratio);
  return ratios;
}

}  // namespace saddle::inline per_set
