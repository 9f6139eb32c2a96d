// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/text/type_name.hpp>

#include <vector>

namespace type_name_test {

namespace elsewhere {
template <int n>
struct Family {};
struct Plain {};
template <class, char>
struct Marked {};
}  // namespace elsewhere

TEST_CASE("type_name: a type as C++ code calls it") {
  STATIC_REQUIRE(saddle::type_name<elsewhere::Plain>() == "Plain");
  STATIC_REQUIRE(saddle::type_name<elsewhere::Family<-1>>() == "Family");
  STATIC_REQUIRE(saddle::type_name<std::vector<elsewhere::Plain>>() == "vector");
  STATIC_REQUIRE(saddle::type_name<int>() == "int");
}

TEST_CASE("full_type_name: whole, whatever stands in it") {
  STATIC_REQUIRE(saddle::full_type_name<int[3]>() == "int [3]" ||
                 saddle::full_type_name<int[3]>() == "int[3]");
  STATIC_REQUIRE(saddle::full_type_name<elsewhere::Plain>() == "type_name_test::elsewhere::Plain");
  using elsewhere::Marked;
  STATIC_REQUIRE(saddle::full_type_name<Marked<int[3], ';'>>() !=
                 saddle::full_type_name<Marked<int[3], ']'>>());
}

}  // namespace type_name_test
