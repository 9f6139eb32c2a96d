// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/source.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// A data source chosen at run time.
struct AnySource {
  std::string name;
  std::vector<std::size_t> sample_shape;
  std::function<void(float*, std::size_t, std::uint64_t, std::uint64_t)> fill;

  // Known modes, where the data is a mixture of points around centres.
  std::optional<saddle::Tensor<double, 2>> modes{};
  double sigma = 0;
  // How many times the model's usual number of steps this data takes.
  std::uint64_t difficulty = 1;

  const std::vector<std::size_t>& shape() const { return sample_shape; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    fill(out, n, seed, position);
  }
};
static_assert(saddle::data::Source<AnySource>);

/// ring, grid, or the path of an IDX file of images.
///
/// Errors: ConfigError for another word, DataError for a file that is none.
AnySource open_source(const std::string& data);
