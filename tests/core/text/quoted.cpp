// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/text/printable.hpp>
#include <saddle/core/text/quoted.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace quoted_test {

using namespace saddle;

TEST_CASE("what messages quote is short, with its beginning and its end", "[core]") {
  CHECK(in_quotes("") == "''");
  CHECK(in_quotes(std::string(60, 'x')) == "'" + std::string(60, 'x') + "'");
  const std::string path = "/" + std::string(5000, 'd') + "/samples.jpeg";
  CHECK(in_quotes(path) == "'/" + std::string(39, 'd') + "...ddddddd/samples.jpeg'");
}

TEST_CASE("no character is cut where a text is shortened", "[core]") {
  for (const std::string letter : {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x90\x8e"}) {
    for (std::size_t before = 0; before < 4; ++before) {
      std::string text(before, 'x');
      for (int i = 0; i < 50; ++i) text += letter;
      CHECK(is_utf8(shortened(text)));
      CHECK(shortened(text).size() <= 63);
    }
  }
  CHECK(shortened(std::string(100, '\x80')).size() < 63);  // no character at all
}

TEST_CASE("a long list ends before its end", "[core]") {
  const auto same = [](const std::string& one) { return one; };
  CHECK(some_of(std::vector<std::string>{}, same) == "");
  CHECK(some_of(std::vector<std::string>{"a", "b"}, same) == "a, b");
  CHECK(some_of(std::vector<std::string>(1000, "name"), same).ends_with("name, ..."));
  CHECK(some_of(std::vector<std::string>(1000, "name"), same).size() < 80);
}

}  // namespace quoted_test
