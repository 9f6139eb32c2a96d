// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/picture/canvas.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <numbers>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// An interval of numbers along an axis.
struct Range {
  double low = 0, high = 1;
};

/// The range itself, or one around it that can be divided where it is (nearly) a single number.
inline Range widened(Range range) {
  const double size = std::max(std::abs(range.low), std::abs(range.high));
  constexpr double least = 1e-6;  // of the size
  if (range.high - range.low > least * size) return range;
  const double half = std::max(0.5, least * size);
  return {range.low - half, range.high + half};
}

/// Where a column of the points lies, with a fifth more on either side. Shapes: points (n,
/// columns).
template <class Points>
Range range_of(const Points& points, std::size_t column) {
  Range range{points(0, column), points(0, column)};
  for (std::size_t i = 0; i < points.shape(0); ++i) {
    range.low = std::min<double>(range.low, points(i, column));
    range.high = std::max<double>(range.high, points(i, column));
  }
  const double least = 1e-6 * std::max(1.0, std::abs(range.high));  // where all are equal
  const double margin = 0.2 * std::max(range.high - range.low, least);
  return {range.low - margin, range.high + margin};
}

/// Round numbers that divide a range, and the text of each.
class Ticks {
 public:
  /// At most `most` steps of 1, 2 or 5 times a power of ten.
  Ticks(Range range, double most) {
    const double least = (range.high - range.low) / most;
    if (!std::isfinite(least)) return;  // wider than numbers go
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    const double ratio = least / power;
    const double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    decimals_ = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
    constexpr double slack = 1e-9;
    const double first = std::ceil(range.low / step - slack);
    const double last = std::floor(range.high / step + slack);
    for (double k = first; k <= last; ++k) places_.push_back(k * step + 0.0);
  }

  const std::vector<double>& places() const { return places_; }

  /// The number as it stands beside a tick: plain, or with an exponent where that is shorter.
  std::string label(double value) const {
    char text[64];
    const bool plain = decimals_ <= 4 && std::abs(value) < 1e7;
    std::snprintf(text, sizeof text, plain ? "%.*f" : "%.*g", plain ? decimals_ : 4, value);
    std::string number = text;
    if (plain && std::abs(value) >= 1e3) {
      const std::size_t digits = value < 0 ? 1 : 0;
      for (std::size_t i = std::min(number.find('.'), number.size()); i > digits + 3;) {
        number.insert(i -= 3, 1, ',');
      }
    }
    return number;
  }

 private:
  std::vector<double> places_;
  int decimals_ = 0;
};

/// The frame of a plot: it maps numbers to the pixels of `box` and draws what surrounds them.
class Axes {
 public:
  Axes(Canvas& canvas, const Box& box, Range x, Range y)
      : canvas_(canvas), box_(box), x_(x), y_(y) {}

  static constexpr Colour ink{40, 44, 52}, faint{226, 229, 233};
  static constexpr double number_size = 8.5, label_size = 10, title_size = 13;  // pixels

  const Box& box() const { return box_; }

  /// The place of a pair of numbers on the canvas.
  Point place(double x, double y) const {
    return {box_.left + (x - x_.low) / (x_.high - x_.low) * (box_.right - box_.left),
            box_.bottom - (y - y_.low) / (y_.high - y_.low) * (box_.bottom - box_.top)};
  }

  /// Draws pale lines at the ticks: to be called before the data.
  void draw_rules() {
    const Ticks x_marks = x_ticks(), y_marks = y_ticks();
    for (double x : x_marks.places()) rule({place(x, y_.low), place(x, y_.high)});
    for (double y : y_marks.places()) rule({place(x_.low, y), place(x_.high, y)});
  }

  /// Draws the frame, the ticks and their numbers, the labels and the title.
  void draw_frame(const std::string& title, const std::string& x_label,
                  const std::string& y_label) {
    const Ticks x_marks = x_ticks(), y_marks = y_ticks();
    double widest = 0;
    for (double x : x_marks.places()) {
      const Point p = snapped(place(x, y_.low));
      line({{p.x, p.y}, {p.x, p.y + tick}});
      canvas_.text({p.x, p.y + tick + 6 + number_size}, x_marks.label(x), number_size, ink,
                   Align::centre);
    }
    for (double y : y_marks.places()) {
      const Point p = snapped(place(x_.low, y));
      line({{p.x - tick, p.y}, {p.x, p.y}});
      const std::string number = y_marks.label(y);
      widest = std::max(widest, Canvas::text_width(number, number_size));
      canvas_.text({p.x - tick - 5, p.y + number_size / 2}, number, number_size, ink, Align::right);
    }
    const Point low = snapped({box_.left, box_.bottom}), high = snapped({box_.right, box_.top});
    line({low, {high.x, low.y}, high, {low.x, high.y}, low});
    const double middle_x = (box_.left + box_.right) / 2, middle_y = (box_.top + box_.bottom) / 2;
    canvas_.text({middle_x, box_.bottom + tick + number_size + label_size + 20}, x_label,
                 label_size, ink, Align::centre);
    canvas_.text({box_.left - tick - widest - 20, middle_y}, y_label, label_size, ink,
                 Align::centre, Direction::up);
    canvas_.text({box_.left, title_size + 20}, title, title_size, ink);
  }

 private:
  static constexpr double tick = 5;  // pixels

  Ticks x_ticks() const { return Ticks(x_, std::max(2.0, (box_.right - box_.left) / 80)); }
  Ticks y_ticks() const { return Ticks(y_, std::max(2.0, (box_.bottom - box_.top) / 50)); }

  /// The centre of the pixel that holds `p`: a thin line through it stays sharp.
  static Point snapped(Point p) { return {std::floor(p.x) + 0.5, std::floor(p.y) + 0.5}; }

  void rule(std::vector<Point> points) {
    for (Point& p : points) p = snapped(p);
    canvas_.stroke(points, 1, faint);
  }
  void line(const std::vector<Point>& points) { canvas_.stroke(points, 1, ink); }

  Canvas& canvas_;
  Box box_;
  Range x_, y_;
};

/// Draws a ring around a place, with dark rims.
inline void draw_ring(Canvas& canvas, Point centre, Colour colour) {
  constexpr int corners = 16;
  constexpr double radius = 3;  // pixels
  std::vector<Point> circle;
  for (int i = 0; i <= corners; ++i) {
    const double angle = 2 * std::numbers::pi * i / corners;
    circle.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
  }
  canvas.stroke(circle, 3, Axes::ink, 0.8);
  canvas.stroke(circle, 1.4, colour);
}

/// One entry of a legend: its mark in `colour` before `name`.
struct LegendEntry {
  enum class Mark { line, spot, ring };

  std::string name;
  Colour colour;
  Mark mark = Mark::line;
};

/// Draws a legend as one row that starts at `left` and is centred on the height `y`.
inline void draw_legend(Canvas& canvas, Point left, const std::vector<LegendEntry>& entries) {
  constexpr double size = Axes::label_size, sample = 22, gap = 8, between = 26;  // pixels
  for (const LegendEntry& entry : entries) {
    if (entry.mark == LegendEntry::Mark::line) {
      canvas.stroke(std::vector<Point>{left, {left.x + sample, left.y}}, 3, entry.colour);
    } else if (entry.mark == LegendEntry::Mark::ring) {
      draw_ring(canvas, {left.x + sample / 2, left.y}, entry.colour);
    } else {
      canvas.disc({left.x + sample / 2, left.y}, 5, Axes::ink);
      canvas.disc({left.x + sample / 2, left.y}, 4, entry.colour);
    }
    canvas.text({left.x + sample + gap, left.y + size / 2}, entry.name, size, Axes::ink);
    left.x += sample + gap + Canvas::text_width(entry.name, size) + between;
  }
}

}  // namespace saddle::inline per_set
