// SPDX-License-Identifier: BSL-1.0
// metric_bench: times the metrics of workload W8, one JSON line a row.
#include "measure.hpp"

#include <saddle/core/parallel.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/quality/frechet.hpp>
#include <saddle/metric/quality/gaussian_statistics.hpp>
#include <saddle/metric/transport/sliced_wasserstein.hpp>
#include <saddle/metric/transport/wasserstein_1d.hpp>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iostream>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace saddle;

struct Options {
  std::vector<std::string> workloads;
  std::size_t threads = 1;
  double seconds = 0.3;
  std::size_t reps = 9;
};

/// What a row measured: the rates, how many samples a side a step looks at, and its last result.
struct Measured {
  benchmark::Rates rates;
  std::size_t samples;
  double result;
};

/// Samples (n, d), normal around `mean`.
Tensor<float, 2> normal_samples(std::size_t n, std::size_t d, std::uint64_t seed, double mean,
                                float sd = 1) {
  Tensor<float, 2> samples = xt::empty<float>({n, d});  // (n, d)
  random::normal<float>(samples.data(), 0, n, d, {.seed = seed});
  for (float& value : samples) value = sd * value + static_cast<float>(mean);
  return samples;
}

template <class Step>
Measured time(const Options& options, std::size_t samples, Step&& step) {
  double result = 0;
  benchmark::Rates rates =
      benchmark::measure([&] { result = step(); }, options.seconds, options.reps);
  return {std::move(rates), samples, result};
}

/// Exact W1 of 1,000,000 numbers a side, which are not changed.
Measured w1d(const Options& options) {
  const std::size_t n = 1'000'000;
  const Tensor<float, 2> x = normal_samples(n, 1, 1, 0), y = normal_samples(n, 1, 2, 0.3);
  const std::span<const float> xs(x.data(), n), ys(y.data(), n);
  return time(options, n, [&] { return wasserstein_1d(xs, ys); });
}

/// The same where both sides have one distribution, so that much has to be sorted.
Measured w1d_same(const Options& options) {
  const std::size_t n = 1'000'000;
  const Tensor<float, 2> x = normal_samples(n, 1, 1, 0), y = normal_samples(n, 1, 2, 0);
  const std::span<const float> xs(x.data(), n), ys(y.data(), n);
  return time(options, n, [&] { return wasserstein_1d(xs, ys); });
}

/// Sliced W1 of 10,000 x 512 features a side along 128 directions, which are drawn in the step.
Measured sliced(const Options& options) {
  const std::size_t n = 10'000;
  const Tensor<float, 2> x = normal_samples(n, 512, 1, 0), y = normal_samples(n, 512, 2, 0.05);
  return time(options, n, [&] { return sliced_wasserstein(x, y, {.projections = 128}); });
}

/// Mean and covariance of 10,000 x `d` features; their total variance.
template <std::size_t d>
Measured stats(const Options& options) {
  const Tensor<float, 2> x = normal_samples(10'000, d, 1, 0);
  return time(options, x.shape(0), [&] {
    const GaussianStatistics statistics = gaussian_statistics(x);
    double trace = 0;
    for (std::size_t i = 0; i < d; ++i) trace += statistics.covariance(i, i);
    return trace;
  });
}

/// Tr (S1 S2)^(1/2) of the covariances of 10,000 x `d` features a side, which are given.
template <std::size_t d>
Measured frechet(const Options& options) {
  const std::size_t n = 10'000;
  const GaussianStatistics x = gaussian_statistics(normal_samples(n, d, 1, 0));
  const GaussianStatistics y = gaussian_statistics(normal_samples(n, d, 2, 0.05, 1.1F));
  return time(options, n, [&] { return trace_of_root(x.covariance, y.covariance); });
}

struct Row {
  const char* name;
  Measured (*measure)(const Options&);
};

constexpr Row rows[] = {{"stats-512", stats<512>},
                        {"stats-2048", stats<2048>},
                        {"frechet-512", frechet<512>},
                        {"frechet-2048", frechet<2048>},
                        {"w1d", w1d},
                        {"w1d-same", w1d_same},
                        {"sliced", sliced}};

double rounded(double x, int digits) {
  const double unit = std::pow(10, digits);
  return std::round(x * unit) / unit;
}

nlohmann::ordered_json line(const Row& row, const Measured& measured) {
  const double steps_per_s = benchmark::median(measured.rates.steps_per_s);
  return {{"workload", std::string("w8-") + row.name},
          {"peer", "saddle"},
          {"variant", simd::name()},
          {"device", "cpu"},
          {"threads", parallel::workers()},
          {"batch", measured.samples},
          {"steps_per_s", rounded(steps_per_s, 3)},
          {"samples_per_s", rounded(steps_per_s * static_cast<double>(measured.samples), 1)},
          {"us_per_step", rounded(1e6 / steps_per_s, 1)},
          {"steps_per_s_best", rounded(measured.rates.steps_per_s_best(), 3)},
          {"spread", rounded(measured.rates.spread(), 3)},
          {"cpu_per_wall", rounded(benchmark::median(measured.rates.cpu_per_wall), 2)},
          {"first_step_s", rounded(measured.rates.first_step_s, 6)},
          {"final_metric", measured.result},
          {"peak_gflops", rounded(measured.rates.peak(), 1)}};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"metric_bench: times metrics and prints one JSON line each"};
  Options options;
  std::vector<std::string> names;
  for (const Row& row : rows) names.emplace_back(row.name);
  app.add_option("--workload", options.workloads, "Rows of W8; several may be given")
      ->check(CLI::IsMember(names))
      ->default_str("all");
  app.add_option("--threads", options.threads, "Workers; 0 is one per core")->capture_default_str();
  app.add_option("--seconds", options.seconds, "Length of a block")
      ->check(CLI::Range(0.15, 3600.0))
      ->capture_default_str();
  app.add_option("--reps", options.reps, "Number of blocks; the median counts")
      ->check(CLI::Range(5, 10'000))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (options.workloads.empty()) options.workloads = names;
  try {
    parallel::set_workers(options.threads);
    for (const std::string& name : options.workloads) {
      for (const Row& row : rows) {
        if (name == row.name) std::cout << line(row, row.measure(options)).dump() << std::endl;
      }
    }
  } catch (const std::exception& error) {
    std::cerr << "metric_bench: " << error.what() << '\n';
    return 1;
  }
}
