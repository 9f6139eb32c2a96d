// SPDX-License-Identifier: BSL-1.0
#include "train.hpp"

#include "any_gan.hpp"
#include "any_source.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/io/atomic_file.hpp>
#include <saddle/io/io.hpp>
#include <saddle/metric/mode_count.hpp>
#include <saddle/train/fit.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>

namespace {

namespace fs = std::filesystem;
using saddle::Tensor;

std::string in_folder(const TrainOptions& options, const char* file) {
  return (fs::path(options.out) / file).string();
}

/// Makes the run's folder; one that holds a run is left alone unless told otherwise.
void prepare_folder(const TrainOptions& options) {
  if (fs::exists(in_folder(options, "run.json")) && !options.overwrite) {
    throw saddle::Error("--out " + options.out +
                        " already holds a run: choose another folder or add --overwrite");
  }
  fs::create_directories(options.out);
  fs::remove(in_folder(options, "run.json"));
}

/// Samples far along the row of the source: fresh ones where the source is endless.
AnyGan::Rows fresh_samples(const AnySource& source, std::size_t n, std::uint64_t seed) {
  std::size_t size = 1;
  for (std::size_t extent : source.shape()) size *= extent;
  AnyGan::Rows samples = AnyGan::Rows::from_shape({n, size});
  source.draw(samples.data(), n, seed, std::uint64_t{1} << 40);
  return samples;
}

/// A frame around the modes with a margin.
saddle::Bounds bounds_of(const Tensor<double, 2>& modes) {
  saddle::Bounds bounds{{modes(0, 0), modes(0, 0)}, {modes(0, 1), modes(0, 1)}};
  for (std::size_t i = 0; i < modes.shape()[0]; ++i) {
    bounds.x = {std::min(bounds.x.low, modes(i, 0)), std::max(bounds.x.high, modes(i, 0))};
    bounds.y = {std::min(bounds.y.low, modes(i, 1)), std::max(bounds.y.high, modes(i, 1))};
  }
  const double margin = 0.2 * std::max(bounds.x.high - bounds.x.low, bounds.y.high - bounds.y.low);
  return {{bounds.x.low - margin, bounds.x.high + margin},
          {bounds.y.low - margin, bounds.y.high + margin}};
}

saddle::Image picture_of_points(AnyGan& gan, const AnySource& source, const TrainOptions& options) {
  constexpr std::size_t rows = 200, columns = 200;
  const saddle::Bounds bounds = bounds_of(*source.modes);
  const Tensor<double, 1> scores = gan.scores(saddle::landscape_points(bounds, rows, columns));
  Tensor<float, 2> landscape = Tensor<float, 2>::from_shape({rows, columns});
  std::transform(scores.begin(), scores.end(), landscape.begin(),
                 [](double score) { return static_cast<float>(score); });
  return saddle::landscape_picture(
      gan.sample(2'000), fresh_samples(source, 500, options.seed), landscape, bounds,
      options.objective + " with " + options.constraint + " on the " + source.name);
}

saddle::Image picture_of_images(AnyGan& gan, const AnySource& source) {
  constexpr std::size_t count = 100;
  const AnyGan::Rows rows = gan.sample(count);
  const auto& shape = source.shape();
  Tensor<float, 4> images = Tensor<float, 4>::from_shape({count, shape[0], shape[1], shape[2]});
  std::copy(rows.begin(), rows.end(), images.begin());
  return saddle::grid(images);
}

saddle::Image picture_of_curves(const saddle::History& history, const TrainOptions& options) {
  return saddle::curve_picture(
      {{"bound", history.step, history.bound}, {"generator", history.step, history.generator_loss}},
      {options.objective + " with " + options.constraint, "step", "loss"});
}

nlohmann::ordered_json describe(const TrainOptions& options, const saddle::FitResult& fitted,
                                double bound) {
  return {{"objective", options.objective},
          {"constraint", options.constraint},
          {"data", options.data},
          {"steps", fitted.steps},
          {"seconds", fitted.seconds},
          {"steps_per_s", static_cast<double>(fitted.steps) / fitted.seconds},
          {"cpu_per_wall", fitted.cpu_per_wall},
          {"workers", saddle::parallel::workers()},
          {"bound", bound},
          {"modes", nullptr},
          {"modes_total", nullptr},
          {"high_quality", nullptr},
          {"mode_kl", nullptr}};
}

}  // namespace

void train(TrainOptions options) {
  const std::vector<Composition> all = all_compositions();
  const AnySource source = open_source(options.data);
  if (options.model.empty()) options.model = source.modes ? "toy" : "mlp";
  const Composition& composition = find(all, options);
  prepare_folder(options);
  saddle::parallel::set_workers(options.threads);

  const std::unique_ptr<AnyGan> gan = composition.make(options, source);
  const saddle::FitResult fitted = saddle::fit(*gan, source);

  const std::size_t held_out = source.modes ? 10'000 : 1'000;
  nlohmann::ordered_json run = describe(
      options, fitted, gan->divergence(fresh_samples(source, held_out, options.seed)).value);
  if (source.modes) {
    const auto modes = saddle::count_modes(gan->sample(10'000), *source.modes, source.sigma);
    run["modes"] = modes.modes;
    run["modes_total"] = modes.modes_total;
    run["high_quality"] = modes.high_quality;
    run["mode_kl"] = modes.mode_kl;
  }
  saddle::write_png(
      in_folder(options, "samples.png"),
      source.modes ? picture_of_points(*gan, source, options) : picture_of_images(*gan, source));
  saddle::write_png(in_folder(options, "curves.png"), picture_of_curves(fitted.history, options));
  const std::string text = run.dump() + "\n";
  saddle::write_file(in_folder(options, "run.json"), text.data(), text.size());
  std::cout << text;
}
