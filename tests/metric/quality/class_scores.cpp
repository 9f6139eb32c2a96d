// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/random.hpp>
#include <saddle/metric/quality/class_scores.hpp>

#include <cstddef>
#include <cstdint>

namespace class_scores_test {

using namespace saddle;

namespace {

struct Labelled {
  Tensor<float, 2> samples;
  Tensor<int, 1> labels;
};

/// Points about (class, 0), `spread` wide; those of class 2 are `spread_of_last` wide.
Labelled points(std::size_t n, std::uint64_t seed, double spread, double spread_of_last) {
  Labelled set{Tensor<float, 2>::from_shape({n, 2}), Tensor<int, 1>::from_shape({n})};
  const random::Draw draw{.seed = seed, .stream = random::Stream::user};
  for (std::size_t i = 0; i < n; ++i) {
    const int label = static_cast<int>(i % 3);
    const double width = label == 2 ? spread_of_last : spread;
    set.labels(i) = label;
    for (std::size_t k = 0; k < 2; ++k) {
      set.samples(i, k) =
          static_cast<float>((k == 0 ? label : 0) + width * random::normal(draw, i, k));
    }
  }
  return set;
}

}  // namespace

TEST_CASE("the samples of a class keep their order", "[metric]") {
  const Labelled set = points(30, 1, 0.1, 0.1);
  const auto second = of_class(set.samples, set.labels, 1);
  REQUIRE(second.shape(0) == 10);
  for (std::size_t i = 0; i < 10; ++i) CHECK(second(i, 0) == set.samples(3 * i + 1, 0));
  CHECK(of_class(set.samples, set.labels, 9).shape(0) == 0);
  CHECK_THROWS_WITH(of_class(set.samples, Tensor<int, 1>({29}, 0), 1),
                    Catch::Contains("labels: expected one for each of 30 samples, found 29"));
}

TEST_CASE("scores are those of every class by itself: one that collapsed shows alone", "[metric]") {
  const Labelled real = points(600, 1, 0.1, 0.1), fake = points(600, 2, 0.1, 1e-4);
  const auto scores = class_scores(real.samples, real.labels, fake.samples, fake.labels, 3);
  REQUIRE(scores.size() == 3);
  for (std::size_t c = 0; c < 3; ++c) {
    CAPTURE(c);
    CHECK(scores[c].data == 200);
    CHECK(scores[c].samples == 200);
    const auto data = of_class(real.samples, real.labels, static_cast<int>(c));
    const auto samples = of_class(fake.samples, fake.labels, static_cast<int>(c));
    CHECK(scores[c].frechet.value ==
          frechet_distance(gaussian_statistics(data), gaussian_statistics(samples)).value);
    CHECK(scores[c].coverage == manifold_scores(data, samples).coverage);
    CHECK((scores[c].coverage > 0.9) == (c < 2));
    CHECK((scores[c].duplicates < 0.1) == (c < 2));
  }
  CHECK(scores[2].duplicates == 1);
  CHECK_THROWS_WITH(
      class_scores(real.samples, real.labels, fake.samples, fake.labels, 4),
      Catch::Contains("class 3: expected more than 5 data and samples, found 0 and 0"));
}

}  // namespace class_scores_test
