// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/io/colour.hpp>
#include <saddle/io/image.hpp>
#include <saddle/picture/axes.hpp>
#include <saddle/picture/canvas.hpp>
#include <saddle/picture/near_points.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// The part of the plane that a picture shows.
struct Bounds {
  Range x{-3, 3}, y{-3, 3};
};

/// The words around a landscape.
struct LandscapeLabels {
  std::string title = "Samples over the critic's landscape", value = "score", x = "x", y = "y";
  bool same_units = true;  ///< whether x and y are measured alike, and drawn so
  bool only_near = false;  ///< whether values far from all points are left out
};

/// The points at which a landscape of `rows` x `columns` values is taken, from the lower left
/// corner of `bounds` to the upper right one, row by row upwards.
///
/// Shapes: returns (rows * columns, 2); both at least 2.
template <class T = float>
Tensor<T, 2> landscape_points(const Bounds& bounds, std::size_t rows, std::size_t columns) {
  const auto at = [](Range range, std::size_t i, std::size_t n) {
    const double part = static_cast<double>(i) / static_cast<double>(n - 1);
    return static_cast<T>(range.low + part * (range.high - range.low));
  };
  Tensor<T, 2> points = xt::empty<T>({rows * columns, std::size_t{2}});  // (rows * columns, 2)
  for (std::size_t i = 0; i < rows * columns; ++i) {
    points(i, 0) = at(bounds.x, i % columns, columns);
    points(i, 1) = at(bounds.y, i / columns, rows);
  }
  return points;
}

namespace landscape {

/// The range that holds all but the outermost 1 % of the finite values at either end.
template <class T>
Range central_range(const Tensor<T, 2>& values) {
  std::vector<double> sorted;
  for (T value : values) {
    if (std::isfinite(value)) sorted.push_back(static_cast<double>(value));
  }
  if (sorted.empty()) return {};
  std::sort(sorted.begin(), sorted.end());
  const std::size_t cut = sorted.size() / 100;
  return widened({sorted[cut], sorted[sorted.size() - 1 - cut]});
}

/// The value at the fractional row y and column x, bilinear between its neighbours.
template <class T>
double interpolated(const Tensor<T, 2>& values, double x, double y) {
  const auto split = [](double place, std::size_t n) {
    const double inside = std::clamp(place, 0.0, static_cast<double>(n - 1));
    return std::min(static_cast<std::size_t>(inside), n - 2);
  };
  const std::size_t i = split(y, values.shape(0)), j = split(x, values.shape(1));
  const double s = x - static_cast<double>(j), t = y - static_cast<double>(i);
  const auto at = [&](std::size_t row, std::size_t column) {
    return static_cast<double>(values(row, column));
  };
  return (1 - t) * ((1 - s) * at(i, j) + s * at(i, j + 1)) +
         t * ((1 - s) * at(i + 1, j) + s * at(i + 1, j + 1));
}

/// Paints the values into `box` as colours, with lines of equal value in a darker shade.
template <class T>
void paint(Canvas& canvas, const Box& box, const Tensor<T, 2>& values, Range range) {
  constexpr double lines = 12, softness = 0.35;
  constexpr Colour paper{255, 255, 255}, shade{20, 20, 60};
  const auto width = static_cast<std::size_t>(box.right - box.left);
  const auto height = static_cast<std::size_t>(box.bottom - box.top);
  const auto place = [](std::size_t pixel, std::size_t pixels, std::size_t n) {
    return (static_cast<double>(pixel) + 0.5) / static_cast<double>(pixels) *
           static_cast<double>(n - 1);
  };
  Tensor<double, 2> level = xt::empty<double>({height, width});  // (height, width), top first
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      const double value = interpolated(values, place(x, width, values.shape(1)),
                                        place(height - 1 - y, height, values.shape(0)));
      level(y, x) = (value - range.low) / (range.high - range.low);
    }
  }
  const auto left = static_cast<std::size_t>(box.left), top = static_cast<std::size_t>(box.top);
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      const double v = level(y, x);
      canvas.blend(left + x, top + y, mix(viridis(v), paper, softness), 1);
      const double across = level(y, std::min(x + 1, width - 1)) - level(y, x > 0 ? x - 1 : 0);
      const double down = level(std::min(y + 1, height - 1), x) - level(y > 0 ? y - 1 : 0, x);
      const double slope = lines * std::sqrt(across * across + down * down) / 2;  // lines per pixel
      const double away = std::abs(lines * v - std::rint(lines * v)) / slope;     // pixels
      constexpr double crowded = 0.25;  // lines per pixel at which they would run together
      const bool in_range = v > 0.5 / lines && v < 1 - 0.5 / lines;  // colours saturate outside
      if (in_range && slope < crowded && away < 1) {
        canvas.blend(left + x, top + y, shade, 0.35 * (1 - away) * (1 - slope / crowded));
      }
    }
  }
}

/// Calls `draw` with the place of every point and returns how many lie outside of `bounds`.
template <class T, class Draw>
std::size_t scatter(const Axes& axes, const Bounds& bounds, const Tensor<T, 2>& points, Draw draw) {
  std::size_t outside = 0;
  for (std::size_t i = 0; i < points.shape(0); ++i) {
    const double x = static_cast<double>(points(i, 0)), y = static_cast<double>(points(i, 1));
    const bool seen = x >= bounds.x.low && x <= bounds.x.high && y >= bounds.y.low &&
                      y <= bounds.y.high;  // false for NaN
    if (seen) draw(axes.place(x, y));
    else ++outside;
  }
  return outside;
}

/// Lays `blank` over the pixels of `box` that are far from all points.
template <class T>
void blank_far(Canvas& canvas, const Axes& axes, const Bounds& bounds,
               const std::vector<const Tensor<T, 2>*>& all_points, Colour blank) {
  constexpr double reach = 24;  // pixels
  NearPoints near(axes.box(), reach);
  for (const Tensor<T, 2>* points : all_points) {
    scatter(axes, bounds, *points, [&](Point p) { near.add(p); });
  }
  const Box& box = axes.box();
  for (std::size_t y = 0; y < static_cast<std::size_t>(box.bottom - box.top); ++y) {
    for (std::size_t x = 0; x < static_cast<std::size_t>(box.right - box.left); ++x) {
      if (near(x, y)) continue;
      canvas.blend(static_cast<std::size_t>(box.left) + x, static_cast<std::size_t>(box.top) + y,
                   blank, 1);
    }
  }
}

/// Draws the bar that says which colour stands for which value.
inline void draw_scale(Canvas& canvas, const Box& box, Range range, const std::string& label) {
  constexpr std::size_t steps = 256;
  Tensor<double, 2> ramp = xt::empty<double>({steps, std::size_t{2}});
  for (std::size_t i = 0; i < steps; ++i) {
    const double part = static_cast<double>(i) / (steps - 1);
    ramp(i, 0) = ramp(i, 1) = range.low + part * (range.high - range.low);
  }
  paint(canvas, box, ramp, range);
  const auto edge = [](double v) { return std::floor(v) + 0.5; };
  const Point low{edge(box.left), edge(box.bottom)}, high{edge(box.right), edge(box.top)};
  canvas.stroke(std::vector<Point>{low, {high.x, low.y}, high, {low.x, high.y}, low}, 1, Axes::ink);
  const Ticks ticks(range, 8);
  for (double value : ticks.places()) {
    const double part = (value - range.low) / (range.high - range.low);
    const double y = edge(box.bottom - part * (box.bottom - box.top));
    canvas.stroke(std::vector<Point>{{high.x, y}, {high.x + 4, y}}, 1, Axes::ink);
    canvas.text({high.x + 9, y + Axes::number_size / 2}, ticks.label(value), Axes::number_size,
                Axes::ink);
  }
  canvas.text({high.x, box.top - 10}, label, Axes::label_size, Axes::ink, Align::right);
}

}  // namespace landscape

/// Samples in the plane over the critic's landscape, or over any other values: generated ones are
/// spots, real ones rings on top of them, so that neither hides the other.
///
/// Colours are the critic's values between their 1 % and 99 % quantiles; points outside of the
/// bounds are counted in the legend. With `labels.only_near` the ground is blank where neither
/// samples nor reals are near: values that a critic only guesses.
///
/// Shapes: samples (n, 2) and reals (m, 2), each may be empty; critic (rows, columns) at
///         `landscape_points`, both at least 2, or empty for no landscape.
/// Errors: ConfigError for another shape or bounds that hold nothing.
template <class T>
Image landscape_picture(const Tensor<T, 2>& samples, const Tensor<T, 2>& reals,
                        const Tensor<T, 2>& critic, const Bounds& bounds = {},
                        const LandscapeLabels& labels = {}) {
  const bool has_ground = critic.size() > 0;
  if (has_ground && (critic.shape(0) < 2 || critic.shape(1) < 2)) {
    throw ConfigError("landscape_picture: critic", "at least 2 x 2 values",
                      std::to_string(critic.shape(0)) + " x " + std::to_string(critic.shape(1)));
  }
  for (const Range& range : {bounds.x, bounds.y}) {
    if (!(range.low < range.high) || !std::isfinite(range.high - range.low)) {
      throw ConfigError("landscape_picture: bounds", "low < high",
                        shortest_text(range.low) + " to " + shortest_text(range.high));
    }
  }
  for (const Tensor<T, 2>* points : {&samples, &reals}) {
    if (points->shape(0) > 0 && points->shape(1) != 2) {
      throw ConfigError("landscape_picture: points", "2 columns", std::to_string(points->shape(1)));
    }
  }
  constexpr double left = 84, top = 84, below = 66, tall = 560;  // pixels
  const double beside = has_ground ? 116 : 32;
  const double aspect =
      labels.same_units ? (bounds.x.high - bounds.x.low) / (bounds.y.high - bounds.y.low) : 1;
  const double wide = std::round(std::clamp(tall * aspect, 400.0, 1200.0));
  const Box box{left, top, left + wide, top + tall};
  Canvas canvas(static_cast<std::size_t>(left + wide + beside),
                static_cast<std::size_t>(top + tall + below), {255, 255, 255});
  const Range range = landscape::central_range(critic);
  if (has_ground) landscape::paint(canvas, box, critic, range);
  Axes axes(canvas, box, bounds.x, bounds.y);
  constexpr Colour real_colour{255, 255, 255}, sample_colour{232, 62, 40}, blank{236, 236, 240};
  if (labels.only_near) landscape::blank_far<T>(canvas, axes, bounds, {&samples, &reals}, blank);
  canvas.clip(box);
  const std::size_t lost = landscape::scatter(axes, bounds, samples, [&](Point p) {
    canvas.disc(p, 2.8, Axes::ink, 0.45);
    canvas.disc(p, 2, sample_colour, 0.95);
  });
  const std::size_t lost_reals =
      landscape::scatter(axes, bounds, reals, [&](Point p) { draw_ring(canvas, p, real_colour); });
  canvas.unclip();
  axes.draw_frame(labels.title, labels.x, labels.y);
  const auto name = [](std::string what, std::size_t outside) {
    return outside > 0 ? what + " (" + std::to_string(outside) + " outside)" : what;
  };
  std::vector<LegendEntry> legend;
  if (reals.shape(0) > 0)
    legend.push_back({name("real", lost_reals), real_colour, LegendEntry::Mark::ring});
  if (samples.shape(0) > 0)
    legend.push_back({name("generated", lost), sample_colour, LegendEntry::Mark::spot});
  if (labels.only_near) legend.push_back({"none near", blank, LegendEntry::Mark::spot});
  draw_legend(canvas, {left, top - 22}, legend);
  if (has_ground) {
    landscape::draw_scale(canvas, {box.right + 26, top, box.right + 44, box.bottom}, range,
                          labels.value);
  }
  return canvas.image();
}

}  // namespace saddle::inline per_set
