// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle {

inline namespace per_set {

/// One tensor of a safetensors file.
struct StoredTensor {
  std::string name;
  std::string dtype;                 // "F32", "F64", "I64", ...
  std::vector<std::size_t> shape;    // row-major
  std::uint64_t begin = 0, end = 0;  // its bytes within the file's data

  /// How many numbers it holds.
  std::size_t size() const {
    std::size_t product = 1;
    for (std::size_t extent : shape) product *= extent;
    return product;
  }
};

/// The number types of the format and their bytes.
inline constexpr std::array<std::pair<std::string_view, std::size_t>, 18> stored_types{{
    {"F64", 8},
    {"F32", 4},
    {"F16", 2},
    {"BF16", 2},
    {"I64", 8},
    {"I32", 4},
    {"I16", 2},
    {"I8", 1},
    {"U64", 8},
    {"U32", 4},
    {"U16", 2},
    {"U8", 1},
    {"C64", 8},
    {"F8_E5M2", 1},
    {"F8_E4M3", 1},
    {"F8_E5M2FNUZ", 1},
    {"F8_E4M3FNUZ", 1},
    {"BOOL", 1},
}};

/// Bytes of one number of the type; 0 for a type the format does not have.
constexpr std::size_t stored_type_bytes(std::string_view dtype) {
  const auto* const row = std::find_if(stored_types.begin(), stored_types.end(),
                                       [&](const auto& type) { return type.first == dtype; });
  return row == stored_types.end() ? 0 : row->second;
}

}  // namespace per_set

namespace detail {

constexpr std::string_view stored_type_name(float) { return "F32"; }
constexpr std::string_view stored_type_name(double) { return "F64"; }
constexpr std::string_view stored_type_name(std::int64_t) { return "I64"; }
constexpr std::string_view stored_type_name(std::uint64_t) { return "U64"; }
constexpr std::string_view stored_type_name(std::uint8_t) { return "U8"; }

}  // namespace detail

inline namespace per_set {

/// The format's name of T: float, double, std::int64_t, std::uint64_t or std::uint8_t.
template <class T>
inline constexpr std::string_view stored_type = detail::stored_type_name(T{});

}  // namespace per_set

}  // namespace saddle
