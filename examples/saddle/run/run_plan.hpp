// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "commands/options.hpp"
#include "data/any_source.hpp"
#include "data/samples.hpp"
#include "models/any_gan.hpp"
#include "models/formulations.hpp"
#include "run/run_monitors.hpp"

#include <saddle/core/describe/field.hpp>
#include <saddle/io/csv_columns.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/run/run_folder.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace saddle_program {

/// A run with all its questions answered: from flags, a config file or the run that it goes on
/// with, in this order, and defaults.
///
/// Errors: ConfigError for a name, shape or setting that cannot be, or a flag that says something
///         else than the run that is resumed; what opening data and config files throws.
class RunPlan {
 public:
  /// `folder` must outlive this.
  RunPlan(const TrainOptions& options, const saddle::RunFolder& folder);

  /// What was asked for, completed by what the config file or the run says.
  const TrainOptions& options() const { return options_; }

  /// Whether it goes on from a state of the folder's.
  bool goes_on() const { return options_.resume && folder_.holds_checkpoint(); }

  /// The data; of a translation that to which it leads, which knows the other.
  const AnySource& source() const { return source_; }
  /// The data, of a translation that from which it leads.
  const AnySource& data() const { return source_.origin ? *source_.origin : source_; }
  bool translates() const { return source_.origin != nullptr; }

  const Composition& composition() const { return *composition_; }

  /// The file of the network whose features a translation keeps; empty where it keeps none.
  const std::string& features() const { return features_; }

  /// How messages call what was said of a field: by its option, or by the file that says it.
  std::string called(const std::string& field) const;

  /// The trainer, at its beginning or where the resumed run stopped.
  std::unique_ptr<AnyGan> make_gan() const;

  std::uint64_t checkpoint_every(std::uint64_t steps) const;
  std::uint64_t grid_every(std::uint64_t steps) const;

  std::uint64_t keep_best_every(std::uint64_t steps) const;

  /// Thresholds and watches of the monitors.
  const MonitorThresholds& monitors() const { return monitors_; }

  /// What it reads, by the option that names it or would; a name of generated data is no file.
  std::vector<NamedFile> read_files() const {
    return {{"--data", data_}, {"--to", to_}, {"--labels", labels_}, {"--features", features_}};
  }

  /// Errors: ConfigError for a threshold that was asked for of no monitor that watches the run.
  void check_thresholds(const std::vector<saddle::Watched>& watched) const;

  /// What the files of the run say of it besides its numbers; no path.
  saddle::Description notes(const AnyGan& gan) const;

  /// All of it, in the form of a config file: `saddle::RunConfig`, and what this program asks
  /// beside.
  nlohmann::ordered_json config(const AnyGan& gan) const;

  std::string title() const;

  /// Data and model in words: "samples of 28x28x1 by dcgan".
  std::string subject() const;

  /// The model's own number of steps for this data.
  std::uint64_t recipe_steps() const;

 private:
  std::string name(const std::optional<std::string>& option, const std::string& field,
                   const std::string& otherwise) const;
  const FormulationEntry& formulation(const std::string& model) const;
  std::vector<std::string> names(const std::string& field) const;
  std::optional<std::uint64_t> interval(const std::optional<std::uint64_t>& option,
                                        const std::string& field) const;
  saddle::CsvColumns columns() const;
  void complete_options();
  void set_thresholds();
  std::string in_file(const std::string& field) const;
  void set_stored(const std::vector<saddle::Field>& fields, const char* group) const;
  void adjust(const std::vector<saddle::Field>& fields) const;
  AnySource target(const FormulationEntry& formulation);
  void check_features() const;
  using NameInFile = std::function<std::optional<std::string>(const std::string& field)>;
  void check_all_data(const NameInFile& called) const;
  void check_data(const std::string& field, const std::string& named, const AnySource& source,
                  const NameInFile& called) const;
  void check_labels(const std::string& config) const;
  void check_settings(const AnyGan& gan, const saddle::Safetensors& checkpoint) const;

  TrainOptions options_;
  const saddle::RunFolder& folder_;
  std::string file_;              // the config file, or that of the resumed run
  nlohmann::ordered_json base_;   // what it says
  std::set<std::string> stored_;  // fields of options_ that it filled in
  std::string data_, to_;
  saddle::CsvColumns columns_;  // as they were asked for
  std::string labels_;          // a file; empty for none
  std::string features_;        // a file
  AnySource source_;
  const Composition* composition_ = nullptr;
  MonitorThresholds monitors_;
};

}  // namespace saddle_program
