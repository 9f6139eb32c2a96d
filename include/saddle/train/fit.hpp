// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/data/source.hpp>
#include <saddle/train/progress.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

namespace saddle {

/// How `fit` runs.
struct FitConfig {
  std::uint64_t steps = 0;         // model updates; 0 = what the trainer's config says
  std::FILE* progress = stderr;    // where the progress goes; null = nowhere
  std::size_t history_size = 500;  // how many measurements are kept, evenly spread over the run
};

/// What the training measured on the way: one entry per measured step.
struct History {
  std::vector<double> step, bound, critic_loss, generator_loss, penalty;
};

/// A finished run. `cpu_per_wall` is the processor time of all threads per second.
struct FitResult {
  std::uint64_t steps = 0;
  double seconds = 0;
  double cpu_per_wall = 0;
  History history;
};

namespace detail {

template <class Shape>
std::string shape_text(const Shape& shape) {
  std::string text;
  for (std::size_t extent : shape) text += (text.empty() ? "" : "x") + std::to_string(extent);
  return text;
}

}  // namespace detail

/// Trains `gan` on `source` with a progress bar and returns what was measured.
///
/// Errors: ConfigError if the source's samples have another shape than the experiment's; what the
/// trainer's step throws.
template <class G, data::Source Source>
FitResult fit(G& gan, const Source& source, const FitConfig& config = {}) {
  const auto expected = gan.data_shape();
  const auto found = source.shape();
  if (!std::equal(found.begin(), found.end(), expected.begin(), expected.end())) {
    throw ConfigError("shape of a sample of " + std::string(source.name),
                      detail::shape_text(expected), detail::shape_text(found));
  }
  const std::uint64_t total = config.steps > 0 ? config.steps : gan.steps();
  gan.plan(gan.report().step + total);
  Progress progress(config.progress);
  FitResult result;
  History& history = result.history;
  const std::uint64_t every =
      std::max<std::uint64_t>(1, total / std::max<std::uint64_t>(1, config.history_size));

  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t cpu_begin = std::clock();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  for (std::uint64_t i = 1; i <= total; ++i) {
    gan.step(source);
    const auto& report = gan.report();
    const double critic_loss = report.critic.real_loss + report.critic.fake_loss;
    if (i % every == 0 || i == total) {
      history.step.push_back(static_cast<double>(report.step));
      history.bound.push_back(report.critic.estimate);
      history.critic_loss.push_back(critic_loss);
      history.generator_loss.push_back(report.generator_loss);
      history.penalty.push_back(report.critic.penalty);
    }
    progress.update(
        {i, total, seconds(), critic_loss, report.generator_loss, report.critic.estimate});
  }
  result.steps = total;
  result.seconds = seconds();
  result.cpu_per_wall = static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC /
                        std::max(result.seconds, 1e-9);
  return result;
}

}  // namespace saddle
