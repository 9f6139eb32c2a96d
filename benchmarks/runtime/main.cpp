// SPDX-License-Identifier: BSL-1.0
#include "measure.hpp"
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

template <class Workload>
nlohmann::ordered_json run(const Options& options) {
  const Workload workload{};
  typename Workload::Trainer::Config config = Workload::config();
  config.batch = options.batch > 0 ? options.batch : Workload::batch;
  typename Workload::Trainer gan(config);

  const benchmark::Rates rates =
      benchmark::measure([&] { gan.step(workload.source); }, options.seconds, options.reps);
  const double steps_per_s = benchmark::median(rates.steps_per_s);
  const double peak = rates.peak();
  const double gflop = benchmark::gflop_per_step(gan);
  const CriticReport& critic = gan.report().critic;
  return {{"workload", options.workload},
          {"peer", "saddle"},
          {"variant", simd::name()},
          {"device", "cpu"},
          {"threads", parallel::workers()},
          {"batch", config.batch},
          {"steps_per_s", rounded(steps_per_s, 3)},
          {"samples_per_s", rounded(steps_per_s * static_cast<double>(config.batch), 1)},
          {"us_per_step", rounded(1e6 / steps_per_s, 2)},
          {"steps_per_s_best", rounded(rates.steps_per_s_best(), 3)},
          {"spread", rounded(rates.spread(), 3)},
          {"cpu_per_wall", rounded(benchmark::median(rates.cpu_per_wall), 2)},
          {"first_step_s", rounded(rates.first_step_s, 6)},
          {"final_metric", critic.real_loss + critic.fake_loss + critic.penalty},
          {"gflop", rounded(gflop, 6)},
          {"peak_gflops", rounded(peak, 1)},
          {"share_of_floor", rounded(gflop * steps_per_s / peak, 3)}};
}

nlohmann::ordered_json run_named(const Options& options) {
  if (options.workload == "W1") return run<benchmark::W1>(options);
  if (options.workload == "W2") return run<benchmark::W2>(options);
  return run<benchmark::W3>(options);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"saddle_bench: times whole training steps and prints one JSON line"};
  Options options;
  app.add_option("--workload", options.workload, "W1, W2 or W3; see benchmarks/README.md")
      ->check(CLI::IsMember({"W1", "W2", "W3"}))
      ->capture_default_str();
  app.add_option("--batch", options.batch, "Samples per side")
      ->default_str("W1 256, W2 256, W3 64");
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
