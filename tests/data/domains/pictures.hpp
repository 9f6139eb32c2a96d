// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "temporary_folder.hpp"

#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/io/png.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// Writes a picture of one value, and the folder in which it lies.
inline void paint(const TemporaryFolder& folder, const std::string& name, std::uint8_t value,
                  const std::array<std::size_t, 3>& shape) {
  std::filesystem::create_directories(std::filesystem::path(folder / name).parent_path());
  saddle::write_png(folder / name, saddle::Tensor<std::uint8_t, 3>(shape, value));
}

/// The bytes of the first pixels.
inline std::vector<int> bytes(const saddle::data::Dataset& set) {
  std::vector<int> found;
  for (std::size_t i = 0; i < set.rows(); ++i) {
    found.push_back(static_cast<int>(std::lround((set.values()(i, 0) + 1) * 127.5)));
  }
  return found;
}
