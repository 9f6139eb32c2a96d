// SPDX-License-Identifier: BSL-1.0
// Every file of the corpus through its parser, without a fuzzer.
#include "catch.hpp"
#include "parsers.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>

#include <filesystem>
#include <string>

using namespace saddle;

namespace {

enum class Outcome { accepted, refused };

Outcome outcome(const fuzz::Parser& parser, const std::string& content) {
  try {
    parser.parse({reinterpret_cast<const unsigned char*>(content.data()), content.size()});
    return Outcome::accepted;
  } catch (const Error&) {
    return Outcome::refused;
  }
}

}  // namespace

TEST_CASE("Every file of the corpus is accepted or refused, as its name says", "[fuzz]") {
  for (const fuzz::Parser& parser : fuzz::parsers) {
    int accepted = 0, refused = 0;
    const std::string folder = std::string("fuzz/corpus/") + parser.name;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const bool good = entry.path().filename().string().starts_with("good-");
      CAPTURE(entry.path());
      CHECK(outcome(parser, content_of(entry.path())) ==
            (good ? Outcome::accepted : Outcome::refused));
      ++(good ? accepted : refused);
    }
    CAPTURE(parser.name);
    CHECK(accepted >= 1);
    CHECK(refused >= 1);
  }
}

TEST_CASE("Every cut and every flipped byte of the corpus is accepted or refused", "[fuzz]") {
  for (const fuzz::Parser& parser : fuzz::parsers) {
    const std::string folder = std::string("fuzz/corpus/") + parser.name;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      CAPTURE(entry.path());
      const std::string whole = content_of(entry.path());
      for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string flipped = whole;
        flipped[i] = static_cast<char>(~flipped[i]);
        CHECK_NOTHROW(outcome(parser, flipped));
        CHECK_NOTHROW(outcome(parser, whole.substr(0, i)));
      }
    }
  }
}
