// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/data/require_shape.hpp>
#include <saddle/gan/part/report.hpp>
#include <saddle/learner/place.hpp>
#include <saddle/learner/training_state.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

namespace saddle {

/// What a formulation is besides its parts and its algorithm: a device, a checked configuration,
/// clock and counters, and named losses.
///
/// `Config` has steps, batch, seed, schedule, and `most_steps(clocks)`: how many steps take no more
/// than so many clocks. A formulation derives from this, makes its parts with `place`, writes its
/// `step` with `make_step`, and lists its parts in `state`.
template <class Config, class Losses, class D>
class Formulation {
 public:
  using Device = D;
  using Scalar = typename D::Scalar;

  /// What the last step measured. It stays where it is, and changes with the next step.
  const Report<Losses>& report() const { return report_; }
  const Config& config() const { return config_; }

  /// The step at which the run is planned to end.
  std::uint64_t steps() const { return config_.steps; }

  /// Sets the step at which the run ends, which its learning rate schedule aims at.
  ///
  /// Errors: ConfigError for more steps than there are random draws for.
  void plan(std::uint64_t last_step) { config_ = with_draws_for(last_step, config_); }

  /// The configuration as text, field by field.
  Description configuration() const {
    Config config = config_;
    return describe_fields(config);
  }

 protected:
  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit Formulation(const Config& config)
      : config_(with_draws_for(config.steps, checked(config))), distance_(device_.slot()) {
    if constexpr (requires { config.objective.check(); }) config.objective.check();
  }

  /// Where the next part stands.
  ///
  /// Errors: ConfigError for a name that another part has.
  Place<D> place(const std::string& name) {
    if (std::ranges::find(names_, name) != names_.end()) {
      throw ConfigError("part " + name, "a name of its own", "that of another part");
    }
    names_.push_back(name);
    return {device_, config_.batch, config_.seed, static_cast<std::uint32_t>(names_.size() - 1),
            name};
  }

  /// The time of the next update.
  Clock tick() {
    return {config_.seed, static_cast<std::uint32_t>(++time_),
            config_.schedule.factor(report_.step, config_.steps)};
  }

  /// The position of the first of the run's next `batch` samples, which are then taken.
  std::uint64_t next_samples() {
    const std::uint64_t first = position_;
    position_ += config_.batch;
    return first;
  }

  /// Brings samples number `first` and following of a source, or of its domain I, to the device.
  ///
  /// Errors: ConfigError for samples that are not of as many numbers as there is room for.
  template <class Source>
  void load(const Source& source, std::uint64_t first, typename D::template Buffer<Scalar>& to) {
    data::require_size(source, to.size() / config_.batch);
    upload(device_, ref<D>(to), to.size(),
           [&](Scalar* out) { source.draw(out, config_.batch, config_.seed, first); });
  }
  template <std::size_t I, class Source>
  void load(const Source& source, std::uint64_t first, typename D::template Buffer<Scalar>& to) {
    data::require_size(std::get<I>(std::tie(source.first, source.second)),
                       to.size() / config_.batch);
    upload(device_, ref<D>(to), to.size(),
           [&](Scalar* out) { source.template draw<I>(out, config_.batch, config_.seed, first); });
  }

  /// Counts the step that `algorithm` makes; an error says which one it was, and where one of the
  /// `models` made a number that is not finite. Samples that are refused have not been taken.
  /// Inline, for its symbol would name all of them.
  template <class Algorithm, class... Models>
  [[gnu::always_inline]] void make_step(Algorithm&& algorithm, Models&... models) {
    const std::uint64_t time = time_, position = position_;
    try {
      algorithm();
    } catch (const ConfigError&) {
      time_ = time;
      position_ = position;
      throw;
    } catch (const NumericError& error) {
      std::string text =
          std::string("step ") + std::to_string(report_.step + 1) + ": " + error.what();
      ((text += samples_of(models)), ...);
      throw NumericError(text);
    }
    ++report_.step;
  }

  /// The list behind saving, loading and undoing: what these parts keep, and the counters.
  template <class... Parts>
  TrainingState<D> state_of(Parts&... parts) {
    TrainingState<D> state;
    (parts.list_state(state), ...);
    state.counters.push_back({"step", &report_.step});
    state.counters.push_back({"time", &time_, false});
    state.counters.push_back({"position", &position_, false});
    return state;
  }

  /// What this step measured of a loss; `add` for one that is a sum.
  ///
  /// Errors: NumericError, naming the loss, if it is not finite.
  void measure(typename Report<Losses>::Loss loss, double value) {
    if (!std::isfinite(value)) {
      throw NumericError(std::string(Losses::names[loss.place()]) + " is not finite");
    }
    report_[loss] = value;
  }
  void add(typename Report<Losses>::Loss loss, double value) {
    measure(loss, report_[loss] + value);
  }
  void measure(typename Report<Losses>::Loss loss, Slot<D> value) {
    measure(loss, value_of(device_, value));
  }
  void add(typename Report<Losses>::Loss loss, Slot<D> value) {
    add(loss, value_of(device_, value));
  }

  /// What a critic update measured, a `CriticReport`.
  void measure(const auto& critic) {
    measure("bound", critic.estimate);
    measure("critic_loss", critic.real_loss + critic.fake_loss);
    measure("penalty", critic.penalty);
  }

  static const char* scalar_name() {
    return sizeof(Scalar) == sizeof(float) ? "float32" : "float64";
  }

  /// The first fields of a description.
  template <class Constraint>
  Description describe_policies(const std::string& formulation) const {
    return {{"formulation", formulation},
            {"objective", chosen_name(config_.objective)},
            {"constraint", full_name<Constraint>()},
            {"critic optimizer", full_name<typename Config::CriticOptimizer>()},
            {"generator optimizer", full_name<typename Config::GeneratorOptimizer>()},
            {"scalar", scalar_name()}};
  }

  D device_;
  Config config_;
  Report<Losses> report_;
  Slot<D> distance_;  // where a distance is left until it is measured

 private:
  /// Where a model's samples stopped being finite, as an error goes on; empty if they are.
  template <class Model>
  std::string samples_of(Model& model) {
    const std::string found = model.not_finite(device_);
    return found.empty() ? found : "; the " + model.name() + "'s samples are not: " + found;
  }

  /// The config for a run of `steps`, whose updates 32 bits tell apart; see `Clock`.
  static Config with_draws_for(std::uint64_t steps, Config config) {
    const std::uint64_t most = config.most_steps(std::numeric_limits<std::uint32_t>::max());
    if (steps > most) {
      const char* why = requires { config.critic_steps; } ? " with these critic_steps" : "";
      throw ConfigError("steps",
                        "at most " + std::to_string(most) + why + ", for 2^32 updates in all",
                        std::to_string(steps));
    }
    config.steps = steps;
    return config;
  }

  std::vector<std::string> names_;
  std::uint64_t time_ = 0;
  std::uint64_t position_ = 0;
};

}  // namespace saddle
