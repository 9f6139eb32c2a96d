// SPDX-License-Identifier: BSL-1.0
#include "learner/pytorch_samples.hpp"

namespace pytorch_samples_from_codes_test {

TEST_CASE("model.py: PyTorch makes the samples that saddle makes: the zoo's generators from codes",
          "[nn][long]") {
  pytorch::check_samples([](auto visit) { pytorch::for_each_from_codes(visit); });
}

}  // namespace pytorch_samples_from_codes_test
