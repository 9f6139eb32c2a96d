// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/source.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace saddle::data {

/// What is done to images as they are drawn.
struct Augmentation {
  bool flips = true;      ///< left and right change places, in half of the draws
  std::size_t shift = 0;  ///< moved by at most so many pixels each way; the edge is repeated
};

/// A source of images that are flipped and shifted by chance whenever they are drawn; labels stay.
///
/// What happens to an image depends on seed and position alone, so that both sides of `Paired`
/// sources, augmented alike, stay pairs.
template <Source S>
class Augmented {
 public:
  std::string name;

  /// Errors: ConfigError for samples that are no images, or a shift as large as one.
  explicit Augmented(S source, Augmentation augmentation = {})
      : name(source.name), source_(std::move(source)), augmentation_(augmentation) {
    const auto extents = source_.shape();
    if (extents.size() != 3) {
      throw ConfigError(name + ": shape of a sample to flip and shift", "(h, w, c)",
                        shape_text(extents));
    }
    if (augmentation_.shift >= std::min(extents[0], extents[1])) {
      throw ConfigError(name + ": shift", "less than an image",
                        std::to_string(augmentation_.shift));
    }
  }

  decltype(auto) shape() const { return source_.shape(); }
  std::size_t classes() const
    requires LabelledSource<S>
  {
    return source_.classes();
  }

  /// Shapes: out (n, h, w, c).
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    source_.draw(out, n, seed, position);
    const auto& extents = shape();
    const Image size{extents[0], extents[1], extents[2]};
    for (std::size_t i = 0; i < n; ++i, ++position) {
      const random::Draw draw{.seed = seed,
                              .time = static_cast<std::uint32_t>(position >> 32),
                              .stream = random::Stream::augmentation};
      const random::Block chance = random::block(draw, 0, position);
      T* const image = out + i * size.height * size.width * size.channels;
      if (augmentation_.flips && chance[0] % 2 == 1) flip(image, size);
      if (augmentation_.shift == 0) continue;
      const auto places = static_cast<std::uint32_t>(2 * augmentation_.shift + 1);
      shift_rows(image, size, random::index(chance[1], places));
      shift_columns(image, size, random::index(chance[2], places));
    }
  }

  /// The labels of the samples that `draw` writes for the same seed and position. Shapes: out (n).
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const
    requires LabelledSource<S>
  {
    source_.draw_labels(out, n, seed, position);
  }

 private:
  struct Image {
    std::size_t height, width, channels;
  };

  template <class T>
  static void flip(T* image, Image size) {
    for (std::size_t y = 0; y < size.height; ++y, image += size.width * size.channels) {
      for (std::size_t left = 0, right = size.width - 1; left < right; ++left, --right) {
        std::swap_ranges(image + left * size.channels, image + (left + 1) * size.channels,
                         image + right * size.channels);
      }
    }
  }

  /// Moves `count` blocks of `size` numbers by `by - shift` places; the last one repeats.
  template <class T>
  void shift_blocks(T* blocks, std::size_t count, std::size_t size, std::size_t by) const {
    const std::size_t shift = augmentation_.shift;
    if (by == shift) return;
    if (by > shift) {
      const std::size_t down = by - shift;
      std::copy_backward(blocks, blocks + (count - down) * size, blocks + count * size);
      for (std::size_t i = 1; i < down; ++i) std::copy_n(blocks, size, blocks + i * size);
    } else {
      const std::size_t up = shift - by;
      std::copy(blocks + up * size, blocks + count * size, blocks);
      const T* const last = blocks + (count - 1) * size;
      for (std::size_t i = count - up; i + 1 < count; ++i) {
        std::copy_n(last, size, blocks + i * size);
      }
    }
  }
  template <class T>
  void shift_rows(T* image, Image size, std::size_t by) const {
    shift_blocks(image, size.height, size.width * size.channels, by);
  }
  template <class T>
  void shift_columns(T* image, Image size, std::size_t by) const {
    for (std::size_t y = 0; y < size.height; ++y) {
      shift_blocks(image + y * size.width * size.channels, size.width, size.channels, by);
    }
  }

  S source_;
  Augmentation augmentation_;
};

}  // namespace saddle::data
