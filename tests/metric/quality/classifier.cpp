// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/error.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/metric/quality/classifier.hpp>
#include <saddle/metric/quality/classifier_config.hpp>
#include <saddle/metric/quality/features.hpp>
#include <saddle/nn/zoo/image_classifier.hpp>
#include <saddle/objective/non_saturating.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace classifier_test {

using namespace saddle;

namespace {

struct GlyphNet : ImageClassifier<Shape<28, 28, 1>> {};
using GlyphClassifier = Classifier<GlyphNet>;

struct Labelled {
  Tensor<float, 4> images;
  Tensor<int, 1> labels;
};

Labelled glyphs(std::size_t n, std::uint64_t seed) {
  Labelled drawn{Tensor<float, 4>::from_shape({n, 28, 28, 1}), Tensor<int, 1>::from_shape({n})};
  const data::Glyphs source;
  source.draw(drawn.images.data(), n, seed, 0);
  source.draw_labels(drawn.labels.data(), n, seed, 0);
  return drawn;
}

/// Labels that are no classes.
struct Mislabelled : data::Glyphs {
  int label;
  explicit Mislabelled(int wrong) : label(wrong) {}
  void draw_labels(int* out, std::size_t n, std::uint64_t, std::uint64_t) const {
    std::fill_n(out, n, label);
  }
};

}  // namespace

TEST_CASE("Classifier: 60 steps tell glyphs apart, and the file says the same", "[metric]") {
  const Labelled test = glyphs(500, 99);
  GlyphClassifier trained({.batch = 32, .steps = 60, .seed = 3});
  CHECK(trained.accuracy(test.images, test.labels) < 0.4);
  double first = 0, last = 0;
  trained.fit(data::Glyphs{}, [&](std::uint64_t step, double loss) {
    if (step == 1) first = loss;
    last = loss;
  });
  CHECK(trained.steps() == 60);
  CHECK(last < first / 5);
  CHECK(trained.accuracy(test.images, test.labels) >= 0.95);

  const Tensor<float, 2> verdicts = trained.probabilities(test.images);
  const Tensor<float, 2> features = trained.features(test.images);
  CHECK(features.shape(0) == 500);
  CHECK(features.shape(1) == 128);
  for (std::size_t i = 0; i < 500; ++i) {
    double total = 0;
    for (std::size_t c = 0; c < 10; ++c) total += static_cast<double>(verdicts(i, c));
    CHECK(total == Approx(1));
  }

  const TemporaryFolder folder;
  trained.save(folder / "net.safetensors", {{"data", "glyphs"}});
  GlyphClassifier loaded({.batch = 7});
  loaded.load(folder / "net.safetensors");
  CHECK(loaded.accuracy(test.images, test.labels) == trained.accuracy(test.images, test.labels));
  const Tensor<float, 2> again = loaded.features(test.images);
  double difference = 0;
  for (std::size_t i = 0; i < again.size(); ++i) {
    difference =
        std::max(difference, static_cast<double>(std::abs(again.data()[i] - features.data()[i])));
  }
  CHECK(difference < 1e-3);
  CHECK(Safetensors(folder / "net.safetensors").required("data") == "glyphs");

  struct Coloured : ImageClassifier<Shape<8, 8, 1>> {};
  Classifier<Coloured> other;
  CHECK_THROWS_AS(other.load(folder / "net.safetensors"), DataError);
}

TEST_CASE("Classifier: the same training gives the same network", "[metric]") {
  const auto run = [] {
    GlyphClassifier net({.batch = 8, .steps = 3});
    net.fit(data::Glyphs{});
    return net.features(glyphs(4, 1).images);
  };
  CHECK((run() == run()));
}

TEST_CASE("Classifier: a training that is told to ends early, and its file says what made it",
          "[metric]") {
  GlyphClassifier net({.batch = 8, .steps = 30});
  net.fit(data::Glyphs{}, [](std::uint64_t step, double) { return step < 4; });
  CHECK(net.steps() == 4);
  const TemporaryFolder folder;
  net.save(folder / "net.safetensors");
  CHECK(Safetensors(folder / "net.safetensors").required("made by") == made_by());
}

TEST_CASE("Classifier: labels and samples that do not fit are refused", "[metric]") {
  GlyphClassifier net({.batch = 4});
  CHECK_THROWS_AS(net.step(Mislabelled(10)), ConfigError);
  CHECK_THROWS_AS(net.step(Mislabelled(-1)), ConfigError);
  CHECK_THROWS_WITH(net.fit(data::Ring{}), "shape of a sample of ring: expected 28x28x1, found 2");
  CHECK_THROWS_AS(net.features(Tensor<float, 2>({3, 5}, 0.0F)), ConfigError);
  CHECK_THROWS_AS(net.accuracy(glyphs(3, 1).images, Tensor<int, 1>({2}, 0)), ConfigError);
  CHECK_THROWS_AS(GlyphClassifier({.batch = 0}), ConfigError);
}

TEST_CASE("Features: a critic's trunk", "[metric]") {
  Gan<NonSaturating, Unconstrained> gan{{.batch = 8}};
  NetworkFeatures net("critic of the ring", gan);
  static_assert(FeatureNet<decltype(net)>);
  const auto samples = gan.sample(20);
  const Tensor<float, 2> features = net.features(samples);
  CHECK(features.shape(0) == 20);
  CHECK(features.shape(1) == 128);
  CHECK(features == gan.features(samples));
  CHECK((gan.features<6>(samples) == features));  // after six entries of its list
  const auto first = gan.features<2>(samples);
  const auto w = gan.critic().parameters("0.weight"), b = gan.critic().parameters("0.bias");
  for (std::size_t k = 0; k < 128; ++k) {
    const double sum = samples(3, 0) * w(0, k) + samples(3, 1) * w(1, k) + b(0, k);
    CHECK(first(3, k) == Approx(sum > 0 ? sum : 0.2 * sum).margin(1e-6));
  }
}

}  // namespace classifier_test
