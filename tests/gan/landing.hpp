// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "catch.hpp"

#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/data/mixture.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/divergence/normal_fit.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/f_divergence.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>

/// Where the normal distribution that a divergence is trained for lands beside two modes.
namespace landing {

using namespace saddle;

/// x = m + s z against a smooth critic.
struct Line {
  using Latent = Gaussian<1>;
  struct Generator : Network<Shape<1>, Linear<1>> {};
  struct Critic : Network<Shape<1>, Linear<32>, Softplus, Linear<32>, Softplus, Linear<1>> {};
};

/// Trains m and s from samples of the mixture and compares them with the exact optimum of D.
template <class D>
void check_landing(std::uint64_t steps, double tolerance) {
  Gan<FDivergence<D, Saturating, LogRatio>, Unconstrained, Line> gan{
      {.steps = steps,
       .batch = 256,
       .critic_steps = 5,
       .critic_warmup = 200,
       .critic_optimizer = {.learning_rate = 3e-3, .beta1 = 0.9, .beta2 = 0.99},
       .generator_optimizer = {.learning_rate = 5e-3, .beta1 = 0.5, .beta2 = 0.99},
       .ema = {.decay = 0.99}}};
  gan.generator().parameters("0.weight")(0, 0) = 1;
  gan.generator().parameters("0.bias")(0, 0) = 0;
  const data::Mixture source;
  for (std::uint64_t i = 0; i < steps; ++i) gan.step(source);
  constexpr std::size_t n = 100'000;
  double mean = 0, square = 0;
  for (float x : gan.sample(n)) {
    mean += static_cast<double>(x) / n;
    square += static_cast<double>(x) * static_cast<double>(x) / n;
  }
  const exact::Normal best = exact::fit_normal<D>({{{0.6, {-1, 0.6}}, {0.4, {2, 0.9}}}}).normal;
  CAPTURE(full_name<D>(), best.mean, best.sd);
  CHECK(std::abs(mean - best.mean) < tolerance);
  CHECK(std::abs(std::sqrt(square - mean * mean) - best.sd) < tolerance);
}

}  // namespace landing
