// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/data/content_hash.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/source.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/io/file/folder_lock.hpp>
#include <saddle/io/image.hpp>
#include <saddle/io/png.hpp>
#include <saddle/metric/collapse.hpp>
#include <saddle/metric/estimate/two_samples.hpp>
#include <saddle/metric/lipschitz.hpp>
#include <saddle/metric/mode_count.hpp>
#include <saddle/picture/landscape_picture.hpp>
#include <saddle/report/json_fields.hpp>
#include <saddle/report/json_file.hpp>
#include <saddle/report/small_picture.hpp>
#include <saddle/report/sweep_row.hpp>
#include <saddle/run/any_trainer.hpp>
#include <saddle/sweep/sweep_config.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/interrupt.hpp>
#include <saddle/train/monitor/monitors.hpp>
#include <saddle/train/stats_log.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace saddle {

namespace detail {

/// Where all but the outermost points of two columns lie, with a margin.
inline Bounds bounds_of(const Tensor<float, 2>& points) {
  const auto range = [&](std::size_t column) {
    Range r{points(0, column), points(0, column)};
    for (std::size_t i = 0; i < points.shape(0); ++i) {
      r = {std::min<double>(r.low, points(i, column)), std::max<double>(r.high, points(i, column))};
    }
    const double margin = 0.2 * std::max(r.high - r.low, 1e-6);
    return Range{r.low - margin, r.high + margin};
  };
  return {range(0), range(1)};
}

/// Points over the critic's landscape, those of a table in its own units, or images; data of other
/// shapes has no picture.
template <class Source>
void write_samples(AnyTrainer<Source>& gan, const Source& source, const Tensor<float, 2>& real,
                   const std::string& title, const std::string& path) {
  const auto shape = gan.data_shape();
  if (shape.size() == 3) {
    const Tensor<float, 2> rows = gan.sample(64);
    Tensor<float, 4> images = Tensor<float, 4>::from_shape({64, shape[0], shape[1], shape[2]});
    std::copy(rows.begin(), rows.end(), images.begin());
    write_png(path, grid(images));
  } else if (shape.size() == 1 && shape[0] == 2) {
    constexpr std::size_t side = 120, shown = 500;
    const Bounds bounds = bounds_of(real);
    const Tensor<double, 1> values = gan.scores(landscape_points(bounds, side, side));
    Tensor<double, 2> landscape = Tensor<double, 2>::from_shape({side, side});
    std::copy(values.begin(), values.end(), landscape.begin());
    std::vector<data::Column> columns;
    if constexpr (requires { columns = source.columns; }) columns = source.columns;
    const bool table = !columns.empty();
    if (!table) columns = {{.name = "x"}, {.name = "y"}};
    const auto in_file = [&](std::size_t c, Range range) {
      return Range{columns[c].in_file(range.low), columns[c].in_file(range.high)};
    };
    write_png(
        path,
        halved(landscape_picture(
            data::in_file(columns, gan.sample(2'000)),
            data::in_file(columns, rows_of(real, 0, shown)), landscape,
            {in_file(0, bounds.x), in_file(1, bounds.y)},
            {.title = title, .x = columns[0].name, .y = columns[1].name, .same_units = !table})));
  }
}

/// Measures a trained trainer on held-out samples.
template <class Source>
void measure(AnyTrainer<Source>& gan, const Source& source, const Tensor<float, 2>& real,
             SweepRow& row) {
  const auto samples = gan.sample(real.shape(0));
  row.bound = gan.divergence(real).value;
  row.lipschitz = steepest_slope(rows_of(real, 0, 256), rows_of(samples, 0, 256),
                                 [&](const Tensor<float, 2>& x) { return gan.scores(x); });
  const Spread spread = SpreadMeter(rows_of(real, 0, 512))(rows_of(samples, 0, 512));
  row.coverage = spread.coverage;
  row.duplicates = spread.duplicates;
  if constexpr (requires { source.modes(); }) {
    const ModeCount count = count_modes(samples, source.modes(), source.sigma);
    row.modes = count.modes;
    row.modes_total = count.modes_total;
    row.high_quality = count.high_quality;
    row.mode_kl = count.mode_kl;
  }
}

}  // namespace detail

inline namespace per_set {

/// Carries one run of a sweep out in its folder `config.out`/`row.folder`: what is there complete
/// is read, what was cut goes on from its checkpoint. The row says what came out.
///
/// The folder is one as `saddle train` leaves it: config.json, stats.jsonl, checkpoint and
/// generator, samples.png, run.json. A run that ends in a number that is not finite is complete,
/// and the row has the failure. Errors: FileError, DataError for what cannot be written or read.
template <data::Source Source>
void run_sweep_row(AnyTrainer<Source>& gan, const Source& source, const SweepConfig& config,
                   SweepRow& row, Interrupt& interrupt) {
  const std::string folder = config.out + "/" + row.folder;
  make_folder(folder);
  remove_temporaries(folder, [](std::string_view) { return true; });
  Json asked{{"objective", row.objective},
             {"constraint", row.constraint},
             {"data", std::string(source.name)},
             {"config", json_of(gan.configuration())}};
  asked["data_hash"] = data::content_hash(source);
  const std::string asked_path = folder + "/config.json";
  const std::string result_path = folder + "/run.json";
  const std::string checkpoint = Checkpoints::checkpoint_in(folder);
  Json stored;
  if (std::filesystem::exists(asked_path)) stored = read_json_file(asked_path);
  if (stored.is_object() && !stored.contains("data_hash")) {  // of a version that kept none
    stored["data_hash"] = asked["data_hash"];
  }
  const bool same = stored == asked;
  if (same && std::filesystem::exists(result_path)) {
    row = row_from(read_json_file(result_path));
    if (row.complete) return;
  }
  std::filesystem::remove(result_path);
  if (same && std::filesystem::exists(checkpoint)) load_checkpoint(gan, checkpoint);
  else std::filesystem::remove(checkpoint);
  write_text(asked_path, asked.dump(2) + "\n");

  Checkpoints checkpoints(folder, std::max<std::uint64_t>(1, gan.steps() / 4), {}, nullptr);
  StatsLog stats(folder + "/stats.jsonl", std::max<std::uint64_t>(1, gan.steps() / 200), nullptr);
  auto monitors = standard_monitors(source, row.seed, config.monitors, nullptr);
  const Tensor<float, 2> real = data::held_out(source, config.held_out, row.seed);
  row.complete = true;
  try {
    row.seconds += fit(gan, source, {.progress = nullptr, .history_size = 1}, stats, checkpoints,
                       monitors, interrupt)
                       .seconds;
    row.complete = gan.report().step == gan.steps();
  } catch (const NumericError& error) {
    row.failure = error.what();
  }
  row.steps = gan.report().step;
  for (const Watched& one : monitors.watched()) {
    const std::string told = std::string(one.name) + " at step ";
    const auto same_monitor = [&](const std::string& before) { return before.starts_with(told); };
    if (!one.alarm || std::any_of(row.alarms.begin(), row.alarms.end(), same_monitor)) continue;
    row.alarms.push_back(told + std::to_string(one.alarm->step));
  }
  if (!row.complete) {
    write_text(result_path, to_json(row).dump() + "\n");
    return;
  }
  if (row.failure.empty()) detail::measure(gan, source, real, row);
  detail::write_samples(gan, source, real, row.objective + " with " + row.constraint,
                        folder + "/samples.png");
  write_text(result_path, to_json(row).dump() + "\n");
}

}  // namespace per_set

}  // namespace saddle
