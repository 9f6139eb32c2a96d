// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/describe/field.hpp>

#include <limits>
#include <string>
#include <vector>

namespace field_test {

using namespace saddle;

namespace {

struct Inner {
  double rate = 0.5;
  bool fixed = false;
  SADDLE_DESCRIBE(Inner, rate, fixed);
};
struct Nothing {};
struct Limited {
  double share = 0.5;
  std::uint64_t size = 1;
  Inner inner{};
  SADDLE_DESCRIBE(Limited, share, size, inner);
  static constexpr Bounded bounded[] = {{"share", limits::share}, {"size", limits::size}};
};
struct Outer {
  std::uint64_t steps = 7;
  Inner inner{};
  Nothing nothing{};
  double bound = 1;
  SADDLE_DESCRIBE(Outer, steps, inner, nothing, bound);
};
struct Two {
  Inner critic{};
  Inner generator{.rate = 0.25};
  double rate_of_all = 0;
  SADDLE_DESCRIBE(Two, critic, generator, rate_of_all);
};
struct Whole {
  Inner inner{};
  double rate = 3;
  SADDLE_DESCRIBE(Whole, inner, rate);
};

}  // namespace

TEST_CASE("Field: a config's numbers by their dotted paths, in the order of its description") {
  Outer config;
  CHECK(
      describe_fields(config) ==
      Description{{"steps", "7"}, {"inner.rate", "0.5"}, {"inner.fixed", "false"}, {"bound", "1"}});
  const auto list = fields(config);
  find_field(list, "inner.rate").set("0.25");
  find_field(list, "inner.fixed").set("true");
  find_field(list, "steps").set("18446744073709551615");
  CHECK(config.inner.rate == 0.25);
  CHECK(config.inner.fixed);
  CHECK(config.steps == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("Field: a last name alone means every field that has it") {
  Two config;
  const auto list = fields(config);
  const auto paths = [&](const char* name) {
    std::string all;
    for (const Field& field : find_fields(list, name)) all += field.path() + " ";
    return all;
  };
  CHECK(paths("rate") == "critic.rate generator.rate ");
  CHECK(paths("critic.rate") == "critic.rate ");
  CHECK(paths("rate_of_all") == "rate_of_all ");
  for (const Field& field : find_fields(list, "rate")) field.set("0.125");
  CHECK((config.critic.rate == 0.125 && config.generator.rate == 0.125));
  CHECK_THROWS_WITH(find_fields(list, "ratte"), Catch::Contains("did you mean 'rate'?"));
  CHECK_THROWS_WITH(find_fields(list, "critic.rat"),
                    Catch::Contains("found 'critic.rat'; did you mean 'critic.rate'?"));
}

TEST_CASE("Field: a field of the whole config wins over the last names of its groups") {
  Whole config;
  const auto found = find_fields(fields(config), "rate");
  REQUIRE(found.size() == 1);
  CHECK(found[0].path() == "rate");
}

TEST_CASE("Field: a number's text reads back to the same bits") {
  Outer config;
  const auto list = fields(config);
  const Field& bound = find_field(list, "bound");
  for (double value : {0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, -2.5e-5}) {
    config.bound = value;
    const std::string text = bound.text();
    config.bound = 0;
    bound.set(text);
    CHECK(config.bound == value);
  }
}

TEST_CASE("Field: text that is no such number is refused and changes nothing") {
  Outer config;
  const auto list = fields(config);
  for (const char* text : {"", "x", "1x", "-1", "1.5", "18446744073709551616"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(find_field(list, "steps").set(text), ConfigError);
  }
  for (const char* text : {"", "nan", "inf", "1e999", "0.5 "}) {
    CAPTURE(text);
    CHECK_THROWS_AS(find_field(list, "inner.rate").set(text), ConfigError);
  }
  CHECK_THROWS_WITH(find_field(list, "steps").set("-1"),
                    "steps: expected a whole number from 0 to 2^64 - 1, found '-1'");
  CHECK_THROWS_WITH(find_field(list, "inner.rate").set("1e400"),
                    "inner.rate: expected a finite number, found '1e400'");
  CHECK_THROWS_WITH(find_field(list, "inner.fixed").set("yes"),
                    "inner.fixed: expected true or false, found 'yes'");
  CHECK_THROWS_WITH(find_field(list, "inner.rat"),
                    Catch::Contains("inner.rate") && Catch::Contains("'inner.rat'"));
  CHECK(config.steps == 7);
  CHECK(config.inner.rate == 0.5);
}

TEST_CASE("Field: a number too small for a double is 0") {
  Outer config;
  find_field(fields(config), "inner.rate").set("1e-400");
  CHECK(config.inner.rate == 0);
}

TEST_CASE("Field: a config's limits hold for text and for numbers, the ends included") {
  Limited config;
  const auto list = fields(config);
  for (const char* text : {"0", "1", "-0", "0.25"}) find_field(list, "share").set(text);
  for (const char* text : {"-1e-9", "1.0000000000000002", "inf"}) {
    CAPTURE(text);
    CHECK_THROWS_WITH(find_field(list, "share").set(text),
                      "share: expected a number from 0 to 1, found '" + std::string(text) + "'");
  }
  CHECK(config.share == 0.25);
  find_field(list, "size").set("1048576");
  CHECK_THROWS_WITH(find_field(list, "size").set("1048577"),
                    "size: expected a whole number from 1 to 2^20, found '1048577'");
  CHECK_NOTHROW(checked(config));
  config.size = 0;
  CHECK_THROWS_WITH(checked(config, "outer."),
                    "outer.size: expected a whole number from 1 to 2^20, found 0");
  config.size = 1;
  config.inner.rate = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH(checked(config, "outer."),
                    "outer.inner.rate: expected a finite number, found nan");
}

}  // namespace field_test
