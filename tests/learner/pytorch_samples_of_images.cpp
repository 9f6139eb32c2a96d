// SPDX-License-Identifier: BSL-1.0
#include "learner/pytorch_samples.hpp"

namespace pytorch_samples_of_images_test {

TEST_CASE("model.py: PyTorch makes the samples that saddle makes: layers of images", "[nn][long]") {
  pytorch::check_samples([](auto visit) { pytorch::for_each_of_images(visit); });
}

}  // namespace pytorch_samples_of_images_test
