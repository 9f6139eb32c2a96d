// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/field.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// Fields and what they are to be set to.
using FieldSettings = std::vector<std::pair<Field, std::string>>;

/// What a JSON object says of fields, members of members by dotted paths, or of all that have a
/// last name; errors call the object `name`. No field is set yet, so that an unknown name is told
/// before a value that is refused.
///
/// Errors: ConfigError for a name that no field has, or a value that none takes.
inline FieldSettings settings_in(const std::vector<Field>& fields, const Json& object,
                                 const std::string& name, const std::string& prefix = "") {
  if (!object.is_object()) throw ConfigError(name, "an object", shortened(object.dump()));
  FieldSettings settings;
  for (const auto& [key, value] : object.items()) {
    const std::string path = prefix + key;
    const bool is_group = std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
      return field.path().starts_with(path + ".");
    });
    if (is_group) {
      for (auto& inner : settings_in(fields, value, path, path + ".")) {
        settings.push_back(std::move(inner));
      }
    } else if (value.is_number() || value.is_boolean()) {
      for (Field& field : find_fields(fields, path)) {
        settings.emplace_back(std::move(field), value.dump());
      }
    } else {
      throw ConfigError(path, "a number, true or false", shortened(value.dump()));
    }
  }
  return settings;
}

/// Sets the fields that a JSON object names, see `settings_in`.
///
/// Errors: as `settings_in`; ConfigError for a value that its field does not take.
inline void set_fields(const std::vector<Field>& fields, const Json& object,
                       const std::string& name) {
  for (const auto& [field, text] : settings_in(fields, object, name)) field.set(text);
}

/// The object that `set_fields` reads back.
inline Json json_of(const Description& fields) {
  Json object = Json::object();
  for (const auto& [path, text] : fields) {
    Json* place = &object;
    std::size_t begin = 0;
    for (std::size_t dot; (dot = path.find('.', begin)) != path.npos; begin = dot + 1) {
      place = &(*place)[path.substr(begin, dot - begin)];
    }
    (*place)[path.substr(begin)] = Json::parse(text);
  }
  return object;
}

}  // namespace saddle::inline per_set
