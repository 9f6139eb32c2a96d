// SPDX-License-Identifier: BSL-1.0
#include "run/best_metric.hpp"

#include <saddle/core/text/nearest_name.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/metric/collapse.hpp>
#include <saddle/metric/mode_count.hpp>

#include <cstddef>
#include <utility>

namespace saddle_program {

namespace {

constexpr std::size_t spread_samples = 512, mode_samples = 2'000;

using Measure = std::function<double(AnyGan&)>;

Measure bound(const AnySource& source, std::uint64_t seed) {
  return [real = saddle::data::held_out(source, spread_samples, seed)](AnyGan& gan) {
    return gan.divergence(real).value;
  };
}

template <double saddle::Spread::* number>
Measure of_spread(const AnySource& source, std::uint64_t seed) {
  saddle::SpreadMeter meter(saddle::data::held_out(source, spread_samples, seed));
  return
      [meter = std::move(meter)](AnyGan& gan) { return meter(gan.sample(spread_samples)).*number; };
}

template <auto saddle::ModeCount::* number>
Measure of_modes(const AnySource& source, std::uint64_t) {
  return [centres = *source.modes, sigma = source.sigma](AnyGan& gan) {
    return static_cast<double>(saddle::count_modes(gan.sample(mode_samples), centres, sigma).*
                               number);
  };
}

struct Metric {
  const char* name;
  saddle::Better better;
  bool needs_modes;
  Measure (*on)(const AnySource&, std::uint64_t seed);
};

using saddle::Better, saddle::ModeCount, saddle::Spread;

constexpr Metric metrics[] = {
    {"bound", Better::lower, false, bound},
    {"coverage", Better::higher, false, of_spread<&Spread::coverage>},
    {"duplicates", Better::lower, false, of_spread<&Spread::duplicates>},
    {"modes", Better::higher, true, of_modes<&ModeCount::modes>},
    {"high-quality", Better::higher, true, of_modes<&ModeCount::high_quality>},
    {"mode-kl", Better::lower, true, of_modes<&ModeCount::mode_kl>}};

std::vector<std::string> names(bool with_modes) {
  std::vector<std::string> all;
  for (const Metric& metric : metrics) {
    if (with_modes || !metric.needs_modes) all.emplace_back(metric.name);
  }
  return all;
}

}  // namespace

std::vector<std::string> best_metric_names() { return names(true); }

BestMetric::BestMetric(const std::string& name, const AnySource& source, std::uint64_t seed,
                       const std::string& called) {
  const bool has_modes = source.modes.has_value();
  for (const Metric& metric : metrics) {
    if (name != metric.name || (metric.needs_modes && !has_modes)) continue;
    better_ = metric.better;
    measure_ = metric.on(source, seed);
    return;
  }
  throw saddle::unknown_name(called, name, names(has_modes));
}

}  // namespace saddle_program
