// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/rows.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/collapse.hpp>
#include <saddle/metric/mode_count.hpp>
#include <saddle/run/any_trainer.hpp>
#include <saddle/run/run_result.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>

namespace saddle::inline per_set {

/// The centres of a mixture, of a source that knows them at compile time or at run time.
template <class Source>
std::optional<Tensor<double, 2>> modes_of(const Source& source) {
  if constexpr (requires { source.modes(); }) return source.modes();
  else if constexpr (requires { source.modes; }) return source.modes;
  else return {};
}

/// Measures a trained trainer on samples that it has not seen, with as many of its own: the
/// objective's number, coverage, and modes where they are known. What this formulation has not is
/// left NaN.
///
/// Shapes: real (n, numbers of a sample), n at least 10.
/// Cost:   n samples, and the squared distances of 512 of them.
template <class Source>
void measure(AnyTrainer<Source>& gan, const Source& source, const Tensor<float, 2>& real,
             RunResult& result) {
  if (gan.can(Capability::divergence)) {
    result.bound = gan.divergence(real).value;
  } else {
    const Measurement report = gan.report();
    const auto place = std::ranges::find(report.names, "bound");
    // A trainer that was loaded and made no step has measured nothing.
    const bool measured = std::ranges::any_of(report.values, [](double loss) { return loss != 0; });
    if (measured && place != report.names.end()) {
      result.bound = report.values[static_cast<std::size_t>(place - report.names.begin())];
    }
  }
  if (!gan.can(Capability::samples)) return;
  constexpr std::size_t compared = 512;
  const Tensor<float, 2> samples = gan.sample(real.shape(0));
  const Spread spread = SpreadMeter(rows_of(real, 0, compared))(rows_of(samples, 0, compared));
  result.coverage = spread.coverage;
  result.duplicates = spread.duplicates;
  const std::optional<Tensor<double, 2>> modes = modes_of(source);
  if (!modes) return;
  if constexpr (requires { source.sigma; }) {
    const ModeCount count = count_modes(samples, *modes, source.sigma);
    result.modes = count.modes;
    result.modes_total = count.modes_total;
    result.high_quality = count.high_quality;
    result.mode_kl = count.mode_kl;
  }
}

}  // namespace saddle::inline per_set
