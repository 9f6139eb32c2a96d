// SPDX-License-Identifier: BSL-1.0
#include "run_plan.hpp"

#include "names.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/nearest_name.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/fit.hpp>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace {

using saddle::ConfigError;
using saddle::Field;
using Json = nlohmann::ordered_json;

/// A JSON number or truth value as the text that a field takes.
std::string text_of(const std::string& path, const Json& value) {
  if (value.is_number() || value.is_boolean()) return value.dump();
  throw ConfigError(path, "a number, true or false", value.dump());
}

/// Sets the fields that an object names, members of members by dotted paths.
void set_all(const std::vector<Field>& fields, const Json& object, const std::string& prefix = "") {
  if (!object.is_object()) throw ConfigError(prefix + "config", "an object", object.dump());
  for (const auto& [key, value] : object.items()) {
    const std::string path = prefix + key;
    const bool is_group = std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
      return field.path().starts_with(path + ".");
    });
    if (is_group) set_all(fields, value, path + ".");
    else saddle::find_field(fields, path).set(text_of(path, value));
  }
}

/// The object that `set_all` reads back.
Json nested(const saddle::Description& fields) {
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

const std::vector<std::string> config_fields{"objective", "constraint",       "model",
                                             "data",      "checkpoint_every", "grid_every",
                                             "config",    "monitors"};

Json base_of(const TrainOptions& options, const RunFolder& folder) {
  if (options.resume && options.overwrite) {
    throw ConfigError("--resume", "no --overwrite beside it", "both");
  }
  if (options.resume && options.config_file) {
    throw ConfigError("--resume", "no --config beside it, for the run has its own", "both");
  }
  if (!options.resume && !options.config_file) return Json::object();
  const Json base = options.resume ? folder.config() : read_json(*options.config_file);
  const std::string file = options.resume ? folder.file("config.json") : *options.config_file;
  if (!base.is_object()) throw ConfigError(file, "a JSON object", base.dump());
  for (const auto& [key, value] : base.items()) {
    if (std::find(config_fields.begin(), config_fields.end(), key) != config_fields.end()) continue;
    throw saddle::unknown_name(file + ": field", key, config_fields);
  }
  return base;
}

}  // namespace

RunPlan::RunPlan(const TrainOptions& options)
    : options_(with_own_names(options)),
      folder_(options.out),
      base_(with_own_names(base_of(options, folder_))),
      data_(options.data.value_or(base_.value("data", ""))) {
  if (data_.empty()) throw ConfigError("--data", "the name or path of a data set", "none");
  source_ = open_source(data_);
  composition_ = &find(all_, name(options_.objective, "objective", "pearson"),
                       name(options_.constraint, "constraint", "clip"),
                       name(options_.model, "model", ""), source_.shape());
  const std::vector<Field> thresholds = saddle::fields(monitors_);
  if (base_.contains("monitors")) set_all(thresholds, base_["monitors"]);
  for (const std::string& setting : options_.monitor_settings) {
    const std::size_t equals = setting.find('=');
    if (equals == setting.npos) throw ConfigError("--monitor", "key=value", "'" + setting + "'");
    for (const Field& field : saddle::find_fields(thresholds, setting.substr(0, equals))) {
      field.set(setting.substr(equals + 1));
    }
  }
}

std::string RunPlan::name(const std::optional<std::string>& option, const std::string& field,
                          const std::string& otherwise) const {
  std::string stored = otherwise;
  if (base_.contains(field)) {
    if (!base_[field].is_string()) throw ConfigError(field, "a name", base_[field].dump());
    stored = base_[field].get<std::string>();
  }
  if (option && options_.resume && *option != stored) {
    throw ConfigError("--" + field, "'" + stored + "', which is the run's", "'" + *option + "'");
  }
  return option.value_or(stored);
}

std::optional<std::uint64_t> RunPlan::interval(const std::optional<std::uint64_t>& option,
                                               const std::string& field) const {
  if (option || !base_.contains(field)) return option;
  if (!base_[field].is_number_unsigned()) {
    throw ConfigError(field, "a whole number", base_[field].dump());
  }
  return base_[field].get<std::uint64_t>();
}

std::uint64_t RunPlan::checkpoint_every(std::uint64_t steps) const {
  return interval(options_.checkpoint_every, "checkpoint_every")
      .value_or(std::max<std::uint64_t>(1, steps / 20));
}

std::uint64_t RunPlan::grid_every(std::uint64_t steps) const {
  return interval(options_.grid_every, "grid_every")
      .value_or(std::max<std::uint64_t>(1, steps / 10));
}

void RunPlan::adjust(const std::vector<Field>& fields) const {
  const auto field = [&](const char* path) -> const Field& {
    return saddle::find_field(fields, path);
  };
  field("steps").set(std::to_string(recipe_steps()));
  if (base_.contains("config")) set_all(fields, base_["config"]);

  const auto set = [&](const Field& target, const std::string& text) {
    const std::string before = target.text();
    target.set(text);
    const bool of_schedule = target.path() == "steps" || target.path().starts_with("schedule.");
    if (!options_.resume || target.text() == before) return;
    if (of_schedule && options_.reschedule) return;
    throw ConfigError(target.path(),
                      before + ", which is the run's" +
                          (of_schedule ? " (or --reschedule to change its schedule)" : ""),
                      text);
  };
  for (const std::string& setting : options_.settings) {
    const std::size_t equals = setting.find('=');
    if (equals == setting.npos) throw ConfigError("setting", "key=value", "'" + setting + "'");
    for (const Field& target : saddle::find_fields(fields, setting.substr(0, equals))) {
      set(target, setting.substr(equals + 1));
    }
  }
  if (options_.steps) set(field("steps"), std::to_string(*options_.steps));
  if (options_.batch) set(field("batch"), std::to_string(*options_.batch));
  if (options_.seed) set(field("seed"), std::to_string(*options_.seed));
}

std::unique_ptr<AnyGan> RunPlan::make_gan() const {
  auto gan = composition_->make(composition_->objective_index,
                                [this](const auto& fields) { adjust(fields); });
  if (!options_.resume) return gan;
  const std::uint64_t steps = gan->steps();
  const std::string checkpoint = saddle::Checkpoints::checkpoint_in(folder_.path());
  const auto data = saddle::Safetensors(checkpoint).metadata("data");
  if (data != source_.name) {
    throw saddle::DataError(checkpoint, "data", "'" + source_.name + "', as --data says",
                            "'" + data.value_or("") + "'");
  }
  saddle::load_checkpoint(*gan, checkpoint);
  gan->plan(steps);
  return gan;
}

saddle::Description RunPlan::notes(const AnyGan& gan) const {
  saddle::Description notes{{"model", composition_->model},
                            {"shape", saddle::shape_text(composition_->shape)},
                            {"data", source_.name}};
  for (const auto& [path, text] : gan.configuration()) {
    if (path == "seed") notes.emplace_back(path, text);
  }
  for (std::size_t c = 0; c < source_.columns.size(); ++c) {
    const std::string column = "column " + std::to_string(c);
    notes.emplace_back(column, source_.columns[c].name);
    notes.emplace_back(column + " mean", saddle::shortest_text(source_.columns[c].mean));
    notes.emplace_back(column + " deviation", saddle::shortest_text(source_.columns[c].deviation));
  }
  return notes;
}

Json RunPlan::config(const AnyGan& gan) const {
  saddle::MonitorConfig monitors = monitors_;
  return {{"objective", composition_->objective},
          {"constraint", composition_->constraint},
          {"model", composition_->model},
          {"data", data_},
          {"checkpoint_every", checkpoint_every(gan.steps())},
          {"grid_every", grid_every(gan.steps())},
          {"config", nested(gan.configuration())},
          {"monitors", nested(saddle::describe_fields(monitors))}};
}

std::string RunPlan::title() const {
  return composition_->objective + " with " + composition_->constraint + " on " + source_.name;
}

std::string RunPlan::subject() const {
  return "samples of " + saddle::shape_text(composition_->shape) + " by " + composition_->model;
}

std::uint64_t RunPlan::recipe_steps() const { return source_.difficulty * composition_->steps; }
