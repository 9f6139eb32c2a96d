// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/picture/canvas.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace saddle::inline per_set {

namespace landscape {

/// The pixels of a box that lie near some of the points in it.
///
/// Units: pixels.
class NearPoints {
 public:
  NearPoints(const Box& box, double reach)
      : box_(box),
        reach_(reach),
        width_(static_cast<std::size_t>(box.right - box.left)),
        height_(static_cast<std::size_t>(box.bottom - box.top)),
        near_(width_ * height_, false) {}

  /// Adds the pixels whose centres are within reach of `p`, a place on the canvas.
  void add(Point p) {
    const double x = p.x - box_.left, y = p.y - box_.top;
    const auto whole = [](double place, std::size_t most) {
      return static_cast<std::size_t>(std::round(std::clamp<double>(place, 0, double(most))));
    };
    for (std::size_t row = whole(y - reach_, height_); row < whole(y + reach_, height_); ++row) {
      const double down = static_cast<double>(row) + 0.5 - y;
      const double half = std::sqrt(std::max(reach_ * reach_ - down * down, 0.0));
      const std::size_t end = whole(x + half, width_);
      for (std::size_t column = whole(x - half, width_); column < end; ++column) {
        near_[row * width_ + column] = true;
      }
    }
  }

  /// Whether the pixel in this column and row of the box is near a point.
  bool operator()(std::size_t column, std::size_t row) const {
    return near_[row * width_ + column];
  }

 private:
  Box box_;
  double reach_;
  std::size_t width_, height_;
  std::vector<bool> near_;  // (height, width)
};

}  // namespace landscape

}  // namespace saddle::inline per_set
