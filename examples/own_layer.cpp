// SPDX-License-Identifier: BSL-1.0
// A layer of one's own in xtensor expressions: it trains, and a gradient penalty may look through
// it, because it states its curvature.
#include <saddle/saddle.hpp>

struct Swish : saddle::TensorLayer<Swish> {  // y = x / (1 + e^-x)
  static auto gate(const auto& x) { return 1 / (1 + xt::exp(-x)); }
  static auto value(const auto& x) { return x * gate(x); }
  static auto slope(const auto& x, const auto& y) { return gate(x) * (1 + x - y); }
  static auto curvature(const auto& x, const auto& y) {
    return gate(x) * (1 - gate(x)) * (2 + x - 2 * y);
  }
};

struct Experiment {
  using Latent = saddle::Gaussian<2>;
  struct Generator
      : saddle::Network<saddle::Shape<2>, saddle::Linear<32>, Swish, saddle::Linear<2>> {};
  struct Critic : saddle::Network<saddle::Shape<2>, saddle::Linear<32>, Swish, saddle::Linear<1>> {
  };
};

int main() {
  saddle::Gan<saddle::Wasserstein, saddle::GradientPenalty, Experiment> gan;
  saddle::fit(gan, saddle::data::TwoMoons{}, {.steps = 500});
  std::printf("Wasserstein estimate %.3f\n", gan.report()["bound"]);
}
