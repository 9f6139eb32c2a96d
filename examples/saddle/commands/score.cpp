// SPDX-License-Identifier: BSL-1.0
#include "commands/score.hpp"

#include "data/data_units.hpp"
#include "data/samples.hpp"
#include "models/feature_network.hpp"
#include "run/pictures.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/data/from_file.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/metric/estimate/two_sample_test.hpp>
#include <saddle/metric/quality/duplicates.hpp>
#include <saddle/metric/quality/features.hpp>
#include <saddle/metric/quality/frechet.hpp>
#include <saddle/metric/quality/inception_score.hpp>
#include <saddle/metric/quality/kernel_distance.hpp>
#include <saddle/metric/quality/manifold.hpp>
#include <saddle/metric/quality/score.hpp>
#include <saddle/metric/quality/statistics_file.hpp>
#include <saddle/picture/resize.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <optional>

namespace saddle_program {

namespace {

using namespace saddle;

/// One side of the comparison.
struct Samples {
  std::vector<std::size_t> shape;  // of a sample
  Rows rows;                       // empty where only statistics are known
  data::Units units{};
  std::optional<GaussianStatistics> statistics{};

  std::size_t n() const { return rows.shape(0); }
};

bool holds_statistics(const std::string& path) { return path.ends_with(".npz"); }

Samples open(const ScoreOptions& options, const std::string& path,
             const std::optional<data::Units>& as, const CsvColumns& wanted) {
  if (holds_statistics(path)) {
    return {{}, Rows::from_shape({0, 0}), as.value_or(data::Units{}), load_statistics(path)};
  }
  if (options.features == "file") {
    Samples side{{}, read_features(path)};
    side.shape = {side.rows.shape(1)};
    return side;
  }
  const data::Dataset set = data::from_file(path, as, wanted);
  print_remarks(path, set);
  const auto values = set.values();  // (rows, numbers)
  Samples side{set.shape(), Rows::from_shape({set.rows(), values.shape()[1]}), set.units()};
  std::copy(values.begin(), values.end(), side.rows.begin());
  return side;
}

/// Errors: ConfigError unless the statistics of both sides are of the same columns in the same
/// units. Columns of files without names are told apart by their units alone.
void require_same_columns(const std::vector<data::Column>& real,
                          const std::vector<data::Column>& fake) {
  bool same = real.size() == fake.size(), same_units = same;
  std::vector<std::string> expected, found;
  for (const data::Column& column : real) expected.push_back(column.name);
  for (const data::Column& column : fake) found.push_back(column.name);
  for (std::size_t c = 0; same_units && c < real.size(); ++c) {
    const std::string unnamed = unnamed_column(c);
    const bool known = expected[c] != unnamed && found[c] != unnamed;
    same = same && (!known || expected[c] == found[c]);
    same_units = real[c].mean == fake[c].mean && real[c].deviation == fake[c].deviation;
  }
  if (!same) {
    const auto text = [](const auto& names) { return names.empty() ? "none" : names_text(names); };
    throw ConfigError("--samples: columns", text(expected) + ", as --real has", text(found));
  }
  if (!same_units) {
    throw ConfigError("--samples: units", "those of the statistics of --real", "others");
  }
}

/// The units that something else than the data decides: the network, or statistics of a file.
///
/// Errors: ConfigError for two files of statistics of other columns or in other units.
std::optional<data::Units> given_units(const ScoreOptions& options,
                                       const std::optional<FeatureNetwork>& net) {
  if (net) return net->units;
  std::optional<data::Units> given;
  for (const std::string& path : {options.real, options.samples}) {
    if (!holds_statistics(path)) continue;
    const data::Units units{load_columns(path), {}};
    if (given) require_same_columns(given->columns, units.columns);
    given = units;
  }
  return given;
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
void resize(Samples& side, const std::vector<std::size_t>& shape, const char* option) {
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
std::string resize_text(const Samples& real, const Samples& fake,
                        const std::vector<std::size_t>& shape) {
  std::string text;
  const auto add = [&](const Samples& side, const std::string& name) {
    if (side.statistics || side.shape == shape) return;
    text += (text.empty() ? "bilinear, " : " and ") + name + " from " + shape_text(side.shape);
  };
  add(real, "real");
  add(fake, "samples");
  return text.empty() ? "none" : text + " to " + shape_text(shape);
}

/// Errors: DataError if a variance of the features is beyond float.
void require_variances(const std::string& path, const GaussianStatistics& statistics) {
  for (std::size_t i = 0; i < statistics.mean.size(); ++i) {
    if (std::isfinite(statistics.covariance(i, i))) continue;
    throw DataError(path, "feature " + std::to_string(i) + " of a sample",
                    "numbers whose squares are finite in float", "larger ones");
  }
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

/// Says why scores are not printed.
void leave_out(const std::string& names, const std::string& reason) {
  std::cerr << names << ": left out, because " << reason << std::endl;
}

void print_frechet(const Printer& print, const FrechetDistance& distance) {
  print("frechet", distance.value, {}, distance.warning);
}

/// The Inception Score, which asks for some samples in each of its splits.
void print_inception(const Printer& print, const Rows& probabilities) {
  constexpr std::size_t splits = 10;
  const std::size_t n = probabilities.shape(0), classes = probabilities.shape(1);
  if (n < splits) {
    leave_out("inception", "its " + std::to_string(splits) + " splits take as many samples");
    return;
  }
  const InceptionScore score = inception_score(probabilities, splits);
  const bool few = n / splits < classes;
  print("inception", score.value, std::pair{std::string("deviation"), score.deviation},
        few ? "splits of " + std::to_string(n / splits) + " samples cannot show " +
                  std::to_string(classes) + " classes: the score is too low"
            : "");
}

/// The scores that need the features of both sides, as many of each.
void print_pairs(const Printer& print, const Rows& real, const Rows& fake,
                 const ScoreOptions& options) {
  const KernelDistance kernel = kernel_distance(real, fake, {.seed = options.seed});
  print("kernel", kernel.value, std::pair{std::string("standard_error"), kernel.standard_error});
  const std::size_t neighbours = options.neighbours.value_or(5);
  if (neighbours < real.shape(0)) {
    const ManifoldScores manifold = manifold_scores(real, fake, neighbours);
    const std::string warning =
        manifold.points > 0 ? "samples repeat, and some balls hold only their equals" : "";
    print("precision", manifold.precision, {}, warning);
    print("recall", manifold.recall, {}, warning);
    print("density", manifold.density, {}, warning);
    print("coverage", manifold.coverage, {}, warning);
  } else {
    leave_out("precision, recall, density, coverage",
              std::to_string(neighbours) + " neighbours take " + std::to_string(neighbours + 1) +
                  " samples a side (see --neighbours)");
  }
  const TwoSampleTest test = two_sample_test(real, fake);
  print("two_sample", test.accuracy);
  print("two_sample_real", test.on_real);
  print("two_sample_fake", test.on_fake);
  const double typical = typical_distance(real);
  print("duplicates", duplicate_rate(fake, typical / 10));
  if (typical == 0) {
    leave_out("nearest_real", "most real samples have an equal one: no distance is usual");
    return;
  }
  const Neighbours found = nearest(fake, real, 1);
  double sum = 0;
  for (std::size_t i = 0; i < fake.shape(0); ++i) sum += found.distance(i, 0);
  // 1: as far as real samples are from each other
  print("nearest_real", sum / static_cast<double>(fake.shape(0)) / typical);
}

}  // namespace

void score(const ScoreOptions& options) {
  parallel::set_workers(options.threads);
  std::optional<FeatureNetwork> net;
  if (options.features != "pixels" && options.features != "file") {
    net = load_feature_network(options.features);
  }
  const std::optional<data::Units> given = given_units(options, net);
  const CsvColumns asked{options.label, csv_names(options.columns.value_or(""), "--columns")};
  Samples real = open(options, options.real, given, asked);
  data::Units common = given.value_or(real.units);
  if (!common.full) common.full = real.units.full;
  // Without statistics for the real side, the samples' columns are found by its columns' names.
  Samples fake = open(options, options.samples, common, real.statistics ? asked : CsvColumns{});
  const bool known = !real.statistics && !fake.statistics;
  std::string features = options.features == "file" ? "file " + base_name(options.real)
                         : common.columns.empty()   ? "pixels"
                                                    : "columns of " + base_name(options.real);
  std::string how = "none";
  if (net) {
    features = net->name;
    how = resize_text(real, fake, net->shape);
    resize(real, net->shape, "--real");
    resize(fake, net->shape, "--samples");
  } else if (known && real.shape != fake.shape) {
    throw ConfigError("--samples: shape of a sample", shape_text(real.shape),
                      shape_text(fake.shape));
  }
  for (const auto& [option, side] : {std::pair{"--real", &real}, {"--samples", &fake}}) {
    if (side->statistics || side->n() > 1) continue;
    throw ConfigError(std::string(option) + ": samples", "2 or more", std::to_string(side->n()));
  }
  const std::size_t most = known ? std::min(real.n(), fake.n()) : std::max(real.n(), fake.n());
  const std::size_t n = options.n > 0 ? options.n : most;
  if (n > most) {
    throw ConfigError("--n",
                      std::string("at most ") + std::to_string(most) + ", the samples of a side",
                      std::to_string(n));
  }
  if (known && options.n == 0 && real.n() != fake.n()) {
    std::cerr << "--real has " << real.n() << " samples, --samples has " << fake.n() << ": " << n
              << " of each are compared\n";
  }
  if (known && options.neighbours && *options.neighbours >= n) {
    throw ConfigError("--neighbours", "fewer than " + std::to_string(n) + ", the samples of a side",
                      std::to_string(*options.neighbours));
  }
  require_utf8("--features", features);
  if (!options.save_statistics.empty()) {
    if (!holds_statistics(options.save_statistics)) {
      throw ConfigError("--save-statistics", "an .npz file", in_quotes(options.save_statistics));
    }
    require_writable(options.save_statistics);
    require_apart({"--save-statistics", options.save_statistics},
                  {{"--real", options.real}, {"--samples", options.samples}});
  }
  const Printer print({features, how, n, options.seed}, options.json);
  const auto features_of = [&](Samples& side, const std::string& path, std::uint64_t seed) {
    if (side.statistics) return Rows::from_shape({0, 0});
    side.rows = choose(side.rows, n, seed);
    Rows made = net ? net->features(side.rows) : side.rows;
    side.statistics = gaussian_statistics(made);
    require_variances(path, *side.statistics);
    return made;
  };
  const Rows real_features = features_of(real, options.real, options.seed);
  const Rows fake_features = features_of(fake, options.samples, options.seed + 1);
  if (!options.save_statistics.empty()) {
    save_statistics(options.save_statistics, *real.statistics,
                    net ? std::vector<data::Column>{} : common.columns);
  }
  print_frechet(print, frechet_distance(*real.statistics, *fake.statistics));
  if (net && net->probabilities && fake.n() > 0) {
    print_inception(print, net->probabilities(fake.rows));
  }
  if (known) print_pairs(print, real_features, fake_features, options);
}

}  // namespace saddle_program
