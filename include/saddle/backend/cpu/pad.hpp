// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/cpu/image/image_window.hpp>
#include <saddle/backend/geometry/convolution.hpp>

#include <array>
#include <cstddef>

namespace saddle {

namespace cpu {

/// The places of a padded axis that show one place of the image: itself, and where it is mirrored.
class Mirrors {
 public:
  Mirrors(std::size_t i, std::size_t extent, const Padding& padding)
      : places_{padding.before + i}, count_(1) {
    if (padding.border == Border::zero) return;
    if (i > 0 && i <= padding.before) places_[count_++] = padding.before - i;
    const std::size_t from_last = extent - 1 - i;
    if (from_last > 0 && from_last <= padding.after) {
      places_[count_++] = padding.before + extent - 1 + from_last;
    }
  }
  const std::size_t* begin() const { return places_.data(); }
  const std::size_t* end() const { return places_.data() + count_; }

 private:
  std::array<std::size_t, 3> places_;
  std::size_t count_;
};

}  // namespace cpu

/// Images with their border.
///
/// Shapes: x (n, g.height, g.width, g.in), out (n, g.padded_height(), g.padded_width(), g.in).
template <class T, class A>
void pad_images(BasicCpu<T, A>&, const Convolution& g, Write<BasicCpu<T, A>> out,
                Read<BasicCpu<T, A>> x, std::size_t n) {
  const cpu::ImageSource<T> source{raw(x), g.height, g.width, g.in, 0, g.in, g.padding.border};
  const std::size_t rows = g.padded_height();
  const std::size_t row_size = g.padded_width() * g.in;
  const std::ptrdiff_t before = cpu::signed_size(g.padding.before);
  cpu::for_blocks(n * rows, row_size, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      cpu::copy_window(raw(out) + row * row_size, source, row / rows,
                       {cpu::signed_size(row % rows) - before, -before, 1, g.padded_width()});
    }
  });
}

/// The transpose of `pad_images`, times a slope: dx = (the sum of `padded` over the places that
/// show a pixel) Act::slope(x). With `has_centre` the place of the pixel itself is not read: dx
/// holds that part already.
///
/// Shapes: as in `pad_images`; x like dx, or null for an identity.
template <class Act, bool has_centre = false, class T, class A>
void fold_images(BasicCpu<T, A>&, const Convolution& g, Write<BasicCpu<T, A>> dx,
                 Read<BasicCpu<T, A>> padded, Read<BasicCpu<T, A>> x, std::size_t n) {
  using B = simd::Batch<T, A>;
  cpu::for_blocks(n * g.height, g.width * g.in, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      const std::size_t image = row / g.height * g.padded_height();
      const cpu::Mirrors rows(row % g.height, g.height, g.padding);
      for (std::size_t j = 0; j < g.width; ++j) {
        const cpu::Mirrors columns(j, g.width, g.padding);
        const std::size_t pixel = (row * g.width + j) * g.in;
        const bool mirrored = rows.end() - rows.begin() > 1 || columns.end() - columns.begin() > 1;
        if (has_centre && Act::is_identity && !mirrored) continue;
        cpu::for_registers<simd::width<T, A>>(
            0, g.in, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
              B sum(T(0));
              if constexpr (has_centre) {
                const T* const centre = raw(dx) + pixel + c;
                sum = simd::load_partial<A>(centre, lanes);
              }
              for (const std::size_t& r : rows) {
                for (const std::size_t& s : columns) {
                  if (has_centre && &r == rows.begin() && &s == columns.begin()) continue;
                  const std::size_t place = ((image + r) * g.padded_width() + s) * g.in + c;
                  sum = sum + simd::load_partial<A>(raw(padded) + place, lanes);
                }
              }
              if constexpr (!Act::is_identity) {
                sum = sum * Act::slope(simd::load_partial<A>(raw(x) + pixel + c, lanes));
              }
              simd::store_partial(raw(dx) + pixel + c, sum, lanes);
            });
      }
    }
  });
}

}  // namespace saddle
