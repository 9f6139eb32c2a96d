// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/score_term.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/running_mean.hpp>
#include <saddle/core/tensor.hpp>

#include <cmath>

namespace saddle {

/// A number estimated from samples, with the standard error of its mean.
struct Estimate {
  double value = 0;
  double standard_error = 0;
};

inline namespace per_set {

/// How much a model's loss feels of each of these scores of its samples: |d loss / d score|.
/// Shapes: (n) -> (n).
template <class Objective>
Tensor<double, 1> score_slopes(const Objective& objective, Tensor<double, 1> scores) {
  for (double& s : scores) {
    double loss = 0, slope = 0;
    ModelFake<Objective>{objective}(s, loss, slope);
    s = std::abs(slope);
  }
  return scores;
}

/// The mean of the objective's critic losses over scores of real and fake samples, as the number
/// that it reports: a variational bound or a distance. Shapes: (n), (m).
template <class Objective>
Estimate reported(const Objective& objective, const Tensor<double, 1>& real,
                  const Tensor<double, 1>& fake) {
  const auto mean_of = [](const Tensor<double, 1>& scores, auto loss) {
    RunningMean mean;
    for (double score : scores) mean.add(loss(score));
    return Estimate{mean.value(), mean.standard_error()};
  };
  const Estimate on_real = mean_of(real, [&](double s) { return objective.critic_real(s); });
  const Estimate on_fake = mean_of(fake, [&](double s) { return objective.critic_fake(s); });
  const double unit = std::abs(objective.estimate(1.0) - objective.estimate(0.0));
  return {objective.estimate(on_real.value + on_fake.value),
          unit * std::hypot(on_real.standard_error, on_fake.standard_error)};
}

}  // namespace per_set

}  // namespace saddle
