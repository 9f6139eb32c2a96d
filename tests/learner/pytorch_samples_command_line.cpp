// SPDX-License-Identifier: BSL-1.0
#include "learner/pytorch_samples.hpp"

namespace pytorch_samples_command_line_test {

TEST_CASE("model.py: PyTorch makes the samples that saddle makes: generators of the command line",
          "[nn][long]") {
  pytorch::check_samples([](auto visit) { pytorch::for_each_of_command_line(visit); });
}

}  // namespace pytorch_samples_command_line_test
