// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/trained_critic.hpp>
#include <saddle/core/device.hpp>
#include <saddle/learner/training_state.hpp>

#include <string>
#include <string_view>

namespace saddle_program {

// What reads files into the networks of units: the program's, so that no unit compiles it again.

/// See `saddle::load_network`.
void read_network(const saddle::TrainingState<saddle::Cpu>& state, std::string_view name,
                  const std::string& path);

/// See `saddle::load_critic`.
void read_critic(const saddle::CriticState<saddle::Cpu>& critic, const std::string& path);

/// The file of a run's network of that name.
std::string network_in(const std::string& run, std::string_view name);

}  // namespace saddle_program
