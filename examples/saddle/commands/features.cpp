// SPDX-License-Identifier: BSL-1.0
#include "commands/features.hpp"

#include "data/labelled.hpp"
#include "data/samples.hpp"
#include "models/compiled_model.hpp"
#include "models/feature_network.hpp"
#include "models/find_model.hpp"
#include "run/trained.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/rows.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/data/permutation.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/npy.hpp>
#include <saddle/io/png.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/metric/quality/confusion.hpp>
#include <saddle/metric/quality/linear_probe.hpp>
#include <saddle/metric/quality/nearest_class.hpp>
#include <saddle/metric/quality/principal_components.hpp>
#include <saddle/picture/scatter_picture.hpp>
#include <saddle/train/checkpoints.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <utility>
#include <vector>

namespace saddle_program {

namespace {

using saddle::ConfigError;

/// What a run learnt, and the same network before.
struct Learnt {
  std::string name;
  std::vector<std::size_t> shape;
  Features trained, untrained;
};

Learnt learnt_by(const std::string& run) {
  const std::string encoder = network_file(run, "encoder");
  if (std::filesystem::exists(encoder)) {
    const CompiledModel& model = model_of(saddle::Safetensors(encoder));
    const auto load = model.networks.at("encoder");
    return {"encoder", model.shape, load("encoder", encoder), load("encoder", "")};
  }
  const saddle::Safetensors file(saddle::Checkpoints::checkpoint_in(run));
  const CompiledModel& model = model_of(file);
  require_critic_features(file, model);
  const std::string constraint = file.required("constraint");
  return {"critic", model.shape, model.critic_features(file.path(), constraint),
          model.critic_features("", constraint)};
}

/// Images number `first` and following in a shuffled order.
Labelled part_of(const Labelled& all, std::size_t first, std::size_t count) {
  const saddle::data::Permutation order(/*seed=*/1, 0, all.n());
  Labelled part{all.name, all.shape, all.classes, Rows::from_shape({count, all.images.shape(1)}),
                saddle::Tensor<int, 1>::from_shape({count})};
  for (std::size_t i = 0; i < count; ++i) {
    const auto from = static_cast<std::size_t>(order(first + i));
    std::copy_n(&all.images(from, 0), all.images.shape(1), &part.images(i, 0));
    part.labels(i) = all.labels(from);
  }
  return part;
}

/// Images whose classes are known, and images to ask about.
std::pair<Labelled, Labelled> parts_of(const FeaturesOptions& options) {
  const auto most = [&](std::size_t n) { return options.n == 0 ? n : std::min(n, options.n); };
  if (options.images == "glyphs") {
    const Labelled all = other_glyphs(most(5'000) + most(1'000));
    return {part_of(all, 0, most(5'000)), part_of(all, most(5'000), most(1'000))};
  }
  const saddle::data::Dataset set = open_labelled(options.images, options.labels);
  const Labelled all = all_of(set);
  if (options.test_images.empty()) {
    const std::size_t held_out = all.n() / 5;
    return {part_of(all, held_out, most(all.n() - held_out)), part_of(all, 0, most(held_out))};
  }
  const Labelled test = all_of(open_labelled(options.test_images, options.test_labels, set.full));
  return {part_of(all, 0, most(all.n())), part_of(test, 0, most(test.n()))};
}

void require_ending(const char* option, const std::string& path, const char* ending,
                    const char* kind) {
  if (path.empty()) return;
  if (!path.ends_with(ending)) throw ConfigError(option, kind, saddle::in_quotes(path));
  saddle::require_writable(path);
}

}  // namespace

void features(const FeaturesOptions& options) {
  saddle::parallel::set_workers(options.threads);
  require_ending("--out", options.out, ".npy", "an .npy file");
  require_ending("--picture", options.picture, ".png", "a .png file");
  const std::vector<NamedFile> read{{"--images", options.images},
                                    {"--labels", options.labels},
                                    {"--test-images", options.test_images},
                                    {"--test-labels", options.test_labels}};
  require_apart({"--out", options.out}, read);
  require_apart({"--picture", options.picture}, read);
  const Learnt learnt = learnt_by(options.run);
  const auto [known, asked] = parts_of(options);
  for (const Labelled* part : {&known, &asked}) {
    if (part->shape != learnt.shape) {
      throw ConfigError("--images: shape of an image", saddle::shape_text(learnt.shape),
                        saddle::shape_text(part->shape));
    }
  }
  const std::size_t classes = std::max(known.classes, asked.classes);
  if (classes < 2) throw ConfigError("--labels", "two classes or more", "one");
  std::printf("%zu images of %zu classes, %zu to test\n", known.n(), classes, asked.n());
  const auto print = [&](const std::string& name, const Rows& of_known, const Rows& of_asked) {
    const saddle::LinearProbe probe(of_known, known.labels, classes);
    const saddle::Confusion near(asked.labels,
                                 saddle::nearest_class(of_known, known.labels, of_asked), classes);
    const saddle::Confusion linear(asked.labels, probe.verdicts(of_asked), classes);
    std::printf("%-28s %5zu numbers   nearest %6.2f %%   linear %6.2f %%\n", name.c_str(),
                of_known.shape(1), 100 * near.accuracy(), 100 * linear.accuracy());
    std::fflush(stdout);
  };
  const Rows found = learnt.trained(asked.images);
  print(learnt.name, learnt.trained(known.images), found);
  print("untrained " + learnt.name, learnt.untrained(known.images), learnt.untrained(asked.images));
  print("pixels", known.images, asked.images);
  const std::size_t components = std::min<std::size_t>(50, known.images.shape(1));
  const saddle::PrincipalComponents projection(known.images, components);
  print("principal components", projection(known.images), projection(asked.images));
  if (!options.out.empty()) {
    saddle::write_npy(options.out, found);
    std::cout << options.out << '\n';
  }
  if (!options.picture.empty()) {
    const saddle::PrincipalComponents plane(found, 2);
    saddle::write_png(options.picture,
                      saddle::scatter_picture(plane(found), asked.labels,
                                              {.title = "Features of the " + learnt.name}));
    std::cout << options.picture << '\n';
  }
}

}  // namespace saddle_program
