// SPDX-License-Identifier: BSL-1.0
// Two point masses, p at 0 and q at theta. Their supports are disjoint unless theta = 0, so
//
//     KL(p||q) = infinity,   JSD(p, q) = log 2,   W(p, q) = |theta|:
//
// only the Wasserstein distance says which way to move. `point_masses` prints the exact values (the
// table's f of JS gives 2 JSD) and what critics find on samples, and draws the three curves; KL is
// the one that is not finite.
//
//     theta   KL exact  critic                    JSD exact  critic   W exact  critic
//       0.0          0  -0.00                        0.0000  -0.0000     0.00    0.00
//       0.5        inf  20.90 no finite estimate     0.6931  0.6931      0.50    0.50
//
// The C++ idea: infinity is no special case. `exact::histogram` adds q f(p/q) with the limit
// p f'(infinity) where q is 0, and IEEE arithmetic does the rest.
#include <saddle/divergence/exact.hpp>
#include <saddle/io/png.hpp>
#include <saddle/metric/estimate/estimate.hpp>
#include <saddle/saddle.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <string>

using namespace saddle;

int main() {
  using JSD = WeightedJensenShannon<0.5>;
  const EstimateConfig brief{.steps = 1'000, .batch = 64};
  std::puts("theta   KL exact  critic                    JSD exact  critic   W exact  critic");
  for (double theta : {-1.0, -0.5, 0.0, 0.5, 1.0}) {
    const bool apart = theta != 0;
    const std::array<double, 2> p{1, 0}, q{apart ? 0.0 : 1.0, apart ? 1.0 : 0.0};
    const TwoSamples samples{xt::zeros<float>({200, 1}),
                             xt::zeros<float>({200, 1}) + static_cast<float>(theta)};
    const auto kl = estimate<KL>(samples, samples, brief);
    const auto jsd = estimate<JSD>(samples, samples, brief);
    const auto w = estimate<Wasserstein>(samples, samples, brief);
    std::printf("%5.1f %10.4g  %-5.2f %-18s  %9.4f  %.4f   %7.2f  %6.2f\n", theta,
                exact::histogram<KL>(p, q), kl.value, std::string(sentence(kl.verdict())).c_str(),
                exact::histogram<JSD>(p, q), jsd.value, std::abs(theta), w.value);
  }

  Series kl{"KL", {}, {}}, jsd{"JSD", {}, {}}, w{"W", {}, {}};
  for (int i = -11; i <= 11; ++i) {  // two of them just beside 0, where JSD jumps
    const double size = std::abs(i) == 1 ? 0.003 : (std::abs(i) - 1) / 10.0;
    const double theta = i == 0 ? 0 : std::copysign(size, i);
    for (Series* curve : {&kl, &jsd, &w}) curve->xs.push_back(theta);
    kl.ys.push_back(i == 0 ? 0 : exact::disjoint<KL>());
    jsd.ys.push_back(i == 0 ? 0 : exact::disjoint<JSD>());
    w.ys.push_back(std::abs(theta));
  }
  write_png("point_masses.png",
            curve_picture({kl, jsd, w}, {"Point masses at 0 and theta", "theta", "distance"}));
}
