// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/name.hpp>
#include <saddle/core/nearest_name.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace saddle {

inline namespace per_set {

/// One number of a described config: its dotted path, such as "constraint.bound", and its place.
///
/// All that reads or writes configs by name (command line, JSON, checkpoints) is written on a list
/// of these, once for all configs.
class Field {
 public:
  using Place = std::variant<bool*, std::uint64_t*, double*>;

  Field(std::string path, Place place) : path_(std::move(path)), place_(place) {}

  const std::string& path() const { return path_; }
  const Place& place() const { return place_; }

  /// The number as text that `set` reads back to the same bits.
  std::string text() const {
    if (const auto* flag = std::get_if<bool*>(&place_)) return **flag ? "true" : "false";
    if (const auto* count = std::get_if<std::uint64_t*>(&place_)) return std::to_string(**count);
    return shortest_text(*std::get<double*>(place_));
  }

  /// Errors: ConfigError where the text is no such number; the config then stays as it was.
  void set(std::string_view text) const {
    if (const auto* flag = std::get_if<bool*>(&place_)) {
      if (text != "true" && text != "false") throw refusal("true or false", text);
      **flag = text == "true";
    } else if (const auto* count = std::get_if<std::uint64_t*>(&place_)) {
      **count = parsed<std::uint64_t>("a whole number", text);
    } else {
      const double number = parsed<double>("a number", text);
      if (!std::isfinite(number)) throw refusal("a finite number", text);
      *std::get<double*>(place_) = number;
    }
  }

 private:
  template <class T>
  T parsed(const char* expected, std::string_view text) const {
    T number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) throw refusal(expected, text);
    return number;
  }
  ConfigError refusal(const char* expected, std::string_view text) const {
    return ConfigError(path_, expected, "'" + std::string(text) + "'");
  }

  std::string path_;
  Place place_;
};

}  // namespace per_set

namespace detail {

/// Collects fields, those of nested configs under the path of their member.
struct FieldCollector {
  std::vector<Field>& list;
  std::string prefix;

  template <class T>
  void operator()(std::string_view name, T& member) {
    std::string path = prefix + std::string(name);
    if constexpr (Described<T>) {
      FieldCollector inner{list, path + "."};
      for_each_field(member, inner);
    } else if constexpr (!std::is_empty_v<T>) {
      list.emplace_back(std::move(path), &member);
    }
  }
};

}  // namespace detail

inline namespace per_set {

/// Every number of the config, which must outlive the list.
template <Described Config>
std::vector<Field> fields(Config& config) {
  std::vector<Field> list;
  detail::FieldCollector collector{list, ""};
  for_each_field(config, collector);
  return list;
}

/// What a thing is, field by field: (field, text).
using Description = std::vector<std::pair<std::string, std::string>>;

/// Every number of the config as text.
template <Described Config>
Description describe_fields(Config& config) {
  Description description;
  for (const Field& field : fields(config)) description.emplace_back(field.path(), field.text());
  return description;
}

/// The field of that path.
///
/// Errors: ConfigError with all paths if there is none.
inline const Field& find_field(const std::vector<Field>& list, std::string_view path) {
  std::vector<std::string> known;
  for (const Field& field : list) {
    if (field.path() == path) return field;
    known.push_back(field.path());
  }
  throw unknown_name("setting", path, known);
}

/// The fields that a setting means: the one of that path, else all of which it is the last name, as
/// "learning_rate" is of those of both optimisers.
///
/// Errors: ConfigError with all paths, and the nearest path or last name, if there is none.
inline std::vector<Field> find_fields(const std::vector<Field>& list, std::string_view name) {
  std::vector<Field> found;
  std::vector<std::string> paths, last_names;
  for (const Field& field : list) {
    const std::string& path = field.path();
    if (path == name) return {field};
    paths.push_back(path);
    last_names.push_back(path.substr(path.rfind('.') + 1));  // npos + 1 is 0
    if (last_names.back() == name) found.push_back(field);
  }
  if (found.empty()) throw unknown_name("setting", name, paths, last_names);
  return found;
}

}  // namespace per_set

}  // namespace saddle
