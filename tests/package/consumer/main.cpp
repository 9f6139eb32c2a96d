// SPDX-License-Identifier: BSL-1.0
#include <saddle/saddle.hpp>

#include <cmath>
#include <cstdio>

int main() {
  using namespace saddle;
  Gan<FDivergence<Pearson>, WeightClip> gan{{.batch = 32, .critic_steps = 1}};
  const data::Ring ring;
  for (int i = 0; i < 5; ++i) gan.step(ring);
  const auto samples = gan.sample(100);  // (100, 2)
  double square = 0;
  for (float value : samples) square += static_cast<double>(value * value);
  std::printf("%zu samples, mean square %g\n", samples.shape(0), square / 200);
  return std::isfinite(square) && square > 0 ? 0 : 1;
}
