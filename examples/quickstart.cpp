// SPDX-License-Identifier: BSL-1.0
#include <saddle/saddle.hpp>
using namespace saddle;

int main() {
  Gan<FDivergence<Pearson>, WeightClip> gan;  // the third argument is defaulted: the 2-D ring
  const data::Ring ring;
  const FitResult run = fit(gan, ring, {.steps = 8'000});
  const auto modes = count_modes(gan.sample(10'000), ring.modes(), ring.sigma);
  std::printf("%.0f s, bound %.3f, %zu of %zu modes, %.0f %% of the samples near one\n",
              run.seconds, gan.report()["bound"], modes.modes, modes.modes_total,
              100 * modes.high_quality);
}
