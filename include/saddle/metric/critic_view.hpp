// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/column_scale.hpp>
#include <saddle/metric/common_scale.hpp>
#include <saddle/metric/random_features.hpp>
#include <saddle/metric/two_samples.hpp>
#include <saddle/nn/elementwise.hpp>
#include <saddle/nn/linear.hpp>
#include <saddle/nn/network.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// A critic of samples with any number of columns, which sees them as `RandomFeatures`.
struct FeatureCritic
    : Network<Shape<RandomFeatures::size>, Linear<128>, Relu, Linear<128>, Relu, Linear<1>> {};

/// What a critic sees of samples: the numbers themselves, on their common scale.
template <NetworkType Critic>
class CriticView {
 public:
  static constexpr std::size_t count = 1;  ///< critics that see the samples differently

  /// Whether it sees all that samples of `width` numbers have.
  static constexpr bool sees_all(std::size_t /*width*/) { return true; }

  /// Errors: ConfigError for samples of another size than the critic's input.
  CriticView(const TwoSamples& training, std::uint64_t /*seed*/) : scale_(training) {
    if (scale_.size() != Critic::Input::size) {
      throw ConfigError("samples",
                        std::to_string(Critic::Input::size) + " numbers each, as the critic takes",
                        std::to_string(scale_.size()));
    }
  }

  /// The input of critic number `which`. Shapes: x (n, size) -> (n, input size).
  Tensor<float, 2> operator()(std::size_t /*which*/, const Tensor<float, 2>& x) const {
    return scale_(x);
  }

 private:
  CommonScale scale_;
};

/// Features from coarse to fine: which of them suits the samples, validation finds out.
template <>
class CriticView<FeatureCritic> {
 public:
  static constexpr std::size_t count = 3;

  static constexpr bool sees_all(std::size_t width) { return width <= RandomFeatures::columns; }

  CriticView(const TwoSamples& training, std::uint64_t seed) : scale_(training) {
    for (const RandomFeatures::Scales& scales :
         {RandomFeatures::Scales{0.25, 0.5, 1, 2}, {1, 2, 4, 8}, {1, 4, 16, 48}}) {
      features_.emplace_back(scale_.size(), scales, seed);
    }
  }

  Tensor<float, 2> operator()(std::size_t which, const Tensor<float, 2>& x) const {
    return features_[which](scale_(x));
  }

 private:
  ColumnScale scale_;
  std::vector<RandomFeatures> features_;
};

}  // namespace saddle::inline per_set
