// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/feature_order.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace saddle {

/// Dotted path of a parameter, such as "0.weight", usable at compile time.
class ParameterPath {
 public:
  constexpr ParameterPath() = default;

  /// The path one level down.
  constexpr ParameterPath operator/(std::string_view name) const {
    ParameterPath path = *this;
    if (path.length_ > 0) path.append(".");
    path.append(name);
    return path;
  }
  constexpr ParameterPath operator/(std::size_t index) const {
    std::array<char, 20> digits{};
    std::size_t first = digits.size();
    do {
      digits[--first] = static_cast<char>('0' + index % 10);
      index /= 10;
    } while (index > 0);
    return *this / std::string_view(digits.data() + first, digits.size() - first);
  }

  constexpr std::string_view view() const { return {text_.data(), length_}; }

 private:
  constexpr void append(std::string_view piece) {
    for (char letter : piece) text_.at(length_++) = letter;
  }

  std::array<char, 96> text_{};
  std::size_t length_ = 0;
};

/// How a block is filled before training.
struct Fill {
  enum class Kind { constant, uniform, normal, column_norms };
  Kind kind = Kind::constant;
  double center = 0;
  double spread = 0;     // half width of the uniform, standard deviation of the normal
  std::size_t from = 0;  // of column norms: where the matrix starts in the flat buffer,
  std::size_t rows = 0;  // before this block, and its rows

  static constexpr Fill constant(double value) { return {Kind::constant, value, 0}; }
  static constexpr Fill uniform(double bound) { return {Kind::uniform, 0, bound}; }
  static constexpr Fill normal(double center, double deviation) {
    return {Kind::normal, center, deviation};
  }
  static constexpr Fill column_norms(std::size_t from, std::size_t rows) {
    return {Kind::column_norms, 0, 0, from, rows};
  }
};

/// One named parameter (or one running statistic) in a flat buffer, as a (rows, columns) matrix.
///
/// The rows of a convolution's weight are (kernel, kernel, channels).
struct ParameterBlock {
  enum class Kind { weight, bias, gain, shift, magnitude, statistic };
  ParameterPath path;
  Kind kind;
  std::size_t offset;
  std::size_t rows;     // inputs of a weight; 1 for a vector
  std::size_t columns;  // outputs
  Fill fill;
  std::size_t kernel = 0;               // of a convolution; 0: a matrix or a vector
  std::array<std::size_t, 3> pixels{};  // rows, columns ... of numbers for each channel and pixel
  FeatureOrder inputs{}, outputs{};     // of a matrix's rows; of its columns, or of a vector

  constexpr std::size_t size() const { return rows * columns; }
};

}  // namespace saddle
