// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "golden.hpp"

#include <saddle/core/tensor.hpp>

#include <array>
#include <cstddef>
#include <string>

namespace saddle::test {

inline const Json& picture_goldens() {
  static const Json all = read_goldens("pictures.json");
  return all;
}

/// Images of the goldens, in [-1, 1]. Shapes: (n, h, w, c).
inline Tensor<double, 4> golden_pictures(const std::string& name) {
  auto pictures = Tensor<double, 4>::from_shape(
      picture_goldens().at("shape").get<std::array<std::size_t, 4>>());
  const auto values = picture_goldens().at(name).get<std::vector<double>>();
  std::copy(values.begin(), values.end(), pictures.begin());
  return pictures;
}

/// The same pictures in another range. Shapes: (n, h, w, c).
inline Tensor<double, 4> moved(Tensor<double, 4> pictures, double factor, double shift) {
  for (double& value : pictures) value = factor * value + shift;
  return pictures;
}

/// The largest difference between a number for each picture and the golden one.
inline double error_of_golden(const Tensor<double, 1>& found, const std::string& name) {
  const Json& expected = picture_goldens().at(name);
  double error = found.size() == expected.size() ? 0 : 1;
  for (std::size_t i = 0; i < found.size(); ++i) {
    error = std::max(error, std::abs(found(i) - expected[i].get<double>()));
  }
  return error;
}

}  // namespace saddle::test
