// SPDX-License-Identifier: BSL-1.0
#include "learner/pytorch_samples.hpp"

namespace pytorch_samples_of_features_test {

TEST_CASE("model.py: PyTorch makes the samples that saddle makes: layers of features",
          "[nn][long]") {
  pytorch::check_samples([](auto visit) { pytorch::for_each_of_features(visit); });
}

}  // namespace pytorch_samples_of_features_test
