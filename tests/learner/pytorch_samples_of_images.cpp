// SPDX-License-Identifier: BSL-1.0
#include "learner/pytorch_samples.hpp"

TEST_CASE("model.py: PyTorch makes the samples that saddle makes: layers of images", "[nn][long]") {
  pytorch::check_samples([](auto visit) { pytorch::for_each_of_images(visit); });
}
