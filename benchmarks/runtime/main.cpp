// SPDX-License-Identifier: BSL-1.0
#include "measure.hpp"
#include "translation.hpp"
#include "workloads.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstddef>
#include <exception>
#include <iostream>
#include <string>

namespace {

using namespace saddle;

struct Options {
  std::string workload = "W1";
  std::size_t batch = 0;
  std::size_t threads = 1;
  double seconds = 0.3;
  std::size_t reps = 9;
};

double rounded(double x, int digits) {
  const double unit = std::pow(10, digits);
  return std::round(x * unit) / unit;
}

/// The line that a run prints: `calls` steps were timed together, each of `gflop`.
nlohmann::ordered_json line(const Options& options, std::size_t batch,
                            const benchmark::Rates& rates, double calls, double gflop,
                            double final_metric) {
  const double steps_per_s = calls * benchmark::median(rates.steps_per_s);
  const double peak = rates.peak();
  return {{"workload", options.workload},
          {"peer", "saddle"},
          {"variant", simd::name()},
          {"device", "cpu"},
          {"threads", parallel::workers()},
          {"batch", batch},
          {"steps_per_s", rounded(steps_per_s, 3)},
          {"samples_per_s", rounded(steps_per_s * static_cast<double>(batch), 1)},
          {"us_per_step", rounded(1e6 / steps_per_s, 3)},
          {"steps_per_s_best", rounded(calls * rates.steps_per_s_best(), 3)},
          {"spread", rounded(rates.spread(), 3)},
          {"cpu_per_wall", rounded(benchmark::median(rates.cpu_per_wall), 2)},
          {"first_step_s", rounded(rates.first_step_s / calls, 9)},
          {"final_metric", final_metric},
          {"gflop", rounded(gflop, 7)},
          {"peak_gflops", rounded(peak, 1)},
          {"share_of_floor", rounded(gflop * steps_per_s / peak, 3)}};
}

template <class Workload>
nlohmann::ordered_json train(const Options& options) {
  const Workload workload{};
  typename Workload::Trainer::Config config = Workload::config();
  config.batch = options.batch > 0 ? options.batch : Workload::batch;
  typename Workload::Trainer gan(config);
  const benchmark::Rates rates =
      benchmark::measure([&] { gan.step(workload.source); }, options.seconds, options.reps);
  return line(options, config.batch, rates, 1, benchmark::gflop_per_step(gan),
              gan.report()["critic_loss"] + gan.report()["penalty"]);
}

/// Steps of the formulations of translation.hpp, which hold their data.
template <class Workload>
nlohmann::ordered_json translate(const Options& options) {
  const std::size_t batch = options.batch > 0 ? options.batch : Workload::batch;
  Workload workload(batch);
  const benchmark::Rates rates =
      benchmark::measure([&] { workload.step(); }, options.seconds, options.reps);
  return line(options, batch, rates, 1, workload.gflop(), workload.final_metric());
}

template <class Workload>
nlohmann::ordered_json infer(const Options& options) {
  // Reading the clock takes as long as a small network.
  constexpr int calls = Workload::macs > 100'000'000 ? 1 : 100;
  const std::size_t batch = options.batch > 0 ? options.batch : Workload::batch;
  Workload workload(batch);
  const benchmark::Rates rates = benchmark::measure(
      [&] {
        for (int call = 0; call < calls; ++call) workload.step();
      },
      options.seconds, options.reps);
  return line(options, batch, rates, calls, workload.gflop(),
              static_cast<double>(workload.first_output()));
}

nlohmann::ordered_json run_named(const Options& options) {
  if (options.workload == "W1") return train<benchmark::W1>(options);
  if (options.workload == "W2") return train<benchmark::W2>(options);
  if (options.workload == "W3") return train<benchmark::W3>(options);
  if (options.workload == "W4") return train<benchmark::W4>(options);
  if (options.workload == "W4s") return train<benchmark::W4s>(options);
  if (options.workload == "W5") return translate<benchmark::W5>(options);
  if (options.workload == "W5i") return infer<benchmark::W5i>(options);
  if (options.workload == "W6") return translate<benchmark::W6>(options);
  if (options.workload == "W6i") return infer<benchmark::W6i>(options);
  if (options.workload == "W6s") return translate<benchmark::W6s>(options);
  if (options.workload == "W7a") return infer<benchmark::W7a>(options);
  return infer<benchmark::W7b>(options);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"saddle_bench: times whole training steps and inference, and prints one JSON line"};
  Options options;
  app.add_option("--workload", options.workload, "A workload; see benchmarks/README.md")
      ->check(CLI::IsMember(
          {"W1", "W2", "W3", "W4", "W4s", "W5", "W5i", "W6", "W6i", "W6s", "W7a", "W7b"}))
      ->capture_default_str();
  app.add_option("--batch", options.batch, "Samples per side")->default_str("the workload's");
  app.add_option("--threads", options.threads, "Workers; 0 is one per core")->capture_default_str();
  app.add_option("--seconds", options.seconds, "Length of a block")
      ->check(CLI::Range(0.15, 3600.0))
      ->capture_default_str();
  app.add_option("--reps", options.reps, "Number of blocks; the median counts")
      ->check(CLI::Range(5, 10'000))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    parallel::set_workers(options.threads);
    std::cout << run_named(options).dump() << '\n';
  } catch (const std::exception& error) {
    std::cerr << "saddle_bench: " << error.what() << '\n';
    return 1;
  }
}
