// SPDX-License-Identifier: BSL-1.0
#include "commands/classify.hpp"

#include "data/data_units.hpp"
#include "data/labelled.hpp"
#include "data/samples.hpp"
#include "models/find_model.hpp"

#include <saddle/core/config.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/train/interrupt.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>

namespace saddle_program {

using namespace saddle;

int classify(const ClassifyOptions& options, std::ostream& out) {
  parallel::set_workers(options.threads);
  std::cerr << to_string(config()) << '\n';
  require_utf8("--out", options.out);
  require_utf8("--images", options.images);
  require_writable(options.out);
  require_apart({"--out", options.out}, {{"--images", options.images},
                                         {"--labels", options.labels},
                                         {"--test-images", options.test_images},
                                         {"--test-labels", options.test_labels}});
  AnySource source;
  std::vector<std::size_t>& shape = source.sample_shape;
  std::optional<Labelled> test;
  std::string name = options.images;
  const auto take = [&](const auto& set) {
    const auto& extents = set.shape();
    shape.assign(extents.begin(), extents.end());
    source.name = set.name;
    source.fill = [&set](float* to, std::size_t n, std::uint64_t seed, std::uint64_t at) {
      set.draw(to, n, seed, at);
    };
    source.fill_labels = [&set](int* to, std::size_t n, std::uint64_t seed, std::uint64_t at) {
      set.draw_labels(to, n, seed, at);
    };
  };
  const data::Glyphs glyphs;
  std::optional<data::Dataset> set;
  if (options.images == "glyphs") {
    if (!options.labels.empty()) {
      throw ConfigError("--labels", "none beside glyphs, which have their own",
                        in_quotes(options.labels));
    }
    take(glyphs);
    test = other_glyphs(2000);
  } else {
    set.emplace(open_labelled(options.images, options.labels));
    take(*set);
    name = set->name;
  }
  if (options.test_images.empty() && !options.test_labels.empty()) {
    throw ConfigError("--test-images", "the images of " + options.test_labels, "none");
  }
  if (!options.test_images.empty()) {
    const data::Dataset other =
        open_labelled(options.test_images, options.test_labels, set ? set->full : std::nullopt);
    if (other.shape() != shape) {
      throw ConfigError("--test-images: shape of an image", shape_text(shape),
                        shape_text(other.shape()));
    }
    test = all_of(other);
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  const auto net =
      find_classifier(shape_text(shape))
          .make({.batch = options.batch, .steps = options.steps, .seed = options.seed});
  double mean = 0;
  std::uint64_t steps = 0;
  Interrupt interrupt;
  net->fit(source, [&](std::uint64_t step, double loss) {
    steps = step;
    mean = step == 1 ? loss : 0.99 * mean + 0.01 * loss;
    const bool go_on = interrupt.signal() == 0;
    if (step % 200 != 0 && step != options.steps && go_on) return true;
    std::fprintf(stderr, "step %llu of %llu, cross-entropy %.4f, %.0f s\n",
                 static_cast<unsigned long long>(step),
                 static_cast<unsigned long long>(options.steps), mean, seconds());
    return go_on;
  });
  nlohmann::ordered_json result{{"classifier", options.out},  {"data", name},
                                {"shape", shape_text(shape)}, {"steps", steps},
                                {"seed", options.seed},       {"workers", parallel::workers()},
                                {"seconds", seconds()}};
  std::vector<std::pair<std::string, std::string>> notes{
      {"data", name}, {"steps", std::to_string(steps)}, {"seed", std::to_string(options.seed)}};
  if (set) add_units(notes, set->units());
  if (test) {
    result["test_images"] = test->images.shape(0);
    result["test_accuracy"] = net->accuracy(test->images, test->labels);
    notes.emplace_back("test accuracy", result["test_accuracy"].dump());
  }
  net->save(options.out, notes);
  out << result.dump() << '\n';
  return interrupt.signal() == 0 ? 0 : 128 + interrupt.signal();
}

}  // namespace saddle_program
