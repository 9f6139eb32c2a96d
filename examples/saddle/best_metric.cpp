// SPDX-License-Identifier: BSL-1.0
#include "best_metric.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/metric/collapse.hpp>
#include <saddle/metric/mode_count.hpp>

#include <cmath>
#include <cstddef>
#include <utility>

namespace {

constexpr std::size_t spread_samples = 512, mode_samples = 2'000;

std::function<double(AnyGan&)> of_spread(const AnySource& source, std::uint64_t seed,
                                         double saddle::Spread::* number) {
  saddle::SpreadMeter meter(saddle::data::held_out(source, spread_samples, seed));
  return [meter = std::move(meter), number](AnyGan& gan) {
    return meter(gan.sample(spread_samples)).*number;
  };
}

template <class Number>
std::function<double(AnyGan&)> of_modes(const AnySource& source, Number number) {
  return [centres = *source.modes, sigma = source.sigma, number](AnyGan& gan) {
    return number(saddle::count_modes(gan.sample(mode_samples), centres, sigma));
  };
}

}  // namespace

BestMetric::BestMetric(const std::string& name, const AnySource& source, std::uint64_t seed) {
  using saddle::ModeCount;
  if (name == "bound") {
    better_ = saddle::Better::lower;
    measure_ = [real = saddle::data::held_out(source, spread_samples, seed)](AnyGan& gan) {
      return gan.divergence(real).value;
    };
  } else if (name == "coverage") {
    measure_ = of_spread(source, seed, &saddle::Spread::coverage);
  } else if (name == "duplicates") {
    better_ = saddle::Better::lower;
    measure_ = of_spread(source, seed, &saddle::Spread::duplicates);
  } else if (name == "modes" && source.modes) {
    measure_ = of_modes(source, [](const ModeCount& c) { return static_cast<double>(c.modes); });
  } else if (name == "high-quality" && source.modes) {
    measure_ = of_modes(source, [](const ModeCount& c) { return c.high_quality; });
  } else if (name == "mode-kl" && source.modes) {
    better_ = saddle::Better::lower;
    measure_ = of_modes(source, [](const ModeCount& c) { return c.mode_kl; });
  } else {
    throw saddle::ConfigError("--keep-best",
                              std::string("bound, coverage, duplicates") +
                                  (source.modes ? ", modes, high-quality, mode-kl" : ""),
                              "'" + name + "'");
  }
}
