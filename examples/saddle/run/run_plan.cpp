// SPDX-License-Identifier: BSL-1.0
#include "run/run_plan.hpp"

#include "commands/names.hpp"
#include "data/data_units.hpp"
#include "models/find_model.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/json.hpp>
#include <saddle/io/json_fields.hpp>
#include <saddle/run/run_config.hpp>
#include <saddle/train/checkpoints.hpp>

#include <algorithm>
#include <cstddef>
#include <ios>
#include <iostream>
#include <utility>
#include <vector>

namespace saddle_program {

namespace {

using saddle::ConfigError;
using saddle::Field;
using Json = nlohmann::ordered_json;

const std::vector<std::string> config_fields{
    "formulation", "objective",     "constraint",  "model",        "experiment", "unit",
    "data",        "label",         "labels",      "columns",      "data_hash",  "checkpoint_every",
    "to",          "to_hash",       "features",    "grid_every",   "keep_best",  "keep_best_every",
    "fail_on",     "on_not_finite", "no_monitors", "no_dashboard", "config",     "monitors",
    "labels_hash", "trainer",       "held_out"};  // the last two are those of a sweep's run

/// The JSON value in a file that a user named, which may be a pipe.
///
/// Errors: FileError, DataError.
Json read_json(const std::string& path) {
  saddle::InputFile file(path);
  std::string text(saddle::JsonLimits{}.bytes + 1, '\0');  // one more than the parser takes
  text.resize(file.read(reinterpret_cast<unsigned char*>(text.data()), text.size()));
  return saddle::parse_json(text, path);
}

/// A value of a file, as messages show what was found.
std::string found_in(const Json& value) { return saddle::shortened(value.dump()); }

bool is_of_schedule(const std::string& path) {
  return path == "steps" || path.starts_with("schedule.");
}

/// The config file, or that of the run that goes on; empty for none.
///
/// Errors: ConfigError for two of them.
std::string file_of(const TrainOptions& options, const saddle::RunFolder& folder) {
  if (options.resume && options.overwrite) {
    throw ConfigError("--resume", "no --overwrite beside it", "both");
  }
  if (options.resume && options.config_file) {
    throw ConfigError("--resume", "no --config beside it, for the run has its own", "both");
  }
  return options.resume ? folder.file(saddle::run_file::config) : options.config_file.value_or("");
}

Json base_of(const TrainOptions& options, const saddle::RunFolder& folder,
             const std::string& file) {
  if (!options.resume && !options.config_file) return Json::object();
  const Json base = options.resume ? folder.config() : read_json(file);
  if (!base.is_object()) throw ConfigError(file, "a JSON object", found_in(base));
  for (const auto& [key, value] : base.items()) {
    if (std::find(config_fields.begin(), config_fields.end(), key) != config_fields.end()) continue;
    throw saddle::unknown_name(file + ": field", key, config_fields);
  }
  const auto text = [&](const char* field) {
    return base.contains(field) && base[field].is_string() ? base[field].get<std::string>() : "";
  };
  if (!options.model && base.contains("experiment")) {
    require_own(file, text("model"), text("experiment"), text("unit"));
  }
  return base;
}

/// Errors: ConfigError for the data without its option, as in `saddle train ring`, and for none.
void check_named(const std::string& data, const std::vector<std::string>& settings) {
  if (!data.empty()) return;
  const auto is_none = [](const std::string& text) { return text.find('=') == text.npos; };
  const auto found = std::ranges::find_if(settings, is_none);
  const std::string words = found == settings.end() ? "" : " before " + saddle::in_quotes(*found);
  throw ConfigError("--data", "the name or path of a data set", "none" + words);
}

/// What texts such as "constraint.bound=0.05" say of the fields. None is set yet, so that an
/// unknown name is told before a value that is refused.
///
/// Errors: ConfigError for a name that no field has, or a text of another form, which `called`
/// names.
saddle::FieldSettings settings_in(const std::vector<std::string>& texts,
                                  const std::vector<Field>& fields, const std::string& called) {
  saddle::FieldSettings settings;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos) throw ConfigError(called, "key=value", saddle::in_quotes(text));
    for (const Field& field : saddle::find_fields(fields, text.substr(0, equals), called)) {
      settings.emplace_back(field, text.substr(equals + 1));
    }
  }
  return settings;
}

}  // namespace

RunPlan::RunPlan(const TrainOptions& options, const saddle::RunFolder& folder)
    : options_(with_own_names(options)),
      folder_(folder),
      file_(file_of(options, folder_)),
      base_(with_own_names(base_of(options, folder_, file_), file_)),
      data_(options.data ? *options.data : name({}, "data", "")),
      to_(options.to ? *options.to : name({}, "to", "")) {
  set_thresholds();
  check_named(data_, options_.settings);
  complete_options();
  columns_ = columns();
  const bool same_data = data_ == name({}, "data", "");  // stored labels are of stored data
  labels_ = options_.labels || same_data ? name(options_.labels, "labels", "") : "";
  source_ = open_source(data_, columns_, labels_, options_.data ? "--data" : in_file("data"));
  const std::string model = name(options_.model, "model", "");
  const FormulationEntry& formulation = this->formulation(model);
  if (formulation.translates || !to_.empty()) source_ = target(formulation);
  composition_ = &find(name(options_.objective, "objective", formulation.objective),
                       name(options_.constraint, "constraint", formulation.constraint),
                       formulation.name, model, source_);
  features_ = name(options_.features, "features", "");
  check_features();
}

void RunPlan::check_features() const {
  if (composition_->keeps_features == !features_.empty()) return;
  throw ConfigError(called("features"),
                    composition_->keeps_features
                        ? "the file of a network whose features translations keep"
                        : "none, for " + composition_->formulation + " keeps no features",
                    features_.empty() ? "none" : saddle::in_quotes(features_));
}

AnySource RunPlan::target(const FormulationEntry& formulation) {
  if (!formulation.translates) {
    throw ConfigError(called("to"),
                      "none beside " + formulation.name + ", which translates nothing",
                      saddle::in_quotes(to_));
  }
  if (to_.empty()) {
    throw ConfigError(
        "--to", "the name or path of the data to which " + formulation.name + " leads", "none");
  }
  return translation(std::move(source_),
                     open_source(to_, columns_, "", options_.to ? "--to" : in_file("to")));
}

const FormulationEntry& RunPlan::formulation(const std::string& model) const {
  const std::string named = name(options_.formulation, "formulation", "");
  const std::string own = model.empty() ? "" : formulation_of(model);
  if (!named.empty() && !own.empty() && named != own) {
    throw ConfigError(called("formulation"), own + ", which is that of the model " + model, named);
  }
  if (named.empty() && own.empty()) return formulations().front();
  return formulation_named(named.empty() ? own : named, called("formulation"));
}

std::string RunPlan::in_file(const std::string& field) const { return file_ + ": " + field; }

std::string RunPlan::called(const std::string& field) const {
  if (stored_.contains(field)) return in_file(field);
  std::string option = "--" + field;
  std::ranges::replace(option, '_', '-');
  return option;
}

void RunPlan::set_stored(const std::vector<Field>& fields, const char* group) const {
  if (!base_.contains(group)) return;
  try {
    saddle::set_fields(fields, base_[group], group);
  } catch (const ConfigError& error) {  // which names the field, of whatever file
    throw saddle::Error(in_file(error.what()));
  }
}

void RunPlan::set_thresholds() {
  const std::vector<Field> thresholds = monitors_.fields();
  const saddle::FieldSettings asked =
      settings_in(options_.monitor_settings, thresholds, "--monitor");
  set_stored(thresholds, "monitors");
  for (const auto& [field, text] : asked) field.set(text);
}

void RunPlan::check_thresholds(const std::vector<saddle::Watched>& watched) const {
  MonitorThresholds all = monitors_;
  for (const std::string& text : options_.monitor_settings) {
    const std::string asked = text.substr(0, text.find('='));
    const std::vector<Field> found = saddle::find_fields(all.fields(), asked, "--monitor");
    const bool used = std::ranges::any_of(found, [&](const Field& field) {
      const std::string monitor = field.path().substr(0, field.path().find('.'));
      return std::ranges::find(watched, monitor, &saddle::Watched::name) != watched.end();
    });
    if (used) continue;
    std::vector<std::string> names;
    for (const saddle::Watched& one : watched) names.emplace_back(one.name);
    throw ConfigError("--monitor", "a threshold of what watches this run: " + saddle::listed(names),
                      saddle::in_quotes(asked));
  }
}

saddle::CsvColumns RunPlan::columns() const {
  saddle::CsvColumns asked;
  const bool same_data = data_ == name({}, "data", "");  // stored columns are of stored data
  if (options_.label || (same_data && base_.contains("label"))) {
    asked.label = name(options_.label, "label", "");
  }
  if (same_data && base_.contains("columns")) {
    asked.names = names("columns");
  }
  if (!options_.columns) return asked;
  std::vector<std::string> named = saddle::csv_names(*options_.columns, "--columns");
  if (options_.resume && named != asked.names) {
    const std::string own =
        asked.names.empty() ? "all but the label" : saddle::names_text(asked.names);
    throw ConfigError("--columns", own + ", which are the run's", saddle::names_text(named));
  }
  asked.names = std::move(named);
  return asked;
}

std::vector<std::string> RunPlan::names(const std::string& field) const {
  std::vector<std::string> names;
  for (const Json& name : base_[field]) {
    if (!name.is_string()) throw ConfigError(in_file(field), "names", found_in(name));
    names.push_back(name.get<std::string>());
  }
  return names;
}

void RunPlan::complete_options() {
  const auto flag = [&](const char* field) {
    if (!base_.contains(field)) return false;
    if (!base_[field].is_boolean()) {
      throw ConfigError(in_file(field), "true or false", found_in(base_[field]));
    }
    return base_[field].get<bool>();
  };
  // Of two flags that exclude each other the one that is given outweighs the one that is stored.
  const bool asks_for_alarms = !options_.fail_on.empty();
  if (!asks_for_alarms && !options_.no_monitors && base_.contains("fail_on")) {
    options_.fail_on = names("fail_on");
    stored_.insert("fail_on");
  }
  const bool asks_for_monitors = asks_for_alarms || !options_.monitor_settings.empty();
  options_.no_monitors = options_.no_monitors || (!asks_for_monitors && flag("no_monitors"));
  options_.no_dashboard = options_.no_dashboard || flag("no_dashboard");
  if (base_.contains("keep_best") && !options_.keep_best) {
    options_.keep_best = name({}, "keep_best", "");
    stored_.insert("keep_best");
    options_.keep_best_every = interval(options_.keep_best_every, "keep_best_every");
  }
  if (!options_.not_finite) {
    options_.not_finite =
        not_finite_named(name({}, "on_not_finite", "stop"), in_file("on_not_finite"));
  }
}

std::string RunPlan::name(const std::optional<std::string>& option, const std::string& field,
                          const std::string& otherwise) const {
  std::string stored = otherwise;
  if (base_.contains(field)) {
    if (!base_[field].is_string()) {
      throw ConfigError(in_file(field), "a name", found_in(base_[field]));
    }
    stored = base_[field].get<std::string>();
  }
  if (option && options_.resume && *option != stored) {
    throw ConfigError("--" + field, saddle::in_quotes(stored) + ", which is the run's",
                      saddle::in_quotes(*option));
  }
  return option.value_or(stored);
}

std::optional<std::uint64_t> RunPlan::interval(const std::optional<std::uint64_t>& option,
                                               const std::string& field) const {
  if (option || !base_.contains(field)) return option;
  if (!base_[field].is_number_unsigned()) {
    throw ConfigError(in_file(field), "a whole number", found_in(base_[field]));
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

std::uint64_t RunPlan::keep_best_every(std::uint64_t steps) const {
  return options_.keep_best_every.value_or(std::max<std::uint64_t>(1, steps / 20));
}

void RunPlan::adjust(const std::vector<Field>& fields) const {
  const auto field = [&](const char* path) -> const Field& {
    return saddle::find_field(fields, path);
  };
  const saddle::FieldSettings asked = settings_in(options_.settings, fields, "setting");
  field("steps").set(std::to_string(recipe_steps()));
  set_stored(fields, "config");

  const auto set = [&](const Field& target, const std::string& text) {
    const std::string before = target.text();
    target.set(text);
    const bool of_schedule = is_of_schedule(target.path());
    if (!options_.resume || target.text() == before) return;
    if (of_schedule && options_.reschedule) return;
    throw ConfigError(target.path(),
                      before + ", which is the run's" +
                          (of_schedule ? " (or --reschedule to change its schedule)" : ""),
                      text);
  };
  for (const auto& [target, text] : asked) set(target, text);
  if (options_.steps) set(field("steps"), std::to_string(*options_.steps));
  if (options_.batch) set(field("batch"), std::to_string(*options_.batch));
  if (options_.seed) set(field("seed"), std::to_string(*options_.seed));
}

std::unique_ptr<AnyGan> RunPlan::make_gan() const {
  auto gan = composition_->make(
      composition_->objective_index, [this](const auto& fields) { adjust(fields); }, features_);
  if (!options_.resume) return gan;
  if (!goes_on()) {
    check_all_data([](const std::string&) { return std::nullopt; });
    std::cerr << folder_.path() << ": the run ended before its first checkpoint, it begins again\n";
    return gan;
  }
  const std::uint64_t steps = gan->steps();
  const std::string path = saddle::Checkpoints::checkpoint_in(folder_.path());
  const saddle::Safetensors checkpoint(path);
  check_all_data([&](const std::string& field) { return checkpoint.metadata(field).value_or(""); });
  check_settings(*gan, checkpoint);
  if (const auto advice = saddle::resume_advice(checkpoint)) std::cerr << *advice << '\n';
  saddle::load_checkpoint(*gan, path);
  gan->plan(steps);
  return gan;
}

void RunPlan::check_all_data(const NameInFile& called) const {
  check_data("data", data_, data(), called);
  if (translates()) check_data("to", to_, source_, called);
}

void RunPlan::check_data(const std::string& field, const std::string& named,
                         const AnySource& source, const NameInFile& called) const {
  const std::string config = folder_.file(saddle::run_file::config),
                    stored = name({}, field + "_hash", "");
  if (stored == source.hash) return check_labels(config);
  if (const std::string name = called(field).value_or(source.name); name != source.name) {
    throw saddle::DataError(saddle::Checkpoints::checkpoint_in(folder_.path()), field,
                            saddle::in_quotes(source.name) + ", as --" + field + " says",
                            saddle::in_quotes(name));
  }
  if (!stored.empty()) {
    throw saddle::DataError(config, field + "_hash", source.hash + ", which " + named + " has now",
                            stored + ": the run was made with other data");
  }
  std::cerr << config << " says nothing of the data's content: that it is that of the run is taken "
            << "on trust\n";
}

void RunPlan::check_labels(const std::string& config) const {
  const std::string stored = name({}, "labels_hash", "");  // none of an older version's run
  if (stored.empty() || stored == data().labels_hash) return;
  throw saddle::DataError(config, "labels_hash",
                          data().labels_hash + ", which the labels of " + data_ + " have now",
                          stored + ": the run was made with other labels");
}

void RunPlan::check_settings(const AnyGan& gan, const saddle::Safetensors& checkpoint) const {
  for (const auto& [path, text] : gan.configuration()) {
    const bool of_schedule = is_of_schedule(path);
    if (of_schedule && options_.reschedule) continue;
    const auto stored = checkpoint.metadata("config " + path);  // none of an older version's field
    if (!stored || *stored == text) continue;
    throw saddle::DataError(checkpoint.path(), "config " + path,
                            text + ", as config.json says" +
                                (of_schedule ? " (or --reschedule to change its schedule)" : ""),
                            *stored);
  }
}

saddle::Description RunPlan::notes(const AnyGan& gan) const {
  const std::string shape = saddle::shape_text(composition_->shape);
  saddle::Description notes{
      {"model", composition_->model}, {"shape", shape}, {"data", data().name}};
  if (translates()) notes.emplace_back("to", source_.name);
  if (composition_->classes > 0) {
    notes.emplace_back("classes", std::to_string(composition_->classes));
  }
  for (const auto& [path, text] : gan.configuration()) {
    if (path == "seed") notes.emplace_back(path, text);
  }
  if (const CompiledModel& model = find_model(composition_->model, shape, composition_->classes);
      !model.experiment.empty()) {
    notes.emplace_back("experiment", model.experiment);
    notes.emplace_back("unit", model.unit);
  }
  add_units(notes, {data().columns, data().full});
  if (translates()) add_units(notes, {source_.columns, source_.full}, "to ");
  return notes;
}

Json RunPlan::config(const AnyGan& gan) const {
  Json config = to_json(saddle::RunConfig{.formulation = composition_->formulation,
                                          .objective = composition_->objective,
                                          .constraint = composition_->constraint,
                                          .model = composition_->model,
                                          .data = data_,
                                          .data_hash = data().hash,
                                          .config = gan.configuration(),
                                          .monitors = monitors_.standard});
  config["checkpoint_every"] = checkpoint_every(gan.steps());
  config["grid_every"] = grid_every(gan.steps());
  config["fail_on"] = options_.fail_on;
  config["no_monitors"] = options_.no_monitors;
  config["no_dashboard"] = options_.no_dashboard;
  if (const CompiledModel& model = find_model(
          composition_->model, saddle::shape_text(composition_->shape), composition_->classes);
      !model.experiment.empty()) {
    config["experiment"] = model.experiment;
    config["unit"] = model.unit;
  }
  if (translates()) {
    config["to"] = to_;
    config["to_hash"] = source_.hash;
    saddle::TranslationMonitorConfig monitors = monitors_.translation;
    config["monitors"].update(saddle::json_of(saddle::describe_fields(monitors)));
  }
  if (gan.can(saddle::Capability::labels)) {
    LabelMonitorConfig monitors = monitors_.labels;
    config["monitors"].update(saddle::json_of(saddle::describe_fields(monitors)));
    if (!data().labels_hash.empty()) config["labels_hash"] = data().labels_hash;
  }
  if (!features_.empty()) config["features"] = features_;
  if (columns_.label) config["label"] = *columns_.label;
  if (!labels_.empty()) config["labels"] = labels_;
  if (!columns_.names.empty()) config["columns"] = columns_.names;
  if (options_.keep_best) {
    config["keep_best"] = *options_.keep_best;
    config["keep_best_every"] = keep_best_every(gan.steps());
  }
  for (const auto& [known, value] : not_finite_names) {
    if (options_.not_finite == value) config["on_not_finite"] = known;
  }
  return config;
}

std::string RunPlan::title() const {
  const FormulationEntry& formulation = formulation_named(composition_->formulation, "formulation");
  const bool plain = &formulation == &formulations().front();
  return (plain ? "" : formulation.name + " by ") + composition_->objective +
         (formulation.adversarial ? " with " + composition_->constraint : "") + " on " +
         data().name + (translates() ? " to " + source_.name : "");
}

std::string RunPlan::subject() const {
  return "samples of " + saddle::shape_text(composition_->shape) + " by " + composition_->model;
}

std::uint64_t RunPlan::recipe_steps() const { return source_.difficulty * composition_->steps; }

}  // namespace saddle_program
