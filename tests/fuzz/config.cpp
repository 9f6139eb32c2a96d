// SPDX-License-Identifier: BSL-1.0
// A config.json that somebody sent: the settings of a trainer and its monitors, and steps with
// them.
#include "memory_path.hpp"

#include <saddle/constraint/weight_clip.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/divergence/pearson.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/io/json_fields.hpp>
#include <saddle/objective/f_divergence.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace {

using namespace saddle;
using Trainer = Gan<FDivergence<Pearson>, WeightClip>;

void train(Trainer::Config config) {
  config.batch = std::min<std::size_t>(config.batch, 16);  // any numbers, but few enough
  config.critic_steps = std::min<std::size_t>(config.critic_steps, 2);
  config.critic_warmup = std::min<std::size_t>(config.critic_warmup, 2);
  try {
    Trainer gan(config);
    gan.step(data::Ring{});
    gan.step(data::Ring{});
  } catch (const NumericError&) {  // rates may be too high: the step says so
  }
}

/// The attempts run in children of fork() that are short of memory for threads.
[[maybe_unused]] const bool alone = (parallel::set_workers(1), true);

}  // namespace

void saddle::fuzz::config(Bytes bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const Json file = parse_json(text, "config.json");
  if (!file.is_object()) throw DataError("config.json", "value 1", "an object", "another value");
  try {
    Trainer::Config config, same;
    MonitorConfig monitors;
    if (file.contains("monitors")) set_fields(fields(monitors), file["monitors"], "monitors");
    if (file.contains("config")) set_fields(fields(config), file["config"], "config");
    set_fields(fields(same), parse_json(json_of(describe_fields(config)).dump(), "again"),
               "config");
    require(describe_fields(same) == describe_fields(config), "a configuration reads back");
    train(config);
  } catch (const ConfigError& error) {
    throw DataError("config.json", "config", "settings", error.what());
  }
}
