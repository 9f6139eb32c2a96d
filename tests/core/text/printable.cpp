// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/text/printable.hpp>

#include <string>

namespace printable_test {

using namespace saddle;

// Golden values: RFC 3629, sections 3 and 4.
TEST_CASE("UTF-8 is what the standard calls so", "[core]") {
  for (const char* text : {"", "plain", "gr\xc3\xb6\xc3\x9f", "\xe2\x82\xac", "\xf0\x9f\x90\x8e",
                           "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf", "\x7f\xc2\x80"}) {
    CAPTURE(text);
    CHECK(is_utf8(text));
  }
  CHECK(is_utf8(std::string("a\0b", 3)));
  for (const char* text : {"gr\xf6\xdf", "\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x90", "\xc0\xbc",
                           "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                           "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xc3\x28"}) {
    CAPTURE(text);
    CHECK_FALSE(is_utf8(text));
  }
  CHECK_THROWS_WITH(require_utf8("--data", "gr\xf6"), "--data: expected UTF-8, found 'gr\\xf6'");
  CHECK_NOTHROW(require_utf8("--data", "gr\xc3\xb6"));
}

TEST_CASE("what a terminal would obey is escaped, letters of all languages stay", "[core]") {
  CHECK(printable("gr\xc3\xb6\xc3\x9f \xe2\x82\xac \\ \"~") ==
        "gr\xc3\xb6\xc3\x9f \xe2\x82\xac \\ \"~");
  CHECK(printable("\x1b[31mred\x1b[0m") == "\\x1b[31mred\\x1b[0m");
  CHECK(printable("\x1b]0;title\x07") == "\\x1b]0;title\\x07");
  CHECK(printable("two\r\nlines\ttab\x7f") == "two\\x0d\\x0alines\\x09tab\\x7f");
  CHECK(printable(std::string("a\0b", 3)) == "a\\x00b");
  CHECK(printable("\xc2\x9b"
                  "31m") == "\\xc2\\x9b31m");  // a control sequence in one character
  CHECK(printable("\x9b"
                  "31m") == "\\x9b31m");
  CHECK(printable("\xc2\xa0\xc3\x9b") == "\xc2\xa0\xc3\x9b");
  CHECK(printable("") == "");
}

TEST_CASE("no error brings a control character of a file to the terminal", "[core]") {
  const std::string bad = "a\x1b[2Jb", good = "a\\x1b[2Jb";
  CHECK(std::string(Error(bad).what()) == good);
  CHECK(std::string(NumericError(bad).what()) == good);
  CHECK(std::string(DataError(bad, bad, bad, bad).what()) ==
        good + ": " + good + ": expected " + good + ", found " + good);
  CHECK(std::string(FileError(bad, "open", bad).what()) == good + ": cannot open: " + good);
  CHECK(std::string(ConfigError(bad, bad, bad).what()) ==
        good + ": expected " + good + ", found " + good);
}

TEST_CASE("an error names a file that has no name", "[core]") {
  CHECK(std::string(FileError("", "open", "none").what()) == "'': cannot open: none");
  CHECK(std::string(DataError("", "is empty").what()) == "'': is empty");
  CHECK(std::string(DataError("", "byte 4", "3", "5").what()) == "'': byte 4: expected 3, found 5");
}

}  // namespace printable_test
