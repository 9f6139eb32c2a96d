// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>

/// What golden/make_quality_goldens.py wrote; tests run in the folder tests/.
inline const nlohmann::json& quality_goldens() {
  static const nlohmann::json all = nlohmann::json::parse(std::ifstream("golden/quality.json"));
  return all;
}

/// A list of the goldens as rows of `columns` numbers.
template <class T>
saddle::Tensor<T, 2> golden_rows(const std::string& name, std::size_t columns) {
  const auto& values = quality_goldens().at(name);
  auto rows = saddle::Tensor<T, 2>::from_shape({values.size() / columns, columns});
  std::transform(values.begin(), values.end(), rows.begin(),
                 [](const auto& value) { return static_cast<T>(value.template get<double>()); });
  return rows;
}

template <class T>
saddle::Tensor<T, 2> golden_real() {
  return golden_rows<T>("real", quality_goldens().at("d").get<std::size_t>());
}
template <class T>
saddle::Tensor<T, 2> golden_fake() {
  return golden_rows<T>("fake", quality_goldens().at("d").get<std::size_t>());
}

/// Standard normal numbers, times `scale` and moved by `shift`.
template <class T>
saddle::Tensor<T, 2> normal_rows(std::size_t n, std::size_t d, std::uint64_t seed, double scale = 1,
                                 double shift = 0) {
  auto rows = saddle::Tensor<T, 2>::from_shape({n, d});
  saddle::random::normal(rows.data(), 0, n, d,
                         {.seed = seed, .stream = saddle::random::Stream::user});
  for (T& x : rows) x = static_cast<T>(shift + scale * static_cast<double>(x));
  return rows;
}

/// The first rows.
template <class T>
saddle::Tensor<T, 2> first_rows(const saddle::Tensor<T, 2>& rows, std::size_t n) {
  auto first = saddle::Tensor<T, 2>::from_shape({n, rows.shape(1)});
  std::copy_n(rows.data(), first.size(), first.data());
  return first;
}
