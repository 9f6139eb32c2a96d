// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/weight_clip.hpp>
#include <saddle/data/mixture.hpp>
#include <saddle/divergence/exact.hpp>
#include <saddle/divergence/pearson.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/f_divergence.hpp>

#include <cmath>

namespace bound_test {

using namespace saddle;

namespace {

/// The model is N(m, s^2) exactly: one affine map of a normal code, which is not trained.
struct OneNormal {
  using Latent = Gaussian<1>;
  struct Generator : Network<Shape<1>, Linear<1>> {};
  struct Critic : Network<Shape<1>, Linear<64>, LeakyRelu<>, Linear<64>, LeakyRelu<>, Linear<1>> {};
};

struct Pair {
  double mean, deviation, exact;  // of the model; Pearson(N(0, 1) || model)
};

}  // namespace

// Source: the closed form I_2 - 1 of the Pearson divergence of two normal distributions.
TEST_CASE("the reported bound stays below the exact divergence") {
  const auto pair = GENERATE(Pair{1, 1, std::exp(1.0) - 1}, Pair{1, 2, 0.74402634150968519},
                             Pair{0.5, 0.8, 1.9536830351591566});
  using Trainer = Gan<FDivergence<Pearson>, WeightClip, OneNormal>;
  Trainer gan{{.batch = 256,
               .constraint = {.bound = 1.0},
               .critic_optimizer = {.learning_rate = 1e-3},
               .generator_optimizer = {.learning_rate = 0}}};
  gan.generator().parameters("0.weight")(0, 0) = static_cast<float>(pair.deviation);
  gan.generator().parameters("0.bias")(0, 0) = static_cast<float>(pair.mean);

  const data::Mixture normal{.parts = {{.weight = 1, .mean = 0, .sigma = 1}}};
  auto fresh = Tensor<float, 2>::from_shape({20'000, 1});
  double best = 0;
  for (int round = 1; round <= 5; ++round) {
    for (int i = 0; i < 60; ++i) gan.step(normal);
    normal.draw(fresh.data(), fresh.shape()[0], 99, static_cast<std::uint64_t>(round) << 32);
    const Estimate bound = gan.divergence(fresh);
    CAPTURE(pair.exact, bound.value, bound.standard_error);
    CHECK(bound.value <= pair.exact + 3 * bound.standard_error);
    best = std::max(best, bound.value);
  }
  CHECK(best >= 0.6 * pair.exact);  // and it is not a bound of nothing
}

}  // namespace bound_test
