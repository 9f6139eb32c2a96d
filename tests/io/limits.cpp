// SPDX-License-Identifier: BSL-1.0
#include "limits.hpp"

#include <ctime>
#include <vector>

namespace limits_test {

namespace {

/// Takes memory and touches it.
void take(std::size_t size) {
  std::vector<char> memory(size, 'x');
  volatile char last = memory.back();
  static_cast<void>(last);
}

}  // namespace

TEST_CASE("the limits of the attack tests are there", "[io]") {
  const auto refuse = [] { throw saddle::DataError("file", "place", "this", "that"); };
  CHECK(outcome_within_limits(refuse) == Outcome::refused);
  CHECK(outcome_within_limits([] {}) == Outcome::accepted);
  CHECK(outcome_within_limits([] { throw saddle::Error("other"); }) == Outcome::other_error);
  CHECK(outcome_within_limits([] { ::_exit(1); }) == Outcome::crashed);
  CHECK(outcome_within_limits([] { take(8'000'000); }) == Outcome::accepted);
  CHECK(outcome_within_limits([] { take(20'000'000); }) ==
        (memory_has_limits ? Outcome::out_of_memory : Outcome::accepted));
  CHECK(outcome_within_limits([&] {
          const std::clock_t begin = std::clock();
          while (std::clock() - begin < CLOCKS_PER_SEC / 10) continue;
          refuse();
        }) == Outcome::too_slow);
}

}  // namespace limits_test
