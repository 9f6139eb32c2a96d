// SPDX-License-Identifier: BSL-1.0
#include "experiment.hpp"

int main() {
  auto later = saddle::resume<mine::Trainer>("run/deep/checkpoint.safetensors");
  mine::Trainer fresh{{.batch = 16, .seed = 7}};
  saddle::load_generator(fresh, "run/deep/generator.safetensors");
  return later.report().step == 20 && later.sample(4) == fresh.sample(4) ? 0 : 1;
}
