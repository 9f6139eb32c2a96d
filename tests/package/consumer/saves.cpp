// SPDX-License-Identifier: BSL-1.0
#include "experiment.hpp"

#include <cmath>

int main() {
  mine::Trainer gan{{.batch = 16, .critic_steps = 1, .seed = 7}};
  saddle::fit(gan, mine::Circle{}, {.steps = 20}, saddle::Checkpoints{"run/deep", 10},
              saddle::StatsLog{"run/stats.jsonl", 5});
  saddle::write_png("run/samples.png", saddle::Tensor<float, 4>::from_shape({2, 8, 8, 1}));
  return std::isfinite(gan.divergence(gan.sample(16)).value) ? 0 : 1;
}
