// SPDX-License-Identifier: BSL-1.0
#include "score.hpp"

#include "feature_network.hpp"
#include "pictures.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/data/from_file.hpp>
#include <saddle/io/input_file.hpp>
#include <saddle/metric/duplicates.hpp>
#include <saddle/metric/features.hpp>
#include <saddle/metric/frechet.hpp>
#include <saddle/metric/inception_score.hpp>
#include <saddle/metric/kernel_distance.hpp>
#include <saddle/metric/manifold.hpp>
#include <saddle/metric/resize.hpp>
#include <saddle/metric/score.hpp>
#include <saddle/metric/statistics_file.hpp>
#include <saddle/metric/two_sample_test.hpp>

#include <algorithm>
#include <iostream>
#include <numeric>
#include <optional>

namespace {

using namespace saddle;

/// One side of the comparison.
struct Side {
  std::vector<std::size_t> shape;  // of a sample
  Rows rows;                       // empty where only statistics are known
  std::optional<GaussianStatistics> statistics{};

  std::size_t n() const { return rows.shape(0); }
};

Side open(const ScoreOptions& options, const std::string& path) {
  if (path.ends_with(".npz")) return {{}, Rows::from_shape({0, 0}), load_statistics(path)};
  if (options.features == "file") {
    Side side{{}, read_features(path)};
    side.shape = {side.rows.shape(1)};
    return side;
  }
  const data::Dataset set = data::from_file(path);
  const auto values = set.values();  // (rows, numbers)
  Side side{set.shape(), Rows::from_shape({set.rows(), values.shape()[1]})};
  std::copy(values.begin(), values.end(), side.rows.begin());
  return side;
}

/// `n` rows in a shuffled order; all of them in theirs if there are no more.
Rows choose(const Rows& rows, std::size_t n, std::uint64_t seed) {
  if (n == rows.shape(0)) return rows;
  const data::Permutation order(seed, 0, rows.shape(0));
  Rows chosen = Rows::from_shape({n, rows.shape(1)});
  for (std::size_t i = 0; i < n; ++i) {
    std::copy_n(&rows(static_cast<std::size_t>(order(i)), 0), rows.shape(1), &chosen(i, 0));
  }
  return chosen;
}

/// Brings images to the size that the network takes.
///
/// Errors: ConfigError for samples that are not images, or of another number of channels.
void resize(Side& side, const std::vector<std::size_t>& shape, const char* option) {
  if (side.statistics || side.shape == shape) return;
  if (side.shape.size() != 3 || shape.size() != 3 || side.shape[2] != shape[2]) {
    throw ConfigError(std::string(option) + ": shape of a sample",
                      shape_text(shape) + ", as --features takes" +
                          (shape.size() == 3 ? ", or images of another size" : ""),
                      shape_text(side.shape));
  }
  const Tensor<float, 4> images = resized(images_of(side.rows, side.shape), shape[0], shape[1]);
  side.rows = Rows::from_shape({side.n(), shape[0] * shape[1] * shape[2]});
  std::copy(images.begin(), images.end(), side.rows.begin());
  side.shape = shape;
}

/// How images come to the network's size, as scores print it.
std::string resize_text(const Side& real, const Side& fake, const std::vector<std::size_t>& shape) {
  std::string text;
  const auto add = [&](const Side& side, const std::string& name) {
    if (side.statistics || side.shape == shape) return;
    text += (text.empty() ? "bilinear, " : " and ") + name + " from " + shape_text(side.shape);
  };
  add(real, "real");
  add(fake, "samples");
  return text.empty() ? "none" : text + " to " + shape_text(shape);
}

/// Prints scores of one setting.
class Printer {
 public:
  Printer(ScoreSetting setting, bool json) : setting_(std::move(setting)), json_(json) {}

  void operator()(const std::string& name, double value,
                  std::optional<std::pair<std::string, double>> spread = {},
                  const std::string& warning = {}) const {
    const Score score(setting_, name, value, std::move(spread), warning);
    std::cout << (json_ ? score.json() : score.text()) << std::endl;
  }

 private:
  ScoreSetting setting_;
  bool json_;
};

void print_frechet(const Printer& print, const FrechetDistance& distance) {
  print("frechet", distance.value, {}, distance.warning);
}

/// The scores that need the features of both sides.
void print_pairs(const Printer& print, const Rows& real, const Rows& fake,
                 const ScoreOptions& options) {
  const KernelDistance kernel = kernel_distance(real, fake, {.seed = options.seed});
  print("kernel", kernel.value, std::pair{std::string("standard_error"), kernel.standard_error});
  const ManifoldScores manifold = manifold_scores(real, fake, options.neighbours);
  print("precision", manifold.precision);
  print("recall", manifold.recall);
  print("density", manifold.density);
  print("coverage", manifold.coverage);
  const TwoSampleTest test = two_sample_test(real, fake);
  print("two_sample", test.accuracy);
  print("two_sample_real", test.on_real);
  print("two_sample_fake", test.on_fake);
  const double typical = typical_distance(real);
  print("duplicates", duplicate_rate(fake, typical / 10));
  const Neighbours found = nearest(fake, real, 1);
  const double mean = std::accumulate(found.distance.begin(), found.distance.end(), 0.0) /
                      static_cast<double>(found.distance.size());
  print("nearest_real", mean / typical);  // 1: as far as real samples are from each other
}

}  // namespace

void score(const ScoreOptions& options) {
  parallel::set_workers(options.threads);
  Side real = open(options, options.real), fake = open(options, options.samples);
  const bool known = !real.statistics && !fake.statistics;
  std::optional<FeatureNetwork> net;
  std::string features =
      options.features == "file" ? std::string("file ") + base_name(options.real) : "pixels";
  std::string how = "none";
  if (options.features != "pixels" && options.features != "file") {
    net = load_feature_network(options.features);
    features = net->name;
    how = resize_text(real, fake, net->shape);
    resize(real, net->shape, "--real");
    resize(fake, net->shape, "--samples");
  } else if (known && real.shape != fake.shape) {
    throw ConfigError("--samples: shape of a sample", shape_text(real.shape),
                      shape_text(fake.shape));
  }
  const std::size_t most = known ? std::min(real.n(), fake.n()) : std::max(real.n(), fake.n());
  const std::size_t n = options.n > 0 ? options.n : most;
  if (n > most) {
    throw ConfigError("--n",
                      std::string("at most ") + std::to_string(most) + ", the samples of a side",
                      std::to_string(n));
  }
  const Printer print({features, how, n, options.seed}, options.json);
  const auto features_of = [&](Side& side, std::uint64_t seed) {
    if (side.statistics) return Rows::from_shape({0, 0});
    side.rows = choose(side.rows, n, seed);
    Rows made = net ? net->features(side.rows) : side.rows;
    side.statistics = gaussian_statistics(made);
    return made;
  };
  const Rows real_features = features_of(real, options.seed);
  const Rows fake_features = features_of(fake, options.seed + 1);
  if (!options.save_statistics.empty()) save_statistics(options.save_statistics, *real.statistics);
  print_frechet(print, frechet_distance(*real.statistics, *fake.statistics));
  if (net && net->probabilities && fake.n() > 0) {
    const InceptionScore verdict = inception_score(net->probabilities(fake.rows));
    print("inception", verdict.value, std::pair{std::string("deviation"), verdict.deviation});
  }
  if (known) print_pairs(print, real_features, fake_features, options);
}
