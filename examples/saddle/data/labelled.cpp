// SPDX-License-Identifier: BSL-1.0
#include "data/labelled.hpp"

#include "data/data_units.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/rows.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/data/from_file.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/data/idx.hpp>
#include <saddle/data/npy.hpp>
#include <saddle/io/file/input_file.hpp>

#include <cstdint>

namespace saddle_program {

saddle::data::Dataset open_labelled(const std::string& images, const std::string& labels,
                                    std::optional<int> full, saddle::data::FileFormat* found) {
  if (labels.empty()) {
    throw saddle::ConfigError("--labels", "the labels of " + saddle::in_quotes(images), "none");
  }
  return saddle::within_memory(images, [&] {
    saddle::InputFile file(images);
    const saddle::data::FileFormat format = saddle::data::format_of(file);
    if (found != nullptr) *found = format;
    saddle::data::Dataset set = format == saddle::data::FileFormat::npy
                                    ? saddle::data::npy(file, labels, full)
                                    : saddle::data::idx(file, labels, full);
    print_remarks(images, set);
    return set;
  });
}

Labelled all_of(const saddle::data::Dataset& set) {
  return {set.name, set.shape(), set.classes(), saddle::as_rows(set.values()), set.labels()};
}

Labelled other_glyphs(std::size_t n) {
  using saddle::data::Glyphs;
  Labelled all{"glyphs",
               {Glyphs::side, Glyphs::side, 1},
               Glyphs::classes(),
               Rows::from_shape({n, Glyphs::side * Glyphs::side}),
               saddle::Tensor<int, 1>::from_shape({n})};
  constexpr std::uint64_t seed = std::uint64_t{1} << 63;
  const Glyphs glyphs;
  glyphs.draw(all.images.data(), n, seed, 0);
  glyphs.draw_labels(all.labels.data(), n, seed, 0);
  return all;
}

}  // namespace saddle_program
