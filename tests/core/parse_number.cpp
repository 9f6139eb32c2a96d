// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/parse_number.hpp>

#include <cstdint>

using saddle::parse_number;

TEST_CASE("a number is the whole of its text") {
  CHECK(parse_number<double>("0.25") == 0.25);
  CHECK(parse_number<double>("-1e-3") == -1e-3);
  CHECK(parse_number<std::uint64_t>("18446744073709551615") == UINT64_MAX);
  for (const char* text : {"", " 1", "+1", "1 ", "1x", "0x10", "1,5", "1e999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number<double>(text));
  }
  for (const char* text : {"", "-1", "1.5", "18446744073709551616"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number<std::uint64_t>(text));
  }
}
