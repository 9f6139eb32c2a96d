// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/fault.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/gan/flow_fault.hpp>
#include <saddle/optim/adam.hpp>
#include <saddle/optim/ema.hpp>
#include <saddle/optim/schedule.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saddle {

/// What a `Flow` measures in a step.
struct FlowLosses {
  static constexpr std::array<std::string_view, 2> names{
      "negative_log_likelihood",  // of a sample, in the units of the data
      "bits_per_dimension"        // the same for a number of a sample, in levels if it has some
  };
};

namespace detail {

template <class Experiment>
constexpr Recipe flow_recipe() {
  if constexpr (requires { Experiment::recipe; }) return Experiment::recipe;
  else return {};
}
template <class Experiment>
constexpr Adam flow_optimizer() {
  if constexpr (requires { Experiment::optimizer; }) return Experiment::optimizer;
  else return {.learning_rate = 1e-3, .beta1 = 0.9, .beta2 = 0.999};
}

}  // namespace detail

/// The numbers of a `Flow`.
template <class Experiment>
struct FlowConfig {
  static constexpr Recipe recipe = detail::flow_recipe<Experiment>();

  std::uint64_t steps = recipe.steps;
  std::size_t batch = recipe.batch;
  std::uint64_t seed = 1;
  Adam optimizer = detail::flow_optimizer<Experiment>();
  LearningRateDecay schedule{.decay_from = recipe.decay_from, .decay_to = recipe.decay_to};
  Ema ema = recipe.ema;

  /// A step takes a clock.
  std::uint64_t most_steps(std::uint64_t clocks) const { return clocks; }

  SADDLE_DESCRIBE(FlowConfig, steps, batch, seed, optimizer, schedule, ema);
  static constexpr Bounded bounded[] = {
      {"steps", limits::steps}, {"batch", limits::size}, {"seed", limits::whole}};
};

/// The first fault of a flow and the law of its codes; see `fault`.
template <class E, class D>
consteval Fault flow_fault() {
  if constexpr (!requires {
                  typename E::Latent::Value;
                  typename E::Flow;
                }) {
    return Fault::not_a_flow_experiment;
  } else if constexpr (!detail::Complete<D>) {
    return Fault::no_device;
  } else if constexpr (constexpr Fault nets = detail::flows_fault<typename E::Flow>();
                       nets != Fault::none) {
    return nets;
  } else {
    return detail::prior_fault<typename E::Latent, typename E::Flow>();
  }
}

}  // namespace saddle
