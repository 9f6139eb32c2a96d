// SPDX-License-Identifier: BSL-1.0
#include "learner/pytorch_samples.hpp"

namespace pytorch_samples_from_images_test {

TEST_CASE("model.py: PyTorch makes the samples that saddle makes: the zoo's generators from images",
          "[nn][long]") {
  pytorch::check_samples([](auto visit) { pytorch::for_each_from_images(visit); });
}

}  // namespace pytorch_samples_from_images_test
