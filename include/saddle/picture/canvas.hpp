// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/io/colour.hpp>
#include <saddle/io/image.hpp>
#include <saddle/picture/stroke_font.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace saddle::inline per_set {

/// Where a text lies relative to its anchor.
enum class Align { left, centre, right };

/// Which way a text runs.
enum class Direction { right, up };

/// A rectangle of a picture.
///
/// Units: pixels, y pointing down.
struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
};

/// A picture to draw on with smooth edges; what lies outside of the clip box is not drawn.
///
/// Units: pixels; (0, 0) is the upper left corner of the upper left pixel.
class Canvas {
 public:
  Canvas(std::size_t width, std::size_t height, Colour ground)
      : image_(xt::empty<std::uint8_t>({height, width, std::size_t{3}})) {
    unclip();
    fill(clip_, ground);
  }

  const Image& image() const { return image_; }

  /// Restricts all that follows to `box`.
  void clip(const Box& box) {
    clip_ = {std::max(box.left, 0.0), std::max(box.top, 0.0), std::min(box.right, width()),
             std::min(box.bottom, height())};
  }
  void unclip() { clip_ = {0, 0, width(), height()}; }

  /// Lays `colour` over the pixel at column x, row y.
  void blend(std::size_t x, std::size_t y, Colour colour, double opacity) {
    std::uint8_t* pixel = &image_(y, x, 0);
    const Colour mixed = mix({pixel[0], pixel[1], pixel[2]}, colour, opacity);
    std::copy(mixed.begin(), mixed.end(), pixel);
  }

  /// Fills the pixels whose centres lie in `box`.
  void fill(const Box& box, Colour colour, double opacity = 1) {
    const Pixels area = pixels(box);
    for (std::size_t y = area.top; y < area.bottom; ++y) {
      for (std::size_t x = area.left; x < area.right; ++x) blend(x, y, colour, opacity);
    }
  }

  /// Draws a round spot.
  void disc(Point centre, double radius, Colour colour, double opacity = 1) {
    stroke(std::span(&centre, 1), 2 * radius, colour, opacity);
  }

  /// Draws a line of `width` through `points`, with round corners and ends; a point that is not
  /// finite interrupts it.
  ///
  /// Where the line crosses itself a translucent colour is laid on once.
  void stroke(std::span<const Point> points, double width, Colour colour, double opacity = 1) {
    const double reach = width / 2 + 1;
    Box bounds{clip_.right, clip_.bottom, clip_.left, clip_.top};
    for (const Point& p : points) {
      if (!finite(p)) continue;
      bounds = {std::min(bounds.left, p.x - reach), std::min(bounds.top, p.y - reach),
                std::max(bounds.right, p.x + reach), std::max(bounds.bottom, p.y + reach)};
    }
    const Pixels area = pixels(bounds);
    if (area.left >= area.right || area.top >= area.bottom) return;
    const std::size_t columns = area.right - area.left;
    std::vector<float> coverage(columns * (area.bottom - area.top));
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Point a = points[i],
                  b = i + 1 < points.size() && finite(points[i + 1]) ? points[i + 1] : a;
      if (!finite(a)) continue;
      const Pixels near = pixels({std::min(a.x, b.x) - reach, std::min(a.y, b.y) - reach,
                                  std::max(a.x, b.x) + reach, std::max(a.y, b.y) + reach});
      const double edge = width / 2 + 0.5;
      for (std::size_t y = near.top; y < near.bottom; ++y) {
        for (std::size_t x = near.left; x < near.right; ++x) {
          const double square = squared_distance(centre(x, y), a, b);
          if (square >= edge * edge) continue;
          const double inside = edge - std::sqrt(square);
          float& cover = coverage[(y - area.top) * columns + x - area.left];
          // A line thinner than a pixel is paler rather than thinner.
          const double full = std::min(width, 1.0);
          cover = std::max(cover, static_cast<float>(std::min(inside, full)));
        }
      }
    }
    for (std::size_t y = area.top; y < area.bottom; ++y) {
      for (std::size_t x = area.left; x < area.right; ++x) {
        const float cover = coverage[(y - area.top) * columns + x - area.left];
        if (cover > 0) blend(x, y, colour, opacity * static_cast<double>(cover));
      }
    }
  }

  /// The length of a line of text whose capitals are `size` pixels high.
  static double text_width(std::string_view text, double size) {
    double units = text.empty() ? 0 : -stroke_font::gap;
    for (char c : text) units += stroke_font::width(c) + stroke_font::gap;
    return units * size / stroke_font::cap_height;
  }

  /// Writes one line of ASCII with capitals of `size` pixels, its baseline through `anchor`.
  void text(Point anchor, std::string_view text, double size, Colour colour,
            Align align = Align::left, Direction direction = Direction::right) {
    const double unit = size / stroke_font::cap_height;
    const double length = text_width(text, size);
    double along = align == Align::left ? 0 : align == Align::centre ? -length / 2 : -length;
    for (char c : text) {
      std::string_view strokes = stroke_font::glyph(c);
      while (!strokes.empty()) {
        const std::size_t end = std::min(strokes.find(' '), strokes.size());
        std::vector<Point> points = stroke_font::trace(strokes.substr(0, end));
        for (Point& p : points) {
          const double x = along + p.x * unit, y = (p.y - stroke_font::baseline) * unit;
          p = direction == Direction::right ? Point{anchor.x + x, anchor.y - y}
                                            : Point{anchor.x - y, anchor.y - x};
        }
        stroke(points, std::max(1.0, pen * size), colour);
        strokes.remove_prefix(std::min(end + 1, strokes.size()));
      }
      along += (stroke_font::width(c) + stroke_font::gap) * unit;
    }
  }

 private:
  struct Pixels {
    std::size_t left, top, right, bottom;
  };

  static constexpr double pen = 0.14;  // thickness of letters relative to their height

  double width() const { return static_cast<double>(image_.shape(1)); }
  double height() const { return static_cast<double>(image_.shape(0)); }

  static bool finite(Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }
  static Point centre(std::size_t x, std::size_t y) {
    return {static_cast<double>(x) + 0.5, static_cast<double>(y) + 0.5};
  }

  /// The pixels whose centres lie in `box` and in the clip box.
  Pixels pixels(const Box& box) const {
    const auto index = [](double v, double low, double high) {
      return static_cast<std::size_t>(std::ceil(std::clamp(v, low, std::max(low, high)) - 0.5));
    };
    return {index(box.left, clip_.left, clip_.right), index(box.top, clip_.top, clip_.bottom),
            index(box.right, clip_.left, clip_.right), index(box.bottom, clip_.top, clip_.bottom)};
  }

  static double squared_distance(Point p, Point a, Point b) {
    const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    const double along = (p.x - a.x) * dx + (p.y - a.y) * dy;
    const double t = square > 0 ? std::clamp(along / square, 0.0, 1.0) : 0.0;
    const double x = p.x - a.x - t * dx, y = p.y - a.y - t * dy;
    return x * x + y * y;
  }

  Image image_;  // (h, w, 3)
  Box clip_;
};

}  // namespace saddle::inline per_set
