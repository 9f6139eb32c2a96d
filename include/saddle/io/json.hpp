// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/core/text/quoted.hpp>

#if __has_include(<nlohmann/json.hpp>)
#include <nlohmann/json.hpp>
#endif

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle {

inline namespace per_set {

/// Text of a file as messages show it: short, printable, in the quotes of JSON.
inline std::string shown(std::string_view text) {
  return std::string("\"") + printable(shortened(text)) + "\"";
}

#if __has_include(<nlohmann/json.hpp>)

/// A JSON value whose objects keep the order of their keys.
using Json = nlohmann::ordered_json;

/// The parts of a JSON text one after the other: a reader overrides those it accepts, all others
/// are refused. Nothing of the text is kept and nothing recurses, however deep the text nests.
class JsonEvents : public nlohmann::json_sax<Json> {
 public:
  /// `file` and the offset of the text in it are for error messages.
  explicit JsonEvents(std::string file, std::uint64_t begin = 0)
      : file_(std::move(file)), begin_(begin) {}

  /// Parses the whole text.
  ///
  /// Errors: DataError with the byte where the text is no JSON, or what the reader refuses.
  void read(std::string_view text) {
    const std::size_t zero = text.find('\0');  // which nlohmann takes for the end of the text
    if (zero != text.npos) throw DataError(file_, byte(zero), "JSON", "a byte 0");
    Json::sax_parse(text.begin(), text.end(), this);
  }

  bool null() override { return refuse("null"); }
  bool boolean(bool value) override { return refuse(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return refuse(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return refuse(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return refuse(shown(text)); }
  bool string(string_t& text) override { return refuse(shown(text)); }
  bool binary(binary_t&) override { return refuse("binary data"); }
  bool start_object(std::size_t) override { return refuse("an object"); }
  bool key(string_t& name) override { return refuse(std::string("the name ") + shown(name)); }
  bool end_object() override { return refuse("the end of an object"); }
  bool start_array(std::size_t) override { return refuse("an array"); }
  bool end_array() override { return refuse("the end of an array"); }

  bool parse_error(std::size_t read, const std::string&,
                   const nlohmann::detail::exception& error) override {
    // "[code] where: context - found; last read: text; expected what", of which some may be missing
    std::string_view words = error.what();
    words.remove_prefix(words.find("] ") + 2);
    if (const std::size_t dash = words.find(" - "); dash != words.npos) {
      words.remove_prefix(dash + 3);
    }
    const std::string_view found = words.substr(0, words.find("; "));
    constexpr std::string_view before_expected = "; expected ";
    const std::size_t split = words.rfind(before_expected);
    const std::string expected{split == words.npos ? "JSON"
                                                   : words.substr(split + before_expected.size())};
    throw DataError(file_, byte(read - 1), expected, shown(found));
  }

 protected:
  const std::string& file() const { return file_; }
  /// The words by which messages name where the reader is, and what it waits for.
  virtual std::string place() const = 0;
  virtual std::string expected() const = 0;

  [[noreturn]] bool refuse(const std::string& found) const {
    throw DataError(file_, place(), expected(), found);
  }

 private:
  std::string byte(std::uint64_t offset) const {
    return std::string("byte ") + std::to_string(begin_ + offset);
  }

  std::string file_;
  std::uint64_t begin_;
};

/// Bounds that keep a hostile text from taking memory or time.
struct JsonLimits {
  std::size_t bytes = std::size_t{1} << 18;
  std::size_t values = 1024;  // an object compares each new name with all before
  std::size_t depth = 32;
};

}  // namespace per_set

namespace detail {

/// Builds the value that a JSON text describes.
class JsonBuilder : public JsonEvents {
 public:
  JsonBuilder(std::string file, JsonLimits limits) : JsonEvents(std::move(file)), limits_(limits) {}

  Json take() { return std::move(root_); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& text) override { return add(std::move(text)); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    const auto [place_of_member, added] = open_.back()->emplace(name, nullptr);
    if (!added) throw DataError(file(), place(), "each name once", shown(name) + " again");
    member_ = &*place_of_member;
    return true;
  }

 protected:
  std::string place() const override { return std::string("value ") + std::to_string(count_); }
  std::string expected() const override { return "JSON"; }

 private:
  /// Puts a value where the text has it; the pointers stay valid because only the innermost open
  /// value grows.
  Json& put(Json value) {
    if (++count_ > limits_.values) {
      throw DataError(file(), place(),
                      std::string("at most ") + std::to_string(limits_.values) + " values", "more");
    }
    if (open_.empty()) return root_ = std::move(value);
    if (open_.back()->is_object()) return *member_ = std::move(value);
    open_.back()->push_back(std::move(value));
    return open_.back()->back();
  }
  bool add(Json value) {
    put(std::move(value));
    return true;
  }
  bool open(Json value) {
    Json& opened = put(std::move(value));
    if (open_.size() == limits_.depth) {
      throw DataError(file(), place(),
                      std::string("at most ") + std::to_string(limits_.depth) + " levels", "more");
    }
    open_.push_back(&opened);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  JsonLimits limits_;
  Json root_;
  std::vector<Json*> open_;  // objects and arrays, from the outermost
  Json* member_ = nullptr;   // of the innermost object, named last
  std::size_t count_ = 0;
};

}  // namespace detail

inline namespace per_set {

/// Parses a text that nobody vouches for; `file` names it in error messages.
///
/// Errors: DataError where it is no JSON, names a member twice, or goes beyond the limits.
inline Json parse_json(std::string_view text, const std::string& file, JsonLimits limits = {}) {
  if (text.size() > limits.bytes) {
    throw DataError(file, "length",
                    std::string("at most ") + std::to_string(limits.bytes) + " bytes",
                    std::to_string(text.size()));
  }
  detail::JsonBuilder builder(file, limits);
  builder.read(text);
  return builder.take();
}

#endif

/// The text as a JSON string, with its quotes.
///
/// Errors: ConfigError if it is not UTF-8.
template <class Text>
std::string json_string(const Text& text) {
#if __has_include(<nlohmann/json.hpp>)
  try {
    return Json(text).dump();
  } catch (const Json::type_error&) {
    throw ConfigError("text", "UTF-8", shown(text));
  }
#else
  static_assert(sizeof(Text) == 0,
                "saddle needs nlohmann/json for this: install its header (nlohmann-json3-dev)");
  return text;
#endif
}

}  // namespace per_set

}  // namespace saddle
