// SPDX-License-Identifier: BSL-1.0
// A unit of a program, compiled twice: for any machine (UNIT=anywhere) and for one instruction set
// (UNIT=elsewhere). It goes through what computes: trainers, readers, pictures, the progress line;
// or with TRAINERS_ONLY through what a compiler keeps apart that does not know CWG 2061.
#include <saddle/saddle.hpp>

#include <string>

using namespace saddle;

namespace {

template <class Trainer>
double trained(const auto& source) {
  typename Trainer::Config config;
  config.batch = 32;
  Trainer gan{config};
  for (int i = 0; i < 3; ++i) gan.step(source);
  const auto samples = gan.sample(64);
  return gan.divergence(samples).value + static_cast<double>(gan.features(samples)(0, 0));
}

}  // namespace

double UNIT(const std::string& folder) {
  double sum = trained<Gan<FDivergence<Pearson>, WeightClip>>(data::Ring{});
  if (folder.empty()) return sum;
#if !defined(TRAINERS_ONLY)
  sum += trained<Gan<Wasserstein, GradientPenalty>>(data::idx(folder + "/points"));
#if __has_include(<png.h>)
  write_png(folder + "/grid.png", grid(Tensor<float, 4>({4, 8, 8, 1}, 0.0F)));
#endif
  sum += static_cast<double>((to_string(config()) + Progress::line({})).size());
#endif
  return sum;
}
