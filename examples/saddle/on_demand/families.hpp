// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace saddle_program {

/// An experiment that there is at any shape of a kind: what `--model` names, and what `saddle list`
/// and a unit's source text are made of.
struct Family {
  std::string name;
  std::string formulation;
  std::string shapes;  // in words
  std::string header;  // that defines its template
  /// Whether it takes samples of that shape.
  bool (*takes)(const std::vector<std::size_t>& shape);
  /// The experiment at a shape that it takes, in C++; of a conditional one for so many classes.
  std::string (*type)(const std::vector<std::size_t>& shape, std::size_t classes);
};

/// All of them; where no model is named, the formulation's first that takes the data's shape is
/// meant.
const std::vector<Family>& families();

/// The one of that name, or null.
const Family* family_named(const std::string& name);

/// The most classes that a conditional experiment takes.
inline constexpr std::size_t most_classes = 1'000;

/// Whether images of that shape have a classifier of ten classes.
bool classifier_takes(const std::vector<std::size_t>& shape);
inline constexpr const char* classifier_shapes =
    "pictures whose sides are multiples of 4, up to 128x128x4";

/// The C++ type of images of that shape.
std::string shape_type(const std::vector<std::size_t>& shape);

}  // namespace saddle_program
