// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/data/content_hash.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/source.hpp>
#include <saddle/io/image.hpp>
#include <saddle/io/png.hpp>
#include <saddle/metric/lipschitz.hpp>
#include <saddle/picture/landscape_picture.hpp>
#include <saddle/report/small_picture.hpp>
#include <saddle/report/sweep_row.hpp>
#include <saddle/run/any_trainer.hpp>
#include <saddle/run/measure.hpp>
#include <saddle/run/run_config.hpp>
#include <saddle/run/run_folder.hpp>
#include <saddle/run/run_result.hpp>
#include <saddle/sweep/sweep_config.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/interrupt.hpp>
#include <saddle/train/monitor/monitors.hpp>
#include <saddle/train/stats_log.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace saddle {

namespace detail {

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
    const Bounds bounds{range_of(real, 0), range_of(real, 1)};
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

}  // namespace detail

inline namespace per_set {

/// Carries one run of a sweep out in its folder `config.out`/`row.folder`: what is there complete
/// is read, what was cut goes on from its checkpoint. The row says what came out.
///
/// The folder is a `RunFolder`, as `saddle train` leaves one. A run that ends in a number that is
/// not finite is complete, and the row has the failure.
///
/// Errors: FileError, DataError for what cannot be written or read; Error for a folder in use.
template <data::Source Source>
void run_sweep_row(AnyTrainer<Source>& gan, const Source& source, const SweepConfig& config,
                   SweepRow& row, Interrupt& interrupt) {
  RunFolder folder(config.out + "/" + row.folder);
  folder.take();
  row.data = std::string(source.name);
  Json asked = to_json(RunConfig{.formulation = row.formulation,
                                 .objective = row.objective,
                                 .constraint = row.constraint,
                                 .model = row.model,
                                 .data = row.data,
                                 .data_hash = data::content_hash(source),
                                 .config = gan.configuration(),
                                 .monitors = config.monitors});
  for (const auto& [field, text] : gan.description()) asked["trainer"][field] = text;
  asked["held_out"] = config.held_out;
  const Json stored = folder.has(run_file::config) ? folder.json(run_file::config) : Json();
  const bool same = same_run(stored, asked) && stored.contains("held_out");  // else no sweep's
  if (same && folder.has(run_file::result)) {
    static_cast<RunResult&>(row) = run_result_from(folder.json(run_file::result));
    if (row.complete) return;
  }
  folder.remove(run_file::result);
  if (same && folder.holds_checkpoint()) load_checkpoint(gan, folder.file(run_file::checkpoint));
  else folder.clear(/*keep_config=*/false);
  folder.write(run_file::config, asked.dump(2) + "\n");

  Checkpoints checkpoints(folder.path(), std::max<std::uint64_t>(1, gan.steps() / 4), {}, nullptr);
  StatsLog stats(folder.file(run_file::stats), std::max<std::uint64_t>(1, gan.steps() / 200),
                 nullptr);
  auto monitors = standard_monitors(source, row.seed, config.monitors, nullptr);
  const Tensor<float, 2> real = data::held_out(source, config.held_out, row.seed);
  row.complete = true;
  try {
    const FitResult fitted = fit(gan, source, {.progress = nullptr, .history_size = 1}, stats,
                                 checkpoints, monitors, interrupt);
    row.take(fitted);
    row.complete = gan.report().step == gan.steps();
  } catch (const NumericError& error) {
    row.failure = error.what();
  }
  row.steps = gan.report().step;
  row.watch(monitors);
  if (row.complete && row.failure.empty()) {
    measure(gan, source, real, row);
    const std::size_t lines = std::min<std::size_t>(256, config.held_out);
    row.lipschitz = steepest_slope(rows_of(real, 0, lines), gan.sample(lines),
                                   [&](const Tensor<float, 2>& x) { return gan.scores(x); });
  }
  if (row.complete) {
    detail::write_samples(gan, source, real, row.objective + " with " + row.constraint,
                          folder.file(run_file::samples));
  }
  folder.write(run_file::result, to_json(static_cast<const RunResult&>(row)).dump() + "\n");
}

}  // namespace per_set

}  // namespace saddle
