// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/quality/pixel_error.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace saddle {

inline namespace per_set {

/// Where the structural similarity looks at a time, and how it weighs what it sees.
enum class SsimWindow {
  gaussian,  ///< 11 x 11 pixels, a deviation of 1.5: Wang et al. 2004
  uniform    ///< 7 x 7 pixels with unbiased variances: what scikit-image does unasked
};

}  // namespace per_set

namespace detail {

/// The structural similarity of one channel of two images, at every place of the window.
class Ssim {
 public:
  Ssim(SsimWindow window, double width)
      : weights_(window == SsimWindow::uniform ? 7 : 11),
        c1_(0.01 * 0.01 * width * width),
        c2_(0.03 * 0.03 * width * width) {
    const double count = static_cast<double>(weights_.size()), middle = (count - 1) / 2;
    if (window == SsimWindow::uniform) unbiased_ = count * count / (count * count - 1);
    double total = 0;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      const double away = (static_cast<double>(i) - middle) / 1.5;
      weights_[i] = window == SsimWindow::uniform ? 1 : std::exp(-away * away / 2);
      total += weights_[i];
    }
    for (double& weight : weights_) weight /= total;
  }

  std::size_t side() const { return weights_.size(); }

  /// The window's first pixels; the next pixel of its row lies `column` numbers on, the next row
  /// `row`.
  template <class T>
  double operator()(const T* x, const T* y, std::size_t row, std::size_t column) const {
    double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < side(); ++i) {
      for (std::size_t j = 0; j < side(); ++j) {
        const double weight = weights_[i] * weights_[j];
        const double a = static_cast<double>(x[i * row + j * column]);
        const double b = static_cast<double>(y[i * row + j * column]);
        mean_x += weight * a;
        mean_y += weight * b;
        xx += weight * a * a;
        yy += weight * b * b;
        xy += weight * a * b;
      }
    }
    const double variances = unbiased_ * (xx - mean_x * mean_x + yy - mean_y * mean_y);
    const double covariance = unbiased_ * (xy - mean_x * mean_y);
    return (2 * mean_x * mean_y + c1_) * (2 * covariance + c2_) /
           ((mean_x * mean_x + mean_y * mean_y + c1_) * (variances + c2_));
  }

 private:
  std::vector<double> weights_;  // of a row or column of the window
  double c1_, c2_, unbiased_ = 1;
};

}  // namespace detail

inline namespace per_set {

/// The structural similarity of each pair of images: the mean over channels and over all places at
/// which the window lies within the image.
///
/// Shapes: x, y (n, h, w, c) -> (n).
/// Units:  1 for equal images, about 0 for ones that have nothing in common, below it for inverted
///         ones.
/// Errors: as `require_image_pairs`; ConfigError for images smaller than the window.
/// Cost:   some h w c times the window's pixels.
/// Source: Wang, Bovik, Sheikh and Simoncelli 2004; scikit-image's structural_similarity.
template <class T>
Tensor<double, 1> ssim(const Tensor<T, 4>& x, const Tensor<T, 4>& y, PixelRange range = {},
                       SsimWindow window = SsimWindow::gaussian) {
  require_image_pairs(x, y, range);
  const std::size_t h = x.shape(1), w = x.shape(2), c = x.shape(3);
  const detail::Ssim similarity(window, range.width());
  const std::size_t side = similarity.side();
  if (h < side || w < side) {
    throw ConfigError("ssim: images",
                      std::string("at least ") + std::to_string(side) + " x " +
                          std::to_string(side) + " pixels, the window",
                      std::to_string(h) + " x " + std::to_string(w));
  }
  // The constants belong to values that begin at 0.
  Tensor<double, 4> a = Tensor<double, 4>::from_shape(x.shape()), b = a;
  const auto from_low = [&](T value) { return static_cast<double>(value) - range.low; };
  std::transform(x.begin(), x.end(), a.begin(), from_low);
  std::transform(y.begin(), y.end(), b.begin(), from_low);
  const double places = static_cast<double>((h - side + 1) * (w - side + 1) * c);
  Tensor<double, 1> means({x.shape(0)}, 0.0);
  for (std::size_t i = 0; i < x.shape(0); ++i) {
    for (std::size_t top = 0; top + side <= h; ++top) {
      for (std::size_t left = 0; left + side <= w; ++left) {
        for (std::size_t k = 0; k < c; ++k) {
          means(i) += similarity(&a(i, top, left, k), &b(i, top, left, k), w * c, c) / places;
        }
      }
    }
  }
  return means;
}

}  // namespace per_set

}  // namespace saddle
