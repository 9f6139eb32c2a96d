// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/colour.hpp>
#include <saddle/picture/axes.hpp>
#include <saddle/picture/curve_picture.hpp>
#include <saddle/report/html.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace saddle::inline per_set {

namespace svg {

constexpr double width = 640, height = 300, left = 64, right = 24, top = 34, bottom = 44;

inline std::string fixed(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

inline std::string text_at(double x, double y, const char* anchor, const std::string& words) {
  return std::string("<text x=\"") + fixed(x) + "\" y=\"" + fixed(y) + "\" text-anchor=\"" +
         anchor + "\">" + html::escaped(words) + "</text>\n";
}

inline std::string line(double x1, double y1, double x2, double y2, const char* style) {
  return std::string("<path class=\"") + std::string(style) + "\" d=\"M" + fixed(x1) + " " +
         fixed(y1) + "L" + fixed(x2) + " " + fixed(y2) + "\"/>\n";
}

inline std::string colour_of(std::size_t index) {
  const Colour c = line_colour(index);
  char text[8];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", c[0], c[1], c[2]);
  return text;
}

}  // namespace svg

/// Curves as an SVG element: it scales with the page and its words are text. A value that is not
/// finite breaks its line; values far from all others may lie outside, which stands at the y axis.
///
/// Errors: ConfigError where a series has not one y for each x.
inline std::string svg_plot(const std::vector<Series>& series, const CurveLabels& labels) {
  using namespace svg;
  const Range x = curve::x_range(series);
  const curve::View view = curve::y_view(series, Trace::smoothed);
  const Range y = view.range;
  const double right_edge = width - right, foot = height - bottom;
  const auto place_x = [&](double v) {
    return left + (v - x.low) / (x.high - x.low) * (right_edge - left);
  };
  const auto place_y = [&](double v) {
    return std::clamp(foot - (v - y.low) / (y.high - y.low) * (foot - top), top - 2, foot + 2);
  };
  std::string out = std::string("<svg class=\"plot\" role=\"img\" viewBox=\"0 0 ") + fixed(width) +
                    " " + fixed(height) + "\"><title>" + html::escaped(labels.title) + "</title>\n";
  const Ticks x_marks(x, 6), y_marks(y, 5);
  for (double v : x_marks.places()) {
    out += line(place_x(v), top, place_x(v), foot, "rule");
    out += text_at(place_x(v), foot + 16, "middle", x_marks.label(v));
  }
  for (double v : y_marks.places()) {
    out += line(left, place_y(v), right_edge, place_y(v), "rule");
    out += text_at(left - 6, place_y(v) + 4, "end", y_marks.label(v));
  }
  out += text_at((left + right_edge) / 2, height - 8, "middle", labels.x);
  if (view.outside > 0) out += text_at(4, height - 8, "start", view.label(labels.y));
  double key = left;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Series& curve = series[i];
    if (curve.xs.size() != curve.ys.size()) {
      throw ConfigError("svg_plot: " + curve.name,
                        std::string("one y for each of ") + std::to_string(curve.xs.size()) + " x",
                        std::to_string(curve.ys.size()));
    }
    std::string path;
    bool pen_up = true;
    for (std::size_t k = 0; k < curve.xs.size(); ++k) {
      if (!std::isfinite(curve.xs[k]) || !std::isfinite(curve.ys[k])) {
        pen_up = true;
        continue;
      }
      path +=
          (pen_up ? "M" : "L") + fixed(place_x(curve.xs[k])) + " " + fixed(place_y(curve.ys[k]));
      pen_up = false;
    }
    const std::string colour = colour_of(i);
    out += "<path fill=\"none\" stroke-width=\"1.6\" stroke=\"" + colour + "\" d=\"" + path +
           "\"/>\n<path stroke-width=\"3\" stroke=\"" + colour + "\" d=\"M" + fixed(key) +
           " 16h18\"/>\n" + text_at(key + 24, 20, "start", curve.name);
    key += 44 + 7.2 * static_cast<double>(curve.name.size());
  }
  return out + line(left, foot, right_edge, foot, "axis") + line(left, top, left, foot, "axis") +
         "</svg>\n";
}

}  // namespace saddle::inline per_set
