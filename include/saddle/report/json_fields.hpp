// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/field.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// Sets the fields that a JSON object names, members of members by dotted paths, or all that have a
/// last name; errors call the object `name`.
///
/// Errors: ConfigError for a name that no field has, or a value that it does not take.
inline void set_fields(const std::vector<Field>& fields, const Json& object,
                       const std::string& name, const std::string& prefix = "") {
  if (!object.is_object()) throw ConfigError(name, "an object", object.dump());
  for (const auto& [key, value] : object.items()) {
    const std::string path = prefix + key;
    const bool is_group = std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
      return field.path().starts_with(path + ".");
    });
    if (is_group) {
      set_fields(fields, value, path, path + ".");
    } else if (value.is_number() || value.is_boolean()) {
      for (const Field& field : find_fields(fields, path)) field.set(value.dump());
    } else {
      throw ConfigError(path, "a number, true or false", value.dump());
    }
  }
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
