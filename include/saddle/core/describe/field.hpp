// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/core/text/nearest_name.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace saddle {

inline namespace per_set {

/// One number of a described config: its dotted path, such as "constraint.bound", its place, and
/// what it may be.
///
/// All that reads or writes configs by name (command line, JSON, checkpoints) is written on a list
/// of these, once for all configs.
class Field {
 public:
  using Place = std::variant<bool*, std::uint64_t*, double*>;

  Field(std::string path, Place place, std::optional<Limits> limits = {},
        std::string_view before = {})
      : path_(std::move(path)), place_(place), limits_(limits), before_(before) {}

  const std::string& path() const { return path_; }
  const Place& place() const { return place_; }

  /// What the config says that the number may be; none for a truth value, or if it says nothing.
  const std::optional<Limits>& limits() const { return limits_; }

  /// What the number was, as text, in files that are older than it; empty if there are none.
  std::string_view before() const { return before_; }

  /// The number as text that `set` reads back to the same bits.
  std::string text() const {
    if (const auto* flag = std::get_if<bool*>(&place_)) return **flag ? "true" : "false";
    if (const auto* count = std::get_if<std::uint64_t*>(&place_)) return std::to_string(**count);
    return shortest_text(*std::get<double*>(place_));
  }

  /// Errors: ConfigError where the text is no such number; the config then stays as it was.
  void set(std::string_view text) const {
    if (const auto* flag = std::get_if<bool*>(&place_)) {
      if (text != "true" && text != "false") throw refusal("true or false", in_quotes(text));
      **flag = text == "true";
    } else if (const auto* count = std::get_if<std::uint64_t*>(&place_)) {
      **count = parsed<std::uint64_t>(text);
    } else {
      *std::get<double*>(place_) = parsed<double>(text);
    }
  }

  /// Errors: ConfigError where the number is not one that it may be.
  void check() const {
    if (const auto* count = std::get_if<std::uint64_t*>(&place_)) check(**count, text());
    if (const auto* number = std::get_if<double*>(&place_)) check(**number, text());
  }

 private:
  template <class T>
  T parsed(std::string_view text) const {
    const std::optional<T> number = number_in<T>(text);
    if (!number) throw refusal(allowed<T>().meaning, in_quotes(text));
    check(*number, in_quotes(text));
    return *number;
  }
  template <class T>
  void check(T number, const std::string& found) const {
    if (!allowed<T>().contain(number)) throw refusal(allowed<T>().meaning, found);
  }
  template <class T>
  Limits allowed() const {
    return limits_.value_or(std::is_same_v<T, std::uint64_t> ? limits::whole : Limits{});
  }
  ConfigError refusal(std::string_view expected, const std::string& found) const {
    return ConfigError(path_, std::string(expected), found);
  }

  std::string path_;
  Place place_;
  std::optional<Limits> limits_;
  std::string_view before_;
};

}  // namespace per_set

namespace detail {

/// What `Config` says of the member.
template <class Config>
constexpr std::optional<Bounded> bounded_in(std::string_view name) {
  if constexpr (requires { Config::bounded; }) {
    for (const Bounded& member : Config::bounded) {
      if (member.field == name) return member;
    }
  }
  return {};
}

/// Collects fields, those of nested configs under the path of their member.
template <class Config>
struct FieldCollector {
  std::vector<Field>& list;
  std::string prefix;

  template <class T>
  void operator()(std::string_view name, T& member) {
    std::string path = prefix + std::string(name);
    if constexpr (Described<T>) {
      FieldCollector<T> inner{list, path + "."};
      for_each_field(member, inner);
    } else if constexpr (!std::is_empty_v<T>) {
      const std::optional<Bounded> said = bounded_in<Config>(name);
      std::optional<Limits> limits;
      if (said && !std::is_same_v<T, bool>) limits = said->limits;
      list.emplace_back(std::move(path), &member, limits, said ? said->before : std::string_view());
    }
  }
};

}  // namespace detail

inline namespace per_set {

/// Every number of the config, which must outlive the list.
template <Described Config>
std::vector<Field> fields(Config& config) {
  std::vector<Field> list;
  detail::FieldCollector<Config> collector{list, ""};
  for_each_field(config, collector);
  return list;
}

/// The config, if every number of it is one that it may be. `prefix` stands before the paths.
///
/// Errors: ConfigError with the first that is not.
template <Described Config>
Config checked(Config config, const std::string& prefix = "") {
  std::vector<Field> list;
  detail::FieldCollector<Config> collector{list, prefix};
  for_each_field(config, collector);
  for (const Field& field : list) field.check();
  return config;
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
/// "learning_rate" is of those of both optimisers. Messages call a setting what `called` says.
///
/// Errors: ConfigError with all paths, and the nearest path or last name, if there is none.
inline std::vector<Field> find_fields(const std::vector<Field>& list, std::string_view name,
                                      const std::string& called = "setting") {
  std::vector<Field> found;
  std::vector<std::string> paths, last_names;
  for (const Field& field : list) {
    const std::string& path = field.path();
    if (path == name) return {field};
    paths.push_back(path);
    last_names.push_back(path.substr(path.rfind('.') + 1));  // npos + 1 is 0
    if (last_names.back() == name) found.push_back(field);
  }
  if (found.empty()) throw unknown_name(called, name, paths, last_names);
  return found;
}

}  // namespace per_set

}  // namespace saddle
