// SPDX-License-Identifier: BSL-1.0
#include "learner/pytorch_samples.hpp"

namespace pytorch_samples_wgan_gp_test {

TEST_CASE("model.py: PyTorch makes the samples that saddle makes: WGAN-GP's generators",
          "[nn][long]") {
  pytorch::check_samples([](auto visit) { pytorch::for_each_of_wgan_gp(visit); });
}

}  // namespace pytorch_samples_wgan_gp_test
