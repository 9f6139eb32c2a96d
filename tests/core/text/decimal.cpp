// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/text/decimal.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace decimal_test {

using namespace saddle;

TEST_CASE("number_in: a number nearer to 0 than any double is 0, with its sign", "[core]") {
  const std::string zeros(400, '0');
  for (const std::string& text :
       {std::string("1e-400"), std::string("12345e-410"), "0." + zeros + "1", "1" + zeros + "e-800",
        std::string("1e-99999999999999999999"), std::string("0.0e999999"), std::string("4e-330"),
        std::string("0.001e-9223372036854775808")}) {
    CAPTURE(text);
    CHECK(number_in<double>(text) == 0.0);
    CHECK(std::signbit(number_in<double>("-" + text).value()));
  }
  CHECK(number_in<double>("5e-324") == std::numeric_limits<double>::denorm_min());
}

TEST_CASE("number_in: a number further from 0 than any double is infinite", "[core]") {
  const std::string zeros(400, '0');
  constexpr double inf = std::numeric_limits<double>::infinity();
  for (const std::string& text :
       {std::string("1e400"), std::string("1E+309"), "1" + zeros, "0." + zeros + "1e900",
        std::string("2e99999999999999999999"), std::string("100e9223372036854775807")}) {
    CAPTURE(text);
    CHECK(number_in<double>(text) == inf);
    CHECK(number_in<double>("-" + text) == -inf);
  }
}

TEST_CASE("number_in: a text that is no number, or no whole one of the type, is none", "[core]") {
  for (const char* text : {"", "x", "1e-400x", "1 ", " 1", "1e", "--1", "0x10"}) {
    CAPTURE(text);
    CHECK_FALSE(number_in<double>(text));
  }
  for (const char* text : {"-1", "1.5", "18446744073709551616", "1e3", "+1"}) {
    CAPTURE(text);
    CHECK_FALSE(number_in<std::uint64_t>(text));
  }
  CHECK(number_in<std::uint64_t>("18446744073709551615") ==
        std::numeric_limits<std::uint64_t>::max());
}

}  // namespace decimal_test
