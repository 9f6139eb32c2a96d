// SPDX-License-Identifier: BSL-1.0
// Mode covering against mode seeking: the normal distribution q = N(m, s^2) that is nearest to a
// mixture p of two,
//
//     argmin over m, s of D_f(p||q),   p = 0.6 N(-1, 0.6^2) + 0.4 N(2, 0.9^2).
//
// `covering_and_seeking` finds it exactly, by quadrature; draws the alpha family from seeking
// (alpha = -1 drops a mode) to covering (alpha = 3); trains a generator x = m + s z against an MLP
// critic with six divergences; and, as the f-GAN paper does, evaluates each of those models with
// every divergence. Expected, to the digits shown for the exact fits:
//
//     divergence         m        s    D(p||q)      adversarial  m        s
//     kl            0.2000   1.6432     0.2301             0.2117   1.6331
//     rkl           0.5152   1.5022     0.3186             0.5222   1.5059
//     ...
//     neyman       -0.9338   0.6568     0.6003
//
// The C++ idea: `Gan<FDivergence<D, Saturating, LogRatio>, Unconstrained, Line>` is a trainer per
// divergence, made from a list of types; the two nested loops over lists make the matrix.
#include <saddle/divergence/normal_fit.hpp>
#include <saddle/io/png.hpp>
#include <saddle/saddle.hpp>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

using namespace saddle;
using exact::Normal;

namespace {

const exact::NormalMixture mixture{{{0.6, {-1, 0.6}}, {0.4, {2, 0.9}}}};

struct Line {  // x = m + s z
  using Latent = Gaussian<1>;
  struct Generator : Network<Shape<1>, Linear<1>> {};
  struct Critic : Network<Shape<1>, Linear<32>, Softplus, Linear<32>, Softplus, Linear<1>> {};
};

/// Trains m and s from samples alone.
template <Divergence D>
Normal adversarial_fit(std::uint64_t seed) {
  Gan<FDivergence<D, Saturating, LogRatio>, Unconstrained, Line> gan{
      {.steps = 2'500,
       .batch = 256,
       .critic_steps = 5,
       .critic_warmup = 200,
       .seed = seed,
       .critic_optimizer = {.learning_rate = 3e-3, .beta1 = 0.9, .beta2 = 0.99},
       .generator_optimizer = {.learning_rate = 5e-3, .beta1 = 0.5, .beta2 = 0.99},
       .ema = {.decay = 0.99}}};
  gan.generator().parameters("0.weight")(0, 0) = 1;
  gan.generator().parameters("0.bias")(0, 0) = 0;
  fit(gan, data::Mixture{}, {.progress = nullptr});
  constexpr std::size_t n = 100'000;
  double mean = 0, square = 0;
  for (float x : gan.sample(n)) mean += x / double{n}, square += double{x} * x / double{n};
  return {mean, std::sqrt(square - mean * mean)};
}

Series density(const std::string& name, auto log_density) {
  Series curve{name, {}, {}};
  for (double x = -4; x <= 6; x += 0.01) {
    curve.xs.push_back(x);
    curve.ys.push_back(std::exp(log_density(x)));
  }
  return curve;
}

template <Divergence D>
Series density_of_fit(const std::string& name) {
  return density(name,
                 [q = exact::fit_normal<D>(mixture).normal](double x) { return q.log_density(x); });
}

}  // namespace

int main() {
  using Trained = types<KL, ReverseKL, Jeffrey, JensenShannon, SquaredHellinger, Pearson>;
  std::vector<Normal> models;
  std::puts("divergence         m        s    D(p||q)      adversarial  m        s");
  const auto print_exact = []<class D>(std::type_identity<D>) {
    const exact::NormalFit best = exact::fit_normal<D>(mixture);
    std::printf("%-10s  %8.4f %8.4f %10.4f", full_name<D>().c_str(), best.normal.mean,
                best.normal.sd, best.divergence);
  };
  for_each(Trained{}, [&]<class D>(std::type_identity<D> type) {
    print_exact(type);
    models.push_back(adversarial_fit<D>(1));
    std::printf("           %8.4f %8.4f\n", models.back().mean, models.back().sd);
  });
  using Others =
      types<TotalVariation, WeightedJensenShannon<0.3>, Neyman, Alpha<-1>, Alpha<0.5>, Alpha<3>>;
  for_each(Others{}, [&](auto type) {
    print_exact(type);
    std::puts("");
  });

  std::printf("\nD(p||q) of every model (row: trained with) by every divergence (column)\n%-10s",
              "");
  for_each(Trained{},
           []<class D>(std::type_identity<D>) { std::printf(" %9s", full_name<D>().c_str()); });
  auto model = models.begin();
  for_each(Trained{}, [&]<class Row>(std::type_identity<Row>) {
    std::printf("\n%-10s", full_name<Row>().c_str());
    for_each(Trained{}, [&]<class Column>(std::type_identity<Column>) {
      std::printf(" %9.4f", exact::divergence<Column>(mixture, *model));
    });
    ++model;
  });
  std::puts("");

  write_png("covering_and_seeking.png",
            curve_picture({density("p", [](double x) { return mixture.log_density(x); }),
                           density_of_fit<Alpha<-1>>("alpha -1"), density_of_fit<ReverseKL>("0"),
                           density_of_fit<Alpha<0.5>>("0.5"), density_of_fit<KL>("1"),
                           density_of_fit<Alpha<3>>("3")},
                          {"From seeking to covering: alpha", "x", "density"}));
}
