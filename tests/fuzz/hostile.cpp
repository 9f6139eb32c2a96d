// SPDX-License-Identifier: BSL-1.0
// A hostile file is refused with a sentence before it costs memory or time: the attacks of the
// corpus, files cut anywhere, and files that are as large as a reader lets them be.
#include "catch.hpp"
#include "limits.hpp"
#include "parsers.hpp"
#include "temporary_folder.hpp"

#include <saddle/io/safetensors.hpp>

#include <filesystem>
#include <functional>
#include <string>

using namespace saddle;

namespace {

Outcome outcome(const fuzz::Parser& parser, const std::string& content) {
  return outcome_within_limits([&] {
    parser.parse({reinterpret_cast<const unsigned char*>(content.data()), content.size()});
  });
}

/// Calls visit(parser, path) for every file of the corpus whose name begins with `begin`.
void visit_corpus(const std::string& begin,
                  const std::function<void(const fuzz::Parser&, const std::string&)>& visit) {
  for (const fuzz::Parser& parser : fuzz::parsers) {
    const std::string folder = std::string("fuzz/corpus/") + parser.name;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().filename().string().starts_with(begin)) visit(parser, entry.path().string());
    }
  }
}

std::string repeat(std::size_t bytes, const std::function<std::string(std::size_t)>& piece) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) text += piece(i);
  return text;
}

/// A safetensors file with this header, as long as a header may be.
std::string file_of(std::string header) {
  header.resize(largest_safetensors_header, ' ');
  std::string file(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) file[i] = static_cast<char>(header.size() >> (8 * i));
  return file + header;
}

}  // namespace

TEST_CASE("Attack files are refused within 16 MB and 50 ms", "[fuzz]") {
  visit_corpus("bad-", [](const fuzz::Parser& parser, const std::string& path) {
    CAPTURE(path);
    CHECK(outcome(parser, content_of(path)) == Outcome::refused);
  });
}

TEST_CASE("Files cut anywhere are refused within 16 MB and 50 ms", "[fuzz]") {
  visit_corpus("good-", [](const fuzz::Parser& parser, const std::string& path) {
    CAPTURE(path);
    const std::string whole = content_of(path);
    CHECK(outcome(parser, whole) == Outcome::accepted);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Outcome found = outcome(parser, whole.substr(0, size));
      // Shorter texts, folders of less and shorter files that are not packed may be right.
      const bool may_be_right = parser.parse == fuzz::csv || parser.parse == fuzz::splits ||
                                parser.parse == fuzz::json || parser.parse == fuzz::gzip ||
                                parser.parse == fuzz::report;
      CAPTURE(size);
      CHECK((found == Outcome::refused || (found == Outcome::accepted && may_be_right)));
    }
  });
}

TEST_CASE("A safetensors header as long as one may be is refused within limits", "[fuzz]") {
  const fuzz::Parser safetensors{"safetensors", fuzz::safetensors};
  const std::size_t room = largest_safetensors_header - 100;
  const auto number = [](std::size_t i) { return std::to_string(i); };
  const std::string attacks[] = {
      "{",
      "{\"a\":" + repeat(room, [](std::size_t) { return "["; }),
      '{' + repeat(room, [](std::size_t) { return "\"\":{"; }),
      "{\"" + repeat(room, [](std::size_t) { return "x"; }),
      "{\"__metadata__\":{" +
          repeat(room, [&](std::size_t i) { return '"' + number(i) + "\":\"\","; }),
      "{\"a\":{\"shape\":[0" + repeat(room, [](std::size_t) { return ",0"; }),
      '{' + repeat(room,
                   [&](std::size_t i) {
                     return '"' + number(i) +
                            R"(":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)";
                   }),
  };
  for (const std::string& attack : attacks) {
    CAPTURE(attack.substr(0, 60));
    CHECK(outcome(safetensors, file_of(attack)) == Outcome::refused);
  }

  const TemporaryFolder folder;
  const std::string path = folder.write("sparse", file_of("{").replace(0, 4, "\0\xe1\xf5\5", 4));
  std::filesystem::resize_file(path, 8 + 100'000'000);  // the format's own limit, all zeros
  CHECK(outcome_within_limits([&] { const Safetensors file(path); }) == Outcome::refused);
}

TEST_CASE("A JSON text as long as one may be is refused within limits", "[fuzz]") {
  const fuzz::Parser json{"json", fuzz::json};
  const std::size_t room = JsonLimits{}.bytes - 100;
  const auto pair = [](std::size_t i) { return '"' + std::to_string(i) + "\":0,"; };
  const std::string attacks[] = {repeat(room, [](std::size_t) { return "["; }),
                                 '[' + repeat(room, [](std::size_t) { return "0,"; }),
                                 '[' + repeat(room, [](std::size_t) { return "[],"; }),
                                 '{' + repeat(room, pair),
                                 '"' + repeat(room, [](std::size_t) { return "x"; }),
                                 repeat(room, [](std::size_t) { return " "; })};
  for (const std::string& attack : attacks) {
    CAPTURE(attack.substr(0, 60));
    CHECK(outcome(json, attack) == Outcome::refused);
  }
}
