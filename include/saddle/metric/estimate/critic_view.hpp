// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/estimate/column_scale.hpp>
#include <saddle/metric/estimate/random_features.hpp>
#include <saddle/metric/estimate/two_samples.hpp>
#include <saddle/metric/quality/common_scale.hpp>
#include <saddle/nn/chain/elementwise.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/linear.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// A critic of samples of few numbers, up to `RandomFeatures::columns`, which it sees as those.
struct FeatureCritic
    : Network<Shape<RandomFeatures::size>, Linear<64>, Relu, Linear<64>, Relu, Linear<1>> {};

/// A critic of images and other wide samples, which sees their numbers themselves and how far each
/// is from its mean: noise changes only that, and a network of few samples would not find it.
struct WideCritic : Network<Shape<2048>, Linear<128>, Relu, Linear<64>, Relu, Linear<1>> {};

/// What a critic sees of samples: the numbers themselves, on their common scale.
template <NetworkType Critic>
class CriticView {
 public:
  static constexpr std::size_t count = 1;  ///< critics that see the samples differently

  /// Whether a longer training or more samples show all that it might find.
  static constexpr bool sees_all = true;

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

/// The numbers with their products, in which the log p/q of normal laws is linear, then features at
/// medium and at fine scales: which of these suits the samples, validation finds out.
template <>
class CriticView<FeatureCritic> {
 public:
  static constexpr std::size_t count = 3;

  static constexpr bool sees_all = true;

  /// Errors: ConfigError for samples of more numbers than `RandomFeatures` takes.
  CriticView(const TwoSamples& training, std::uint64_t seed) : scale_(training) {
    for (const RandomFeatures::Scales& scales :
         {RandomFeatures::Scales{1, 2, 4, 8}, {1, 4, 16, 48}}) {
      features_.emplace_back(scale_.size(), scales, seed);
    }
  }

  Tensor<float, 2> operator()(std::size_t which, const Tensor<float, 2>& x) const {
    const Tensor<float, 2> scaled = scale_(x);
    return which == 0 ? with_products(scaled) : features_[which - 1](scaled);
  }

 private:
  /// Every number times every other where all these fit, else its square; the rest are 0.
  static Tensor<float, 2> with_products(const Tensor<float, 2>& x) {
    constexpr std::size_t size = FeatureCritic::Input::size;
    static_assert(2 * RandomFeatures::columns <= size);
    const std::size_t width = x.shape(1);
    const bool all = width + width * (width + 1) / 2 <= size;
    Tensor<float, 2> result = xt::zeros<float>({x.shape(0), size});
    for (std::size_t i = 0; i < x.shape(0); ++i) {
      float* to = std::copy_n(&x(i, 0), width, &result(i, 0));
      for (std::size_t a = 0; a < width; ++a) {
        for (std::size_t b = a; b < (all ? width : a + 1); ++b) *to++ = x(i, a) * x(i, b);
      }
    }
    return result;
  }

  ColumnScale scale_;
  std::vector<RandomFeatures> features_;
};

/// The numbers and behind them their magnitudes, both filled up with zeros. Where there are more
/// than fit, each has its place by chance, where it is added or subtracted, its magnitude added.
///
/// Source: Weinberger et al. 2009 (the hashing trick).
template <>
class CriticView<WideCritic> {
 public:
  static constexpr std::size_t count = 1;

  /// Among so many numbers there may always be a difference that no such network finds.
  static constexpr bool sees_all = false;

  CriticView(const TwoSamples& training, std::uint64_t seed) : scale_(training) {
    const random::Draw draw{.seed = seed, .stream = random::Stream::evaluation};
    for (std::size_t k = 0; k < scale_.size(); ++k) {
      const bool fits = scale_.size() <= places;
      place_.push_back(fits ? k : random::index(random::word(draw, k, 0), std::uint32_t{places}));
      sign_.push_back(fits || random::word(draw, k, 1) % 2 == 0 ? 1.0F : -1.0F);
    }
  }

  Tensor<float, 2> operator()(std::size_t /*which*/, const Tensor<float, 2>& x) const {
    const Tensor<float, 2> scaled = scale_(x);
    Tensor<float, 2> result = xt::zeros<float>({x.shape(0), 2 * places});
    parallel::for_each(x.shape(0), [&](std::size_t i) {
      for (std::size_t k = 0; k < place_.size(); ++k) {
        result(i, place_[k]) += sign_[k] * scaled(i, k);
        result(i, places + place_[k]) += std::abs(scaled(i, k));
      }
    });
    return result;
  }

 private:
  static constexpr std::size_t places = WideCritic::Input::size / 2;

  ColumnScale scale_;
  std::vector<std::size_t> place_;
  std::vector<float> sign_;
};

}  // namespace saddle::inline per_set
