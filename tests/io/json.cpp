// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/io/json.hpp>

#include <string>

namespace json_test {

using namespace saddle;

namespace {

std::string message(const std::string& text, JsonLimits limits = {}) {
  try {
    parse_json(text, "file", limits);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

std::string repeat(const std::string& piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

}  // namespace

TEST_CASE("JSON of every kind is the value nlohmann reads", "[io]") {
  for (const std::string text :
       {R"({"z":[1,-2,2.5,true,false,null,"\u00e9\n"],"a":{"b":{},"c":[]},"":[[],[{}]]})", "7",
        "\"text\"", " [ ] ", "{}", "18446744073709551615", "-9223372036854775808"}) {
    CHECK(parse_json(text, "file").dump() == Json::parse(text).dump());
  }
}

TEST_CASE("what is no JSON is refused with its byte", "[io]") {
  CHECK(message("{\"a\":1,}") == "file: byte 7: expected string literal, found \"unexpected '}'\"");
  CHECK(message("[1, 2") == "file: byte 5: expected ']', found \"unexpected end of input\"");
  CHECK(message("[nul]") == "file: byte 4: expected JSON, found \"invalid literal\"");
  CHECK(message("1e999") ==
        "file: byte 4: expected JSON, found \"number overflow parsing "
        "'1e999'\"");
  CHECK(message("") != "no error");
  CHECK(message("\"\xff\"") != "no error");
  CHECK(message("{} {}") != "no error");
  CHECK(message(std::string("{}\0", 3)) == "file: byte 2: expected JSON, found a byte 0");
  CHECK(message(R"({"a":1,"b":2,"a":3})") ==
        "file: value 3: expected each name once, found \"a\" again");
}

TEST_CASE("a text beyond the limits is refused", "[io]") {
  CHECK(message("[[[]]]", {.depth = 3}) == "no error");
  CHECK(message("[[[]]]", {.depth = 2}) == "file: value 3: expected at most 2 levels, found more");
  CHECK(message("[1,2]", {.values = 3}) == "no error");
  CHECK(message("[1,2]", {.values = 2}) == "file: value 3: expected at most 2 values, found more");
  CHECK(message("[1,2]", {.bytes = 4}) == "file: length: expected at most 4 bytes, found 5");
  CHECK(message(repeat("[", 1 << 18)) == "file: value 33: expected at most 32 levels, found more");
  CHECK(message(repeat("{\"\":", 1 << 16)) ==
        "file: value 33: expected at most 32 levels, found more");
}

TEST_CASE("a text is shown short and printable", "[io]") {
  CHECK(shown("a\n\xff") == "\"a\\x0a\\xff\"");
  CHECK(shown(repeat("x", 61)) == '"' + repeat("x", 40) + "..." + repeat("x", 20) + '"');
}

TEST_CASE("a JSON string holds the text", "[io]") {
  CHECK(json_string(std::string("a\"\\\n")) == R"("a\"\\\n")");
  CHECK_THROWS_AS(json_string(std::string("\xff")), ConfigError);
}

}  // namespace json_test
