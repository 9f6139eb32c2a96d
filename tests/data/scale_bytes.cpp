// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/scale_bytes.hpp>

#include <vector>

namespace scale_bytes_test {

using namespace saddle;

TEST_CASE("the largest byte says what is full", "[data]") {
  const auto full = [](std::vector<unsigned char> bytes) { return data::full_byte(bytes); };
  CHECK(full({}) == 1);
  CHECK(full({0, 1}) == 1);
  CHECK(full({0, 2}) == 16);
  CHECK(full({16, 3}) == 16);
  CHECK(full({17}) == 255);
  CHECK(data::full_remark(16) == "bytes 0 to 16 became -1 to 1, as the largest byte suggests");
}

TEST_CASE("bytes become numbers from -1 to 1", "[data]") {
  const std::vector<unsigned char> bytes{0, 8, 16, 12};
  std::vector<float> numbers(4);
  data::scale_bytes("digits", bytes, 16, numbers.data());
  CHECK(numbers == std::vector<float>{-1, 0, 1, 0.5F});
  CHECK_THROWS_WITH(data::scale_bytes("digits", bytes, 12, numbers.data()),
                    Catch::Contains("digits") && Catch::Contains("value 2") &&
                        Catch::Contains("at most 12") && Catch::Contains("16"));
}

}  // namespace scale_bytes_test
