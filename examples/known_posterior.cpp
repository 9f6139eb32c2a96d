// SPDX-License-Identifier: BSL-1.0
// The theory of BiGAN where all of it is known. Of two normal distributions on a line and a normal
// code z the only monotone maps that carry one law into the other are
//
//   z = +-Phi^-1(F(x)),  F the mixture's distribution function,
//
// so an optimal encoder E is one of the two, whichever the generator G took, and G(E(x)) = x.
// Prints the distances from both, with seeds 1 to 3, and paints the codes of seed 1,
// known_posterior.png. Expected, in the data's deviation and in probability:
//
//     seed 1: median |G(E(x)) - x| 0.0240, median |Phi(-E(x)) - F(x)| 0.0048
//     seed 2: median |G(E(x)) - x| 0.0211, median |Phi(-E(x)) - F(x)| 0.0110
//     seed 3: median |G(E(x)) - x| 0.0146, median |Phi(-E(x)) - F(x)| 0.0026
//
// The C++ idea: an experiment is a struct of three networks and a law of codes. The compiler checks
// that G takes the codes, E makes them, and the critic reads both sides of a pair.
#include <saddle/data/mixture.hpp>
#include <saddle/gan/bi_gan.hpp>
#include <saddle/metric/quality/gaussian_statistics.hpp>
#include <saddle/saddle.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <vector>

using namespace saddle;

namespace {

struct OnALine {
  using Latent = Gaussian<1>;
  struct Generator : Network<Shape<1>, Linear<32>, Tanh, Linear<32>, Tanh, Linear<1>> {};
  struct Encoder : Network<Shape<1>, Linear<32>, Tanh, Linear<32>, Tanh, Linear<1>> {};
  struct Critic : Network<Joint<Shape<1>, Shape<1>>, Concat, Linear<64>, LeakyRelu<>, Linear<64>,
                          LeakyRelu<>, Linear<1>> {};
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;
  template <class Optimizer, class Constraint>
  static constexpr Adam optimizer() {
    return {.learning_rate = 1e-3, .beta1 = 0.5, .beta2 = 0.99};
  }
};
using Inference = BiGan<NonSaturating, R1, OnALine>;

double normal_below(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

/// F(x), the share of the mixture below x.
double share_below(double x) {
  double share = 0;
  for (const auto& part : data::Mixture{}.parts) {
    share += part.weight * normal_below((x - part.mean) / part.sigma);
  }
  return share;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr std::size_t n = 2'000;
  Tensor<float, 2> x = xt::empty<float>({n, std::size_t{1}});
  data::Mixture{}.draw(x.data(), n, 99, 0);
  std::sort(x.begin(), x.end());
  const double deviation = std::sqrt(gaussian_statistics(x).covariance(0, 0));
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Inference gan{{.steps = 4'000,
                   .batch = 256,
                   .seed = seed,
                   .schedule = {.decay_from = 0.5},
                   .ema = {.decay = 0.99}}};
    fit(gan, data::Mixture{}, {.progress = nullptr});
    const Tensor<float, 2> z = gan.encode(x), again = gan.generate(z);
    const double sign = z(0, 0) < z(n - 1, 0) ? 1 : -1;  // which of the two it is
    std::vector<double> ways, gaps;
    Series exact{"exact", {}, {}}, learned{"E(x)", {}, {}}, inverse{"inverse of G", {}, {}};
    for (std::size_t i = 0; i < n; ++i) {
      const double at = double{x(i, 0)}, code = double{z(i, 0)};
      ways.push_back(std::abs(double{again(i, 0)} - at) / deviation);
      gaps.push_back(std::abs(normal_below(sign * code) - share_below(at)));
      learned.xs.push_back(at), learned.ys.push_back(normal_below(code));
      exact.xs.push_back(at), exact.ys.push_back(sign > 0 ? share_below(at) : 1 - share_below(at));
      inverse.xs.push_back(double{again(i, 0)}), inverse.ys.push_back(normal_below(code));
    }
    std::printf("seed %llu: median |G(E(x)) - x| %.4f, median |Phi(%sE(x)) - F(x)| %.4f\n",
                static_cast<unsigned long long>(seed), median(ways), sign > 0 ? "" : "-",
                median(gaps));
    if (seed > 1) continue;
    write_png(
        argc > 1 ? argv[1] : "known_posterior.png",
        curve_picture({exact, learned, inverse},
                      {.title = "Codes of a mixture", .x = "x", .y = "Phi(z)"}, Trace::exact));
  }
}
