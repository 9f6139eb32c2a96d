// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/source.hpp>
#include <saddle/picture/stroke_font.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace saddle::data {

/// The ten digits as a pen would draw them: labelled grey images that need no file.
///
/// Every image has its own form (two for each digit), size, proportions, slant, rotation, place,
/// bend and width of the pen, all uniform and continuous: hardly two images are alike.
///
/// Shapes: (28, 28, 1).
/// Units:  -1 is the ground, 1 is ink; the edge of a stroke is one pixel wide.
/// Cost:   a few microseconds an image on one core.
class Glyphs {
 public:
  static constexpr std::string_view name = "glyphs";
  static constexpr std::size_t side = 28;

  static constexpr std::array<std::size_t, 3> shape() { return {side, side, 1}; }
  static constexpr std::size_t classes() { return digits; }

  /// Shapes: out (n, 28, 28, 1).
  template <class T, class Arch = simd::Arch>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for_each_stretch(n, seed, position, [&](const Stretch& stretch) {
      std::uint32_t choices[choice_count * longest_stretch];
      random::words<Arch>(choices, stretch.first, stretch.count, choice_count, stretch.draw(1));
      float hand[hand_size * longest_stretch];
      random::uniform<float, Arch>(hand, stretch.first, stretch.count, hand_size, stretch.draw(0));
      for (std::size_t i = 0; i < stretch.count; ++i) {
        const std::uint32_t* const choice = choices + choice_count * i;
        const auto& digit = forms()[random::index(choice[0], digits)];
        write<T, Arch>(out + (stretch.offset + i) * side * side,
                       digit[random::index(choice[1], form_count)], Hand(hand + hand_size * i));
      }
    });
  }

  /// The digits of the images that `draw` writes for the same seed and position.
  ///
  /// Shapes: out (n).
  template <class Arch = simd::Arch>
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for_each_stretch(n, seed, position, [&](const Stretch& stretch) {
      std::uint32_t choices[choice_count * longest_stretch];
      random::words<Arch>(choices, stretch.first, stretch.count, choice_count, stretch.draw(1));
      for (std::size_t i = 0; i < stretch.count; ++i) {
        out[stretch.offset + i] =
            static_cast<int>(random::index(choices[choice_count * i], digits));
      }
    });
  }

 private:
  static constexpr std::size_t digits = 10;
  static constexpr std::size_t choice_count = 2;  // digit, form
  static constexpr std::size_t form_count = 2;
  static constexpr std::size_t hand_size = 11;

  /// A corner of a stroke; x and y lie within [-1, 1], y upwards.
  struct Corner {
    float x, y;
    bool begins;  // a new stroke
  };
  using Form = std::vector<Corner>;

  /// The digits as strokes in the notation of the stroke font, on a grid of 16 x 16: x from 4 to c,
  /// y from 2 to e.
  static constexpr std::array<std::array<std::string_view, form_count>, digits> strokes = {{
      {"~8e4e42c2ce8e", "~9e3e42c1de8d"},
      {"5b8e82", "5b8e82 52b2"},
      {"~4b4ecec942 42c2", "~4b4ecec74243 ~4375a2c3"},
      {"~4c4ebeb878 ~78c8c24244", "4ece79 ~79c9c24244"},
      {"a2ae36d6", "5e46c6 aba2"},
      {"be5e59 ~596acac24244", "~be7e5e59 ~59cac24244"},
      {"~be4c42c2c95945", "~9e4a42c2c95945"},
      {"4ece72", "4ece72 68c8"},
      {"~88585ebeb888 ~884842c2c888", "~bcae5e59c7c24247b9bc"},
      {"~52c4ce4e47b7cb", "~cbce4e47b7cb cba2"},
  }};

  static const std::array<std::array<Form, form_count>, digits>& forms() {
    static const auto traced = [] {
      std::array<std::array<Form, form_count>, digits> result;
      for (std::size_t digit = 0; digit < digits; ++digit) {
        for (std::size_t form = 0; form < form_count; ++form) {
          result[digit][form] = traced_form(strokes[digit][form]);
        }
      }
      return result;
    }();
    return traced;
  }

  static Form traced_form(std::string_view strokes_of_form) {
    constexpr float middle = 8, half_height = 6;
    Form form;
    for (std::size_t at = 0; at < strokes_of_form.size();) {
      const std::size_t end = std::min(strokes_of_form.find(' ', at), strokes_of_form.size());
      bool begins = true;
      for (const Point& p : stroke_font::trace(strokes_of_form.substr(at, end - at))) {
        form.push_back({(static_cast<float>(p.x) - middle) / half_height,
                        (static_cast<float>(p.y) - middle) / half_height, begins});
        begins = false;
      }
      at = end + 1;
    }
    return form;
  }

  /// How one image is written: where a form's corner lies, in pixels, and the pen's half width.
  struct Hand {
    float half_width;

    explicit Hand(const float* u) {
      const auto between = [&u](float low, float high) { return low + (high - low) * *u++; };
      half_width = between(0.7F, 1.6F);
      const float height = between(7.8F, 10.2F), width = height * between(0.75F, 1.15F);
      const float slant = between(-0.1F, 0.35F);
      const float angle = between(-0.17F, 0.17F);
      for (float& b : bend_) b = between(-0.14F, 0.14F);
      const float cosine = std::cos(angle), sine = std::sin(angle);
      // Slant first, then size, then rotation; rows count downwards.
      xx_ = cosine * width;
      xy_ = cosine * width * slant - sine * height;
      yx_ = -sine * width;
      yy_ = -sine * width * slant - cosine * height;
      constexpr float middle = (side - 1) / 2.0F;
      x_ = middle + between(-1.3F, 1.3F);
      y_ = middle + between(-1.3F, 1.3F);
    }

    Point place(const Corner& c) const {
      const float x = c.x + bend_[0] * c.y * c.y + bend_[1] * c.x * c.y;
      const float y = c.y + bend_[2] * c.x * c.y;
      return {x_ + xx_ * x + xy_ * y, y_ + yx_ * x + yy_ * y};
    }

   private:
    std::array<float, 3> bend_;
    float xx_, xy_, yx_, yy_, x_, y_;
  };

  /// For each pixel the squared distance to the nearest stroke; pixels far from all keep `far`.
  template <class Arch>
  class DistanceField {
   public:
    static constexpr std::size_t stride =
        side + simd::width<float, Arch>;  // a register past the end
    static constexpr float far = 1e6F;

    DistanceField() { nearest_.fill(far); }

    const float* row(std::size_t y) const { return nearest_.data() + y * stride; }

    /// Adds the segment from a to b, for pixels within `reach` of it.
    void add(Point a, Point b, float reach) {
      using B = simd::Batch<float, Arch>;
      const float ax = static_cast<float>(a.x), ay = static_cast<float>(a.y);
      const float ex = static_cast<float>(b.x) - ax, ey = static_cast<float>(b.y) - ay;
      const float square = ex * ex + ey * ey;
      const float scale = square > 0 ? 1 / square : 0;
      const Span rows = pixels(std::min(ay, ay + ey) - reach, std::max(ay, ay + ey) + reach);
      const Span columns = pixels(std::min(ax, ax + ex) - reach, std::max(ax, ax + ex) + reach);
      const B zero(0.0F), one(1.0F), along_x(ex), along_y(ey);
      const B lanes = simd::load<Arch>(lane_numbers.data());
      for (std::size_t y = rows.begin; y < rows.end; ++y) {
        const B dy(static_cast<float>(y) - ay);
        for (std::size_t x = columns.begin; x < columns.end; x += simd::width<float, Arch>) {
          const B dx = B(static_cast<float>(x) - ax) + lanes;
          B t = (dx * along_x + dy * along_y) * B(scale);  // how far along the segment
          t = simd::choose(t < zero, zero, simd::choose(t > one, one, t));
          const B away_x = dx - t * along_x, away_y = dy - t * along_y;
          const B distance = away_x * away_x + away_y * away_y;
          float* const pixel = nearest_.data() + y * stride + x;
          const B before = simd::load<Arch>(pixel);
          simd::store(pixel, simd::choose(distance < before, distance, before));
        }
      }
    }

   private:
    struct Span {
      std::size_t begin, end;
    };

    /// The pixels whose centres lie between two places.
    static Span pixels(float low, float high) {
      const auto clamped = [](float place) {
        return static_cast<std::size_t>(std::clamp(place, 0.0F, static_cast<float>(side)));
      };
      return {clamped(std::ceil(low)), clamped(std::floor(high) + 1)};
    }

    static constexpr std::array<float, simd::width<float, Arch>> lane_numbers = [] {
      std::array<float, simd::width<float, Arch>> numbers{};
      for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<float>(i);
      return numbers;
    }();

    std::array<float, side * stride> nearest_;
  };

  template <class T, class Arch>
  static void write(T* out, const Form& form, const Hand& hand) {
    using B = simd::Batch<float, Arch>;
    const float reach = hand.half_width + 0.5F;
    DistanceField<Arch> field;
    Point last;
    for (const Corner& corner : form) {
      const Point place = hand.place(corner);
      if (!corner.begins) field.add(last, place, reach);
      last = place;
    }
    const B zero(0.0F), one(1.0F);
    std::array<float, DistanceField<Arch>::stride> row;
    for (std::size_t y = 0; y < side; ++y) {
      for (std::size_t x = 0; x < side; x += simd::width<float, Arch>) {
        const B distance = simd::square_root(simd::load<Arch>(field.row(y) + x));
        B ink = B(reach) - distance;
        ink = simd::choose(ink < zero, zero, simd::choose(ink > one, one, ink));
        simd::store(row.data() + x, ink + ink - one);
      }
      std::copy_n(row.begin(), side, out + y * side);
    }
  }
};
static_assert(LabelledSource<Glyphs>);

}  // namespace saddle::data
