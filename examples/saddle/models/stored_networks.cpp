// SPDX-License-Identifier: BSL-1.0
#include "models/stored_networks.hpp"

#include <saddle/train/checkpoint.hpp>
#include <saddle/train/checkpoints.hpp>

namespace saddle_program {

void read_network(const saddle::TrainingState<saddle::Cpu>& state, std::string_view name,
                  const std::string& path) {
  saddle::load_network(state, name, path);
}

void read_critic(const saddle::CriticState<saddle::Cpu>& critic, const std::string& path) {
  saddle::load_critic(critic, path);
}

std::string network_in(const std::string& run, std::string_view name) {
  return saddle::Checkpoints::network_in(run, name);
}

}  // namespace saddle_program
