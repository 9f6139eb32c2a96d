// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/joint.hpp>
#include <saddle/nn/combine/shortcut.hpp>
#include <saddle/nn/layer/label.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/layer/row_dot.hpp>
#include <saddle/nn/norm/batch_norm.hpp>
#include <saddle/nn/norm/conditional_batch_norm.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

// The ways of a label into a network, which an experiment names. `Generator` is made of a stem,
// which turns a code into features or a small image, and blocks, before each of which the numbers
// are normalised; `Critic` of its hidden layers, which turn a sample into features.

/// The label side by side with the code, or with the numbers of the sample.
///
/// Source: Mirza and Osindero 2014.
struct ByConcatenation {
  static constexpr std::string_view name = "concatenation";
  template <class Code, std::size_t classes, class Stem, class... Blocks>
  using Generator =
      Network<Joint<Code, Shape<classes>>, Concat, Stem, Sequence<BatchNorm, Relu, Blocks>...>;
  template <class Data, std::size_t classes, class... Hidden>
  using Critic = Network<Joint<Data, Shape<classes>>, Parallel<Flatten, Identity>, Concat,
                         Hidden..., Linear<1>>;
};

/// The label as constant planes of the stem's image, or of the sample.
///
/// Source: the critics of Reed et al. 2016 and Perarnau et al. 2016.
struct ByPlanes {
  static constexpr std::string_view name = "planes";
  template <class Code, std::size_t classes, class Stem, class First, class... Blocks>
  using Generator =
      Network<Joint<Code, Shape<classes>>, Parallel<Sequence<Stem, BatchNorm, Relu>, Identity>,
              LabelPlanes, First, Sequence<BatchNorm, Relu, Blocks>...>;
  template <class Data, std::size_t classes, class... Hidden>
  using Critic = Network<Joint<Data, Shape<classes>>, LabelPlanes, Hidden..., Linear<1>>;
};

/// Gains and shifts of every BatchNorm of the generator are those of the class.
///
/// Source: Dumoulin et al. 2017; Miyato and Koyama 2018.
struct ByNorm {
  static constexpr std::string_view name = "norm";
  template <class Code, std::size_t classes, class Stem, class... Blocks>
  using Generator = Network<Joint<Code, Shape<classes>>, Parallel<Stem, Identity>,
                            CarrySecond<ConditionalBatchNorm<>, Relu, Blocks>..., Select<0>>;
};

/// The critic's score is that of its features and their inner product with the class's embedding.
///
/// Source: Miyato and Koyama 2018.
struct ByProjection {
  static constexpr std::string_view name = "projection";
  template <class Data, std::size_t classes, class... Hidden>
  using Critic =
      Network<Joint<Data, Shape<classes>>,
              Parallel<Sequence<Hidden...>,
                       Linear<Network<Data, Hidden...>::Output::size, InheritInit, false>>,
              Fork<Sequence<Select<0>, Linear<1>>, RowDot>, Add>;
};

/// The critic reads no label: a second head tells it, and the generator learns from both.
///
/// Source: Odena et al. 2017.
struct ByClassHead {
  static constexpr std::string_view name = "class-head";
  template <class Data, std::size_t classes, class... Hidden>
  using Critic = Network<Data, Hidden..., Heads<Linear<1>, Linear<classes>>>;
};

}  // namespace saddle
