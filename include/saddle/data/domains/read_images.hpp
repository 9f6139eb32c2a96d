// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/domains/picture_folder.hpp>
#include <saddle/data/npy.hpp>
#include <saddle/picture/resize.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace saddle::data {

/// Images of several places, each a folder of pictures or an NPY file (n, h, w) or (n, h, w, c), in
/// one unit: of files of bytes the largest of all says which byte is full; pictures have 255. With
/// a `side` they become squares of so many pixels. Each set has its own remarks.
///
/// Errors: DataError for samples that are no images; as `picture_folder` and `npy`.
inline std::vector<Dataset> read_images(std::span<const std::string> places, std::size_t side = 0) {
  const auto is_folder = [](const std::string& place) {
    std::error_code none;
    return std::filesystem::is_directory(place, none);
  };
  std::vector<Dataset> sets;
  int full = 0;
  for (const std::string& place : places) {
    const bool folder = is_folder(place);
    sets.push_back(folder ? picture_folder(place, side) : npy(place));
    full = std::max(full, folder ? 255 : sets.back().full.value_or(0));
    if (sets.back().shape().size() == 3) continue;
    throw DataError(place, "shape", "images, (n, h, w) or (n, h, w, c)",
                    std::string("samples of ") + shape_text(sets.back().shape()));
  }
  for (std::size_t i = 0; i < sets.size(); ++i) {
    Dataset& set = sets[i];
    if (set.full && *set.full < full) {
      set = npy(places[i], {}, full);
      set.remarks.push_back(std::string("bytes 0 to ") + std::to_string(full) +
                            " became -1 to 1, as those of the other sets");
    }
    if (side == 0 || is_folder(places[i])) continue;
    const std::vector<std::size_t>& shape = set.shape();
    Tensor<float, 4> images =
        Tensor<float, 4>::from_shape({set.rows(), shape[0], shape[1], shape[2]});
    std::ranges::copy(set.values(), images.begin());
    Dataset squares(set.name, centre_square(images, side));
    squares.full = set.full;
    squares.remarks = std::move(set.remarks);
    set = std::move(squares);
  }
  return sets;
}

}  // namespace saddle::data
