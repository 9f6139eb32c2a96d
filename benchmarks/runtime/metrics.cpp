// SPDX-License-Identifier: BSL-1.0
// metric_bench: times the metrics of workload W8, one JSON line a row.
#include "feature_metrics.hpp"
#include "measure.hpp"

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
  std::string workload = "stats";
  std::size_t d = 2048;
  std::size_t threads = 1;
  double seconds = 0.3;
  std::size_t reps = 9;
};

double rounded(double x, int digits) {
  const double unit = std::pow(10, digits);
  return std::round(x * unit) / unit;
}

nlohmann::ordered_json run(const Options& options) {
  const benchmark::FeatureMetrics metrics(options.d);
  double result = 0;
  const benchmark::Rates rates = benchmark::measure(
      [&] { result = options.workload == "stats" ? metrics.stats() : metrics.frechet(); },
      options.seconds, options.reps);
  const double steps_per_s = benchmark::median(rates.steps_per_s);
  return {{"workload", "w8-" + options.workload + "-" + std::to_string(options.d)},
          {"peer", "saddle"},
          {"variant", simd::name()},
          {"device", "cpu"},
          {"threads", parallel::workers()},
          {"batch", benchmark::FeatureMetrics::n},
          {"steps_per_s", rounded(steps_per_s, 3)},
          {"us_per_step", rounded(1e6 / steps_per_s, 1)},
          {"steps_per_s_best", rounded(rates.steps_per_s_best(), 3)},
          {"spread", rounded(rates.spread(), 3)},
          {"cpu_per_wall", rounded(benchmark::median(rates.cpu_per_wall), 2)},
          {"first_step_s", rounded(rates.first_step_s, 6)},
          {"final_metric", result},
          {"peak_gflops", rounded(rates.peak(), 1)}};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"metric_bench: times metrics and prints one JSON line each"};
  Options options;
  app.add_option("--workload", options.workload, "A row of W8")
      ->check(CLI::IsMember({"stats", "frechet"}))
      ->capture_default_str();
  app.add_option("--d", options.d, "Features a sample")->capture_default_str();
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
    std::cout << run(options).dump() << '\n';
  } catch (const std::exception& error) {
    std::cerr << "metric_bench: " << error.what() << '\n';
    return 1;
  }
}
