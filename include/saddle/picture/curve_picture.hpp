// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/colour.hpp>
#include <saddle/io/image.hpp>
#include <saddle/picture/axes.hpp>
#include <saddle/picture/canvas.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// One line of a plot.
struct Series {
  std::string name;
  std::vector<double> xs, ys;
};

/// The words around a plot.
struct CurveLabels {
  std::string title = "Training", x = "step", y = "loss";
};

/// Whether long series are drawn by their running means, as measurements are, or as they are.
enum class Trace { smoothed, exact };

namespace curve {

/// What one pixel column of a plot has to show of a series.
struct Column {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  double sum = 0;
  std::size_t count = 0;
  bool broken = false;  // a value that is not finite fell here

  void add(double value, Range range) {
    if (!std::isfinite(value)) {
      broken = true;
      return;
    }
    value = std::clamp(value, range.low, range.high);  // what is cut off bends no mean
    low = std::min(low, value);
    high = std::max(high, value);
    sum += value;
    ++count;
  }
};

/// The range of the finite x values.
inline Range x_range(const std::vector<Series>& series) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  Range range{inf, -inf};
  for (const Series& line : series) {
    for (double x : line.xs) {
      if (!std::isfinite(x)) continue;
      range = {std::min(range.low, x), std::max(range.high, x)};
    }
  }
  return range.low > range.high ? Range{} : widened(range);
}

/// What a plot shows of values: a range, and how many lie beyond it.
struct View {
  Range range{};
  std::size_t outside = 0;

  /// Says how many, after the name of an axis.
  std::string label(const std::string& axis) const {
    if (outside == 0) return axis;
    const std::string words =
        std::to_string(outside) + (outside == 1 ? " point" : " points") + " outside";
    return axis.empty() ? words : axis + " (" + words + ")";
  }
};

/// The range of most values, which does not follow those of the first steps: of measurements it
/// reaches beyond the middle four fifths of every series by at most 1.5 of their width, so that it
/// holds all of a series that only scatters. Some air is around it.
inline View y_view(const std::vector<Series>& series, Trace trace) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  Range range{inf, -inf};
  std::vector<double> all;
  for (const Series& line : series) {
    std::vector<double> sorted;
    for (double y : line.ys) {
      if (std::isfinite(y)) sorted.push_back(y);
    }
    if (sorted.empty()) continue;
    std::sort(sorted.begin(), sorted.end());
    all.insert(all.end(), sorted.begin(), sorted.end());
    const std::size_t tenth = sorted.size() / 10;
    const double low = sorted[tenth], high = sorted[sorted.size() - 1 - tenth];
    // What hardly ever changes has no scale of its own.
    const bool bounded = trace == Trace::smoothed && high > low;
    const double reach = bounded ? 1.5 * (high - low) : inf;
    range = {std::min(range.low, std::max(sorted.front(), low - reach)),
             std::max(range.high, std::min(sorted.back(), high + reach))};
  }
  if (range.low > range.high) return {};
  range = widened(range);
  const double air = 0.06 * (range.high - range.low);
  range = {range.low - air, range.high + air};
  const auto outside = std::count_if(all.begin(), all.end(),
                                     [&](double y) { return y < range.low || y > range.high; });
  return {range, static_cast<std::size_t>(outside)};
}

/// The series by pixel column, cut off at the ends of the range y.
inline std::vector<Column> columns(const Series& line, Range x, Range y, std::size_t width) {
  std::vector<Column> result(width);
  for (std::size_t i = 0; i < line.xs.size(); ++i) {
    const double part = (line.xs[i] - x.low) / (x.high - x.low);
    if (!(part >= 0 && part <= 1)) continue;  // an x that is not finite
    const auto column = static_cast<std::size_t>(part * static_cast<double>(width - 1) + 0.5);
    result[column].add(line.ys[i], y);
  }
  return result;
}

/// The mean of the values within `reach` columns of `column`, near ones weighing more; NaN where
/// there is none.
inline double smoothed(const std::vector<Column>& columns, std::size_t column, std::size_t reach) {
  const std::size_t first = column > reach ? column - reach : 0;
  const std::size_t last = std::min(column + reach, columns.size() - 1);
  double sum = 0, count = 0;
  for (std::size_t i = first; i <= last; ++i) {
    const auto weight = static_cast<double>(reach + 1 - (i > column ? i - column : column - i));
    sum += weight * columns[i].sum;
    count += weight * static_cast<double>(columns[i].count);
  }
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

/// What is drawn of a series: first every series' spread, then the means over all of them.
enum class Layer { spread, mean };

/// Draws one series: its least and greatest values pale; the running mean, and a red tick at the
/// foot where a value is not finite.
inline void draw(Canvas& canvas, const Axes& axes, const Series& line, Range x, Range y,
                 Colour colour, Layer layer, Trace trace) {
  const Box& box = axes.box();
  const std::vector<Column> columns =
      curve::columns(line, x, y, static_cast<std::size_t>(box.right - box.left));
  const std::size_t filled = static_cast<std::size_t>(
      std::count_if(columns.begin(), columns.end(), [](const Column& c) { return c.count > 0; }));
  constexpr std::size_t few = 30;  // columns: so short a series is shown as it is
  const bool smooth = trace == Trace::smoothed && filled > few;
  const std::size_t reach = smooth ? columns.size() / 50 : 0;
  const auto place = [&](std::size_t column, double value) {
    Point p = axes.place(x.low, value);
    p.x = box.left + static_cast<double>(column) + 0.5;
    return p;
  };
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<Point> band, mean, broken;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].broken) {
      const double at = place(i, y.low).x;
      broken.insert(broken.end(), {{at, box.bottom}, {at, box.bottom - 12}, {nan, nan}});
      band.push_back({nan, nan});
      mean.push_back({nan, nan});
    }
    if (columns[i].count == 0) continue;
    band.push_back(place(i, columns[i].low));
    band.push_back(place(i, columns[i].high));
    mean.push_back(place(i, smoothed(columns, i, reach)));
  }
  if (layer == Layer::mean) {
    canvas.stroke(mean, 2, colour);
    canvas.stroke(broken, 1.5, {220, 0, 0});
  } else if (reach > 0) {
    canvas.stroke(band, 1, colour, 0.28);
  }
}

}  // namespace curve

/// Curves over training steps, such as losses; the legend names any series with values that are
/// not finite.
///
/// Long runs are drawn by the least, greatest and mean value of each pixel column, with a running
/// mean over about 2 % of the width, and values far from all others may lie outside, which the axis
/// says (unless `trace` is exact).
///
/// Errors: ConfigError where a series has not one y for each x.
inline Image curve_picture(const std::vector<Series>& series, const CurveLabels& labels = {},
                           Trace trace = Trace::smoothed) {
  constexpr double width = 900, height = 640, left = 104, top = 84, below = 66, beside = 32;
  const Box box{left, top, width - beside, height - below};
  const Range x = curve::x_range(series);
  const curve::View view = curve::y_view(series, trace);
  const Range y = view.range;
  Canvas canvas(static_cast<std::size_t>(width), static_cast<std::size_t>(height), {255, 255, 255});
  Axes axes(canvas, box, x, y);
  axes.draw_rules();
  canvas.clip(box);
  std::vector<LegendEntry> legend;
  for (const Series& line : series) {
    if (line.xs.size() != line.ys.size()) {
      throw ConfigError("curve_picture: " + line.name,
                        std::string("one y for each of ") + std::to_string(line.xs.size()) + " x",
                        std::to_string(line.ys.size()));
    }
    const bool finite =
        std::all_of(line.ys.begin(), line.ys.end(), [](double v) { return std::isfinite(v); });
    legend.push_back(
        {finite ? line.name : line.name + " (not always finite)", line_colour(legend.size())});
  }
  for (curve::Layer layer : {curve::Layer::spread, curve::Layer::mean}) {
    for (std::size_t i = 0; i < series.size(); ++i) {
      curve::draw(canvas, axes, series[i], x, y, legend[i].colour, layer, trace);
    }
  }
  canvas.unclip();
  axes.draw_frame(labels.title, labels.x, view.label(labels.y));
  draw_legend(canvas, {left, top - 22}, legend);
  return canvas.image();
}

}  // namespace saddle::inline per_set
