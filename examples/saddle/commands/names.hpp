// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "commands/options.hpp"

#include <saddle/train/undo.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace saddle_program {

/// What the command line knows by name, each list from what the library has: help texts, refusals
/// and `saddle list` are made of them.
///
/// Objectives and constraints answer to their C++ names too ("Pearson", "WeightClip", "Alpha<-1>"),
/// and all names to any capitals.
std::vector<std::string> objective_names();
std::vector<std::string> constraint_names();
std::vector<std::string> model_names();

/// The types in C++ of what has these names.
std::string objective_type(const std::string& name);
std::string constraint_type(const std::string& name);

/// A text as a literal of C++.
std::string in_cpp(const std::string& text);

/// What a step that is not finite does.
inline constexpr std::pair<const char*, saddle::NotFinite> not_finite_names[] = {
    {"stop", saddle::NotFinite::stop},
    {"skip", saddle::NotFinite::skip},
    {"roll-back", saddle::NotFinite::roll_back}};

/// Errors: ConfigError, in which it is `called` so, for a name that is none.
saddle::NotFinite not_finite_named(const std::string& name, const std::string& called);

/// A game under its paper's name: "wgan-gp" is wasserstein with gp. `model` is empty where the
/// paper is not about one.
struct Game {
  std::string name, objective, constraint, model;
};
const std::vector<Game>& paper_games();

/// The options with saddle's own names in the place of all others; a paper's game sets the
/// constraint too, and the model where it has one and none is asked for.
///
/// Errors: ConfigError for a name that nothing has, or a constraint beside a game of another one.
TrainOptions with_own_names(TrainOptions options);

/// The same for the names in a configuration, which is that of the file.
nlohmann::ordered_json with_own_names(nlohmann::ordered_json config, const std::string& file);

}  // namespace saddle_program
