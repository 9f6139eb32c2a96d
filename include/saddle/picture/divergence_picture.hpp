// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/divergence/conjugate.hpp>
#include <saddle/divergence/exact.hpp>
#include <saddle/divergence/log_ratio.hpp>
#include <saddle/io/colour.hpp>
#include <saddle/io/image.hpp>
#include <saddle/picture/axes.hpp>
#include <saddle/picture/canvas.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// f*(t): the divergence's own, or found numerically from f.
template <Divergence D>
double conjugate_of(double t) {
  if constexpr (HasTableForm<D>) {
    return D::conjugate(t);
  } else {
    return exact::conjugate([](double u) { return D::f(u); }, t);
  }
}

/// The bound that the critic T = f'((p/q)^stretch) gives of D_f(N(0, 1)||N(1, 1)): tight at 1.
template <Divergence D>
double stretched_bound(double stretch) {
  constexpr exact::Normal p{0, 1}, q{1, 1};
  constexpr int intervals = 2'000;
  constexpr double low = -10, high = 11;
  double sum = 0;
  for (int i = 0; i <= intervals; ++i) {
    const double x = low + (high - low) * i / intervals;
    const double log_p = p.log_density(x), log_q = q.log_density(x);
    const double v = stretch * (log_p - log_q);
    sum += std::exp(log_p) * LogRatio::activation<D>(v) -
           std::exp(log_q) * LogRatio::conjugate_of_activation<D>(v);
  }
  return sum * (high - low) / intervals;
}

/// One panel of a row of plots: a frame, and lines and spots inside it.
class Panel {
 public:
  Panel(Canvas& canvas, const Box& box, Range x, Range y)
      : canvas_(canvas), axes_(canvas, box, x, y), x_(x), y_(y) {
    axes_.draw_rules();
  }

  /// Draws y(x) over the whole width.
  template <class Y>
  void curve(Y y, double width, Colour colour) {
    constexpr int points = 400;
    std::vector<Point> line;
    const double reach = y_.high - y_.low;  // a line may leave the plot, not run far beyond it
    for (int i = 0; i <= points; ++i) {
      const double x = x_.low + (x_.high - x_.low) * i / points, value = y(x);
      const double nan = std::numeric_limits<double>::quiet_NaN();
      if (!std::isfinite(value)) line.push_back({nan, nan});
      else line.push_back(axes_.place(x, std::clamp(value, y_.low - reach, y_.high + reach)));
    }
    canvas_.clip(axes_.box());
    canvas_.stroke(line, width, colour);
    canvas_.unclip();
  }

  void spot(double x, double y, Colour colour) {
    canvas_.clip(axes_.box());
    canvas_.disc(axes_.place(x, y), 5, colour);
    canvas_.unclip();
  }

  void frame(const std::string& title, const std::string& x, const std::string& y) {
    axes_.draw_frame(title, x, y);
  }

 private:
  Canvas& canvas_;
  Axes axes_;
  Range x_, y_;
};

/// A divergence in three plots: f with tangents, whose height at u = 0 is -f*(slope); f* with the
/// same slopes marked; and the bound of critics that are too flat or too steep, below the exact
/// value.
template <Divergence D>
Image divergence_picture(const std::string& name = full_name<D>()) {
  constexpr double width = 1'500, height = 520, top = 64, bottom = 456;
  constexpr std::array<double, 3> touches{0.4, 1, 2.2};  // density ratios u
  Canvas canvas(static_cast<std::size_t>(width), static_cast<std::size_t>(height), {255, 255, 255});
  const auto box = [&](int panel) {
    return Box{84 + 500.0 * panel, top, 476 + 500.0 * panel, bottom};
  };
  const auto f = [](double u) { return D::f(u); };
  const auto slope = [](double u) { return derivative_of<D>(u); };
  const auto range_of = [](auto y, Range x) {
    double low = infinity, high = -infinity;
    for (int i = 0; i <= 200; ++i) {
      const double value = y(x.low + (x.high - x.low) * i / 200);
      if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
    }
    const Range range = widened({low, high});
    const double air = 0.12 * (range.high - range.low);
    return Range{range.low - air, range.high + air};
  };

  const Range ratios{0, 3.2};
  Range heights = range_of(f, {0.12, ratios.high});
  const double air = 0.05 * (heights.high - heights.low);
  for (double u : touches) {
    const double at_zero = f(u) - u * slope(u);
    heights = {std::min(heights.low, at_zero - air), std::max(heights.high, at_zero + air)};
  }
  Panel left(canvas, box(0), ratios, heights);
  for (std::size_t i = 0; i < touches.size(); ++i) {
    const double u = touches[i], t = slope(u);
    left.curve([&](double x) { return f(u) + t * (x - u); }, 1.5, line_colour(i + 1));
  }
  left.curve(f, 3, line_colour(0));
  for (std::size_t i = 0; i < touches.size(); ++i) {
    left.spot(touches[i], f(touches[i]), line_colour(i + 1));
  }
  left.frame(name + ": f and tangents", "density ratio u = p/q", "f(u)");

  const double first = slope(touches.front()), last = slope(touches.back());
  const double more = 0.6 * std::max(last - first, 0.5);
  Range slopes{first - more, last + more};
  if constexpr (HasTableForm<D>) {
    slopes.high = std::min(slopes.high, D::conjugate_domain.high + 0.1 * more);
  }
  Panel middle(canvas, box(1), slopes, range_of(conjugate_of<D>, {slopes.low, last + 0.05 * more}));
  middle.curve(conjugate_of<D>, 3, line_colour(0));
  for (std::size_t i = 0; i < touches.size(); ++i) {
    const double t = slope(touches[i]);
    middle.spot(t, conjugate_of<D>(t), line_colour(i + 1));
  }
  middle.frame("f*, the same slopes marked", "critic value t", "f*(t)");

  const double value = stretched_bound<D>(1), excess = std::abs(value - at_one<D>);
  Panel right(canvas, box(2), {0, 2}, {value - 1.5 * excess, value + 0.3 * excess});
  right.curve([&](double) { return value; }, 1.5, Axes::ink);
  right.curve(stretched_bound<D>, 3, line_colour(0));
  right.spot(1, value, line_colour(2));
  right.frame("bound by T = f'((p/q)^a)", "stretch a", "E_p T - E_q f*(T)");
  return canvas.image();
}

}  // namespace saddle::inline per_set
