// SPDX-License-Identifier: BSL-1.0
#include "commands/train.hpp"

#include "commands/program_text.hpp"
#include "models/find_model.hpp"
#include "run/best_metric.hpp"
#include "run/dashboard.hpp"
#include "run/likelihood.hpp"
#include "run/pictures.hpp"
#include "run/run_monitors.hpp"
#include "run/run_plan.hpp"
#include "run/steps_advice.hpp"
#include "run/translation_picture.hpp"
#include "run/verdict.hpp"
#include "run/views.hpp"

#include <saddle/core/config.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/io/png.hpp>
#include <saddle/run/measure.hpp>
#include <saddle/run/run_folder.hpp>
#include <saddle/run/run_result.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/every.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/interrupt.hpp>
#include <saddle/train/keep_best.hpp>
#include <saddle/train/maybe.hpp>
#include <saddle/train/stats_log.hpp>

#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

namespace saddle_program {

namespace {

using nlohmann::ordered_json;

std::uint64_t seed_of(const AnyGan& gan) {
  for (const auto& [path, text] : gan.configuration()) {
    if (path == "seed") return std::stoull(text);
  }
  return 0;
}

saddle::Image picture_of_samples(AnyGan& gan, const RunPlan& plan) {
  const AnySource& source = plan.source();
  if (gan.can(saddle::Capability::translations)) {
    return picture_of_translations(gan, source, seed_of(gan));
  }
  if (plan.translates() && source.shape().size() == 3) {  // one way
    constexpr std::size_t n = 48;
    return picture_of_pairs(
        saddle::data::held_out(plan.data(), n, seed_of(gan), plan.data().rows.value_or(1)),
        gan.sample(n), source.shape());
  }
  if (source.shape().size() == 3) {
    const std::size_t classes = plan.composition().classes;  // a column each
    const std::size_t n = classes > 0 ? classes * std::max<std::size_t>(1, 100 / classes) : 100;
    return saddle::grid(images_of(gan.sample(n), source.shape()), classes);
  }
  Scores scores;
  const bool knows_density = gan.can(saddle::Capability::likelihood);
  if (knows_density) {
    scores = [&](const Rows& x) {
      constexpr double least = -10;  // far from the data it falls without end
      saddle::Tensor<double, 1> values = gan.log_density(x);
      for (double& value : values) value = std::max(value, least);
      return values;
    };
  } else if (gan.can(saddle::Capability::scores) || gan.can(saddle::Capability::codes)) {
    scores = [&](const Rows& x) { return gan.scores(x); };
  }
  return picture_of_points(gan.sample(2'000), saddle::data::held_out(source, 500, seed_of(gan)),
                           scores, source, plan.title(), knows_density ? "log density" : "score");
}

/// The measurements of the whole run, those before it was resumed too.
saddle::History history_in(const saddle::StatsLog& stats) {
  saddle::History history;
  std::vector<std::string> names;
  std::istringstream lines(stats.text());
  for (std::string line; std::getline(lines, line);) {
    const ordered_json entry = ordered_json::parse(line, nullptr, false);
    if (!entry.is_object()) continue;
    if (names.empty()) {
      for (const auto& [key, value] : entry.items()) {
        if (key != "step") names.push_back(key);
      }
    }
    const std::vector<std::string_view> losses(names.begin(), names.end());
    std::vector<double> values;
    for (const std::string& name : names) {
      const bool there = entry.contains(name) && entry[name].is_number();
      values.push_back(there ? entry[name].get<double>() : std::nan(""));
    }
    history.add({entry.value("step", std::uint64_t{0}), losses, values});
  }
  return history;
}

/// The held-out samples on which a run is measured.
Rows measured_on(const AnyGan& gan, const RunPlan& plan) {
  const bool images = plan.source().shape().size() == 3;
  return saddle::data::held_out(plan.source(), images ? 1'000 : 10'000, seed_of(gan));
}

/// A loss that was measured after the last step; NaN if that step was not logged.
double last_of(const saddle::History& history, const std::string& loss, std::uint64_t step) {
  const bool logged = !history.step.empty() && history.step.back() == static_cast<double>(step);
  const bool there = std::ranges::count(history.names, loss) > 0;
  return logged && there ? history[loss].back() : std::nan("");
}

saddle::RunResult result_of(AnyGan& gan, const RunPlan& plan, const saddle::FitResult& fitted,
                            const saddle::History& history) {
  saddle::RunResult result{.formulation = plan.composition().formulation,
                           .objective = plan.composition().objective,
                           .constraint = plan.composition().constraint,
                           .model = plan.composition().model,
                           .data = plan.data().name,
                           .seed = seed_of(gan),
                           .complete = gan.report().step >= gan.steps(),
                           .steps = gan.report().step};
  result.take(fitted);
  saddle::measure(gan, plan.source(), measured_on(gan, plan), result);
  // A run that goes on after its last step measured it before.
  if (std::isnan(result.bound)) result.bound = last_of(history, "bound", result.steps);
  return result;
}

/// The result with what only some runs have: where they lead, and what held-out samples cost.
ordered_json json_of(const saddle::RunResult& result, AnyGan& gan, const RunPlan& plan) {
  const AnySource& source = plan.source();
  ordered_json object = to_json(result);
  if (plan.translates()) object["to"] = source.name;
  if (gan.can(saddle::Capability::likelihood)) {
    const Rows held_out = measured_on(gan, plan);
    object["likelihood"] = likelihood_json(gan.nats(held_out), held_out.shape(1), source.columns);
  }
  return object;
}

/// Configuration, layers, memory and time of a step; the trainer is not used again.
void print_dry_run(AnyGan& gan, const RunPlan& plan, const std::string& config, std::ostream& out) {
  out << config << '\n';
  const Composition& composition = plan.composition();
  find_model(composition.model, saddle::shape_text(composition.shape), composition.classes)
      .summary(out);
  std::size_t numbers = 0;
  for (const auto& buffer : gan.state().buffers) numbers += buffer.values->size();
  constexpr int steps = 10;
  gan.step(plan.source());  // the first one also warms caches
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < steps; ++i) gan.step(plan.source());
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / steps;
  ::rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  constexpr double mebi = 1024 * 1024;
  char text[200];
  std::snprintf(text, sizeof text,
                "\ntraining state %.1f MiB, process at its peak %.0f MiB\n"
                "%.3f ms per step, %.0f s for %llu steps\n",
                static_cast<double>(numbers * sizeof(float)) / mebi,
                static_cast<double>(usage.ru_maxrss) * 1024 / mebi, 1e3 * seconds,
                seconds * static_cast<double>(gan.steps()),
                static_cast<unsigned long long>(gan.steps()));
  out << text << std::flush;
}

/// Errors: ConfigError where the run would replace a file that it reads.
void require_kept(const RunPlan& plan, const saddle::RunFolder& folder) {
  for (const auto& [option, path] : plan.read_files()) {
    if (!folder.replaces(path)) continue;
    throw saddle::ConfigError(
        "--out", "a folder where the run replaces nothing that it reads",
        saddle::in_quotes(folder.path()) + " beside " + option + " " + saddle::in_quotes(path));
  }
}

}  // namespace

int train(const TrainOptions& asked, std::ostream& out) {
  namespace file = saddle::run_file;
  saddle::parallel::set_workers(asked.threads);
  std::cerr << to_string(saddle::config()) << '\n';
  if (const auto advice = saddle::instruction_set_advice()) std::cerr << *advice << '\n';
  if (asked.out.empty()) throw saddle::ConfigError("--out", "the run's folder", "''");
  saddle::RunFolder folder(asked.out);
  if (asked.resume && !asked.dry_run && !asked.print_program && folder.holds_run()) folder.take();
  const RunPlan plan(asked, folder);
  const TrainOptions& options = plan.options();
  const std::unique_ptr<AnyGan> gan = plan.make_gan();
  if (options.stop_after > 0 && options.stop_after <= gan->report().step) {
    throw saddle::ConfigError(
        "--stop-after",
        "a step after " + std::to_string(gan->report().step) + ", to which the run has come",
        std::to_string(options.stop_after));
  }
  std::optional<RunMonitors> monitors;
  if (!options.no_monitors) monitors.emplace(*gan, plan.source(), seed_of(*gan), plan.monitors());
  if (monitors) plan.check_thresholds(monitors->watched());
  else if (!options.monitor_settings.empty()) {
    throw saddle::ConfigError("--monitor", "no --no-monitors beside it", "both");
  }
  for (const std::string& name : options.fail_on) {
    if (!monitors)
      throw saddle::ConfigError(plan.called("fail_on"), "no --no-monitors beside it", "both");
    monitors->make_fatal(*gan, name, plan.called("fail_on"));
  }
  std::optional<saddle::KeepBest<BestMetric>> best;
  if (options.keep_best) {
    if (*options.keep_best == "bound" && !gan->can(saddle::Capability::divergence)) {
      throw saddle::ConfigError(plan.called("keep_best"),
                                "a metric of samples, for " + plan.composition().formulation +
                                    " has no bound on held-out ones",
                                "'bound'");
    }
    const BestMetric metric(*options.keep_best, plan.source(), seed_of(*gan),
                            plan.called("keep_best"));
    best.emplace(folder.file(file::best), *options.keep_best, metric.better(),
                 plan.keep_best_every(gan->steps()), metric, plan.notes(*gan));
  }
  const std::string config = plan.config(*gan).dump(2) + "\n";
  if (options.print_program) {
    out << program_text(plan, *gan) << std::flush;
    return 0;
  }
  if (options.dry_run) {
    print_dry_run(*gan, plan, config, out);
    return 0;
  }
  if (!options.resume) {
    require_kept(plan, folder);
    folder.take();
    if (folder.holds_run() && !options.overwrite) {
      throw saddle::Error("--out " + folder.path() +
                          " already holds a run: choose another folder, go on with it (--resume) "
                          "or replace it (--overwrite)");
    }
  }
  if (plan.goes_on()) folder.drop_grids_after(gan->report().step);
  else folder.clear(options.resume);
  for (const char* of_an_earlier_end :
       {file::result, file::samples, file::curves, file::dashboard, file::density_ratio,
        file::reconstructions, file::codes, file::confusion}) {
    folder.remove(of_an_earlier_end);
  }
  folder.write(file::config, config);

  const std::uint64_t interval = plan.checkpoint_every(gan->steps());
  saddle::Interrupt interrupt;
  saddle::Checkpoints checkpoints(folder.path(), interval, plan.notes(*gan));
  saddle::StatsLog stats(folder.file(file::stats), std::max<std::uint64_t>(1, gan->steps() / 500));
  const saddle::Every grids{plan.grid_every(gan->steps()), [&](AnyGan& trained) {
                              try {
                                saddle::make_folder(folder.file(file::grids));
                                saddle::write_png(folder.grid(trained.report().step),
                                                  picture_of_samples(trained, plan));
                              } catch (const saddle::FileError& error) {
                                std::fprintf(stderr, "\n%s; training goes on\n", error.what());
                              }
                            }};
  saddle::FitConfig how{.stop_after = options.stop_after, .not_finite = *options.not_finite};
  if (interval > 0) how.roll_back_interval = interval;
  std::optional<StepsAdvice> advice;
  if (plan.source().shape().size() == 3) advice.emplace(plan.subject(), plan.recipe_steps());
  const saddle::FitResult fitted =
      saddle::fit(*gan, plan.source(), how, stats, saddle::Maybe{monitors}, checkpoints,
                  saddle::Maybe{best}, grids, saddle::Maybe{advice}, interrupt);

  const saddle::History history = history_in(stats);
  saddle::RunResult measured = result_of(*gan, plan, fitted, history);
  if (monitors) measured.watch(*monitors);
  if (best && best->value()) {
    measured.best = {*options.keep_best, *best->value(), best->best_step()};
  }
  const std::string result = json_of(measured, *gan, plan).dump() + "\n";
  folder.write(file::result, result);
  saddle::write_png(folder.file(file::samples), picture_of_samples(*gan, plan));
  saddle::write_png(folder.file(file::curves), picture_of_curves(history, plan.title()));
  leave_views(*gan, plan.source(), seed_of(*gan), folder);
  std::cerr << "pictures: " << pictures_in(folder) << '\n'
            << verdict(measured, gan->steps()) << std::endl;
  const int failed = monitors ? monitors->exit_code() : 0;
  const bool ended = failed != 0 || gan->report().step >= gan->steps();  // not only stopped early
  if (ended && interrupt.signal() == 0 && !options.no_dashboard) {
    leave_dashboard(*gan, plan.source(), seed_of(*gan), plan.title(), folder);
    const std::string ratio = folder.file(file::density_ratio);
    if (std::filesystem::exists(ratio)) std::cerr << "picture: " << ratio << '\n';
  }
  out << result;
  if (interrupt.signal() != 0) return 128 + interrupt.signal();
  return failed;
}

}  // namespace saddle_program
