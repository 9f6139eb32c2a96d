// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/io/colour.hpp>
#include <saddle/io/image.hpp>
#include <saddle/picture/axes.hpp>
#include <saddle/picture/canvas.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// The words around a scatter picture.
struct ScatterLabels {
  std::string title = "Features", x = "first component", y = "second component";
  std::vector<std::string> classes = {};  ///< names; a class without one is called by its number
};

/// The colour of class number `label`; the first ten are easy to tell apart.
inline Colour class_colour(int label) {
  constexpr std::array<Colour, 10> colours{{{31, 119, 180},
                                            {255, 127, 14},
                                            {44, 160, 44},
                                            {214, 39, 40},
                                            {148, 103, 189},
                                            {140, 86, 75},
                                            {227, 119, 194},
                                            {90, 90, 90},
                                            {188, 189, 34},
                                            {23, 190, 207}}};
  return colours[static_cast<std::size_t>(label) % colours.size()];
}

/// Points in the plane, coloured by their class, with a legend of the first ten classes that occur.
///
/// Shapes: points (n, 2), labels (n).
/// Errors: ConfigError for no points, another shape, another number of labels or a negative one.
template <class T>
Image scatter_picture(const Tensor<T, 2>& points, const Tensor<int, 1>& labels,
                      const ScatterLabels& words = {}) {
  const std::size_t n = points.shape(0);
  if (n == 0 || points.shape(1) != 2) {
    throw ConfigError("scatter_picture: points", "(n, 2), at least one",
                      "(" + std::to_string(n) + ", " + std::to_string(points.shape(1)) + ")");
  }
  if (labels.size() != n || *std::min_element(labels.begin(), labels.end()) < 0) {
    throw ConfigError("scatter_picture: labels", std::to_string(n) + " numbers of classes",
                      std::to_string(labels.size()) + " labels");
  }
  constexpr double inf = std::numeric_limits<double>::infinity();
  std::array<Range, 2> ranges{{{inf, -inf}, {inf, -inf}}};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < 2; ++k) {
      const double x = static_cast<double>(points(i, k));
      if (!std::isfinite(x)) continue;
      ranges[k] = {std::min(ranges[k].low, x), std::max(ranges[k].high, x)};
    }
  }
  for (Range& range : ranges) {
    range = range.low > range.high ? Range{} : widened(range);
    const double margin = 0.03 * (range.high - range.low);
    range = {range.low - margin, range.high + margin};
  }
  constexpr double left = 84, top = 84, below = 66, beside = 24, wide = 640, tall = 560;  // pixels
  const Box box{left, top, left + wide, top + tall};
  Canvas canvas(static_cast<std::size_t>(left + wide + beside),
                static_cast<std::size_t>(top + tall + below), {255, 255, 255});
  Axes axes(canvas, box, ranges[0], ranges[1]);
  axes.draw_rules();
  canvas.clip(box);
  for (std::size_t i = 0; i < n; ++i) {
    const double x = static_cast<double>(points(i, 0)), y = static_cast<double>(points(i, 1));
    if (!std::isfinite(x) || !std::isfinite(y)) continue;
    canvas.disc(axes.place(x, y), 2, class_colour(labels(i)), 0.75);
  }
  canvas.unclip();
  axes.draw_frame(words.title, words.x, words.y);
  std::vector<LegendEntry> legend;
  constexpr std::size_t most = 10;  // that find room
  for (int label : std::set<int>(labels.begin(), labels.end())) {
    if (legend.size() == most) break;
    const auto number = static_cast<std::size_t>(label);
    legend.push_back({number < words.classes.size() ? words.classes[number] : std::to_string(label),
                      class_colour(label), LegendEntry::Mark::spot});
  }
  draw_legend(canvas, {left, top - 22}, legend);
  return canvas.image();
}

}  // namespace saddle::inline per_set
