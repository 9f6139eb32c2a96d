// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <cstdint>
#include <vector>

namespace saddle::inline per_set {

/// What one step measured.
struct Measurement {
  std::uint64_t step = 0;
  double bound = 0;  // the number that the objective reports
  double critic_loss = 0;
  double generator_loss = 0;
  double penalty = 0;
};

template <class Report>
Measurement measurement_of(const Report& report) {
  return {report.step, report.critic.estimate, report.critic.real_loss + report.critic.fake_loss,
          report.generator_loss, report.critic.penalty};
}

/// What a training measured on the way: one entry per measured step.
struct History {
  std::vector<double> step, bound, critic_loss, generator_loss, penalty;

  void add(const Measurement& m) {
    step.push_back(static_cast<double>(m.step));
    bound.push_back(m.bound);
    critic_loss.push_back(m.critic_loss);
    generator_loss.push_back(m.generator_loss);
    penalty.push_back(m.penalty);
  }
};

}  // namespace saddle::inline per_set
