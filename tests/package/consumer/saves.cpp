// SPDX-License-Identifier: BSL-1.0
#include "experiment.hpp"

#include <cmath>

int main() {
  mine::Trainer gan{{.batch = 16, .critic_steps = 1, .seed = 7}};
  saddle::fit(gan, mine::Circle{}, {.steps = 20}, saddle::Checkpoints{"run/deep", 10},
              saddle::StatsLog{"run/stats.jsonl", 5});
  const saddle::Tensor<float, 4> grey(std::array<std::size_t, 4>{2, 8, 8, 1}, 0.0F);
  saddle::write_png("run/samples.png", grey);
  return std::isfinite(gan.divergence(gan.sample(16)).value) ? 0 : 1;
}
