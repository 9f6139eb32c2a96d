// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/field.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/device.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/core/text/type_name.hpp>
#include <saddle/core/types.hpp>
#include <saddle/data/source.hpp>
#include <saddle/experiment/toy.hpp>
#include <saddle/gan/fault.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/io/file/folder_lock.hpp>
#include <saddle/report/report.hpp>
#include <saddle/report/sweep_row.hpp>
#include <saddle/run/any_trainer.hpp>
#include <saddle/sweep/sweep_config.hpp>
#include <saddle/sweep/sweep_run.hpp>
#include <saddle/train/interrupt.hpp>

#include <boost/hana/cartesian_product.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle {

namespace detail {

/// A run of a sweep that is still to be made.
template <class Source>
struct PlannedRun {
  SweepRow row;
  std::unique_ptr<AnyTrainer<Source>> (*make)(const Adjust&) = nullptr;
};

/// The runs of one pair of policies, one for each seed; of an illegal pair one without a trainer.
template <class Objective, class Constraint, class Experiment, class Source>
void plan_pair(const SweepConfig& config, std::vector<PlannedRun<Source>>& runs) {
  constexpr Fault found = fault<Objective, Constraint, Experiment, Cpu>();
  PlannedRun<Source> run;
  run.row.formulation = "gan";
  run.row.objective = full_name<Objective>();
  run.row.constraint = full_name<Constraint>();
  run.row.model = full_type_name<Experiment>();  // which tells those without a name apart
  if constexpr (requires { Experiment::name; }) run.row.model = full_name<Experiment>();
  run.row.illegal = std::string(sentence(found));
  if constexpr (found != Fault::none) {
    runs.push_back(std::move(run));
  } else {
    run.make = &make_trainer<Gan<Objective, Constraint, Experiment>, Source>;
    for (const std::uint64_t seed : config.seeds) {
      run.row.seed = seed;
      run.row.folder = run.row.objective + "+" + run.row.constraint;
      if (config.seeds.size() > 1) run.row.folder += std::string("+") + std::to_string(seed);
      runs.push_back({run.row, run.make});
    }
  }
}

/// Writes what is finished of a sweep.
inline void write_results(const SweepConfig& config, const std::vector<SweepRow>& rows) {
  std::string lines;
  for (const SweepRow& row : rows) lines += to_json(row).dump() + "\n";
  write_text(config.out + "/results.jsonl", lines);
  write_text(config.out + "/results.csv", to_csv(rows));
}

template <class Source>
std::unique_ptr<AnyTrainer<Source>> trainer_of(const PlannedRun<Source>& run,
                                               const SweepConfig& config) {
  return run.make([&](const std::vector<Field>& fields) {
    if (config.steps > 0) find_field(fields, "steps").set(std::to_string(config.steps));
    for (const auto& [name, text] : config.settings) find_field(fields, name).set(text);
    find_field(fields, "seed").set(std::to_string(run.row.seed));
  });
}

/// Finds out before the first run what would end a later one.
///
/// Errors: ConfigError.
template <class Source>
void check(const std::vector<PlannedRun<Source>>& runs, const Source& source,
           const SweepConfig& config) {
  require_utf8("name of the source", std::string(source.name));
  constexpr Limits samples{10, limits::size.high};  // coverage can be measured of ten
  if (!samples.contain(config.held_out)) {
    throw ConfigError("held_out", "10 to 2^20 samples", std::to_string(config.held_out));
  }
  if (config.seeds.empty()) throw ConfigError("seeds", "at least one", "none");
  std::set<std::string_view> named;
  for (const auto& [name, text] : config.settings) {
    const std::string found = std::string(name) + " = " + text;
    if (name == "seed") throw ConfigError("settings", "seeds in `seeds`", found);
    const bool new_name = named.insert(name).second;
    if (new_name && (name != "steps" || config.steps == 0)) continue;
    throw ConfigError("settings", "every number once", found + " again");
  }
  std::set<std::uint64_t> seeds;
  for (const std::uint64_t seed : config.seeds) {
    if (seeds.insert(seed).second) continue;
    throw ConfigError("seeds", "each once, for a run has a folder of its own",
                      std::to_string(seed) + " twice");
  }
  std::set<std::string> folders;
  for (const PlannedRun<Source>& run : runs) {
    if (run.make == nullptr) continue;
    require_utf8("name of an objective or constraint", run.row.folder);
    constexpr std::size_t longest = 255;  // of Linux' file systems
    const bool cut = run.row.folder.find_first_of(std::string_view("/\0", 2)) != std::string::npos;
    if (cut || run.row.folder.size() > longest) {
      throw ConfigError("name of an objective or constraint",
                        "names that together are one folder's, without / and of at most 255 bytes",
                        in_quotes(run.row.folder));
    }
    if (folders.insert(run.row.folder).second) continue;
    throw ConfigError("objectives and constraints",
                      "pairs of different names, for these name a run's folder",
                      in_quotes(run.row.folder) + " twice");
  }
  for (const PlannedRun<Source>& run : runs) {
    if (run.make != nullptr && run.row.seed == config.seeds.front()) trainer_of(run, config);
  }
}

template <class Source>
void carry_out(PlannedRun<Source>& run, const Source& source, const SweepConfig& config,
               Interrupt& interrupt) {
  if (run.make == nullptr || interrupt.signal() != 0) return;
  run_sweep_row(*trainer_of(run, config), source, config, run.row, interrupt);
}

/// One line on a finished run.
inline void tell(const SweepRow& row, std::size_t done, std::size_t total, std::FILE* out) {
  if (out == nullptr) return;
  std::string result =
      row.failure.empty() ? std::string("coverage ") + percent(row.coverage) : row.failure;
  if (row.modes && row.modes_total) {
    result = std::to_string(*row.modes) + " of " + std::to_string(*row.modes_total) + " modes, " +
             percent(row.high_quality) + " near one";
  }
  for (const std::string& alarm : row.alarms()) result += ", " + alarm;
  std::fprintf(out, "%3zu/%zu  %-28s %5.1f s  %s\n", done, total, row.folder.c_str(), row.seconds,
               result.c_str());
  std::fflush(out);
}

}  // namespace detail

inline namespace per_set {

/// Every objective with every constraint as a trainer of its own, specialised by the compiler, and
/// trained on `source`:
///
///     sweep(types<Minimax, Hinge>{}, types<GradientPenalty, SpectralNorm>{}, data::Ring{});
///
/// One run per worker at a time (`parallel::set_workers`), each on one thread, so results do not
/// depend on how many there are. Illegal pairs are rows with their sentence. ^C ends the sweep; the
/// same call goes on with it: runs that are complete are read, one that was cut continues. A run is
/// known by the names of its policies, its numbers, layers and data (of a source that does not
/// describe itself, the first samples), and one that was asked for otherwise is made anew in its
/// place. It is not known by code: who changes what stands under a name, such as a divergence's f,
/// takes another folder.
/// In the folder are results.jsonl, results.csv, report.html and a folder for each run.
/// Errors: ConfigError, before the first run, for settings that not all trainers have, or that
///         these refuse, for a seed or a pair of names twice, for names that are no folder's, and
///         for fewer than 10 samples held out; FileError and DataError for what cannot be written
///         or read, Error if another process is at work in the folder.
template <class Experiment = Ring, class... Objectives, class... Constraints, data::Source Source>
std::vector<SweepRow> sweep(types<Objectives...>, types<Constraints...>, const Source& source,
                            const SweepConfig& config = {}) {
  namespace hana = boost::hana;
  std::vector<detail::PlannedRun<Source>> runs;
  hana::for_each(hana::cartesian_product(
                     hana::make_tuple(hana::tuple_t<Objectives...>, hana::tuple_t<Constraints...>)),
                 [&](auto pair) {
                   using Objective = typename decltype(+pair[hana::size_c<0>])::type;
                   using Constraint = typename decltype(+pair[hana::size_c<1>])::type;
                   detail::plan_pair<Objective, Constraint, Experiment>(config, runs);
                 });
  detail::check(runs, source, config);
  make_folder(config.out);
  const FolderLock held(config.out);
  remove_temporaries(config.out, [](std::string_view name) {
    return name.starts_with("results.") || name == "report.html";
  });
  Interrupt interrupt;
  std::mutex telling;
  std::size_t done = 0;
  parallel::for_each(runs.size(), [&](std::size_t i) {
    detail::carry_out(runs[i], source, config, interrupt);
    if (!runs[i].row.complete) return;
    const std::lock_guard<std::mutex> lock(telling);
    detail::tell(runs[i].row, ++done, runs.size(), config.messages);
  });
  std::vector<SweepRow> rows;
  for (detail::PlannedRun<Source>& run : runs) rows.push_back(std::move(run.row));
  detail::write_results(config, rows);
  write_report({config.out}, config.out + "/report.html", config.messages);
  if (interrupt.signal() != 0 && config.messages != nullptr) {
    std::fprintf(config.messages, "stopped; the same call goes on with it\n");
  }
  return rows;
}

}  // namespace per_set

}  // namespace saddle
