// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/data.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace labelled_source_test {

using namespace saddle;

namespace {

template <class Source>
std::vector<int> labels(const Source& source, std::size_t n, std::uint64_t seed,
                        std::uint64_t position) {
  std::vector<int> result(n);
  source.draw_labels(result.data(), n, seed, position);
  return result;
}

data::Dataset unlabelled() {
  return data::Dataset("points", Tensor<float, 2>(xt::zeros<float>({3, 2})));
}

}  // namespace

TEST_CASE("what has labels says of how many classes", "[data]") {
  STATIC_REQUIRE(data::LabelledSource<data::Glyphs>);
  STATIC_REQUIRE(data::LabelledSource<data::Dataset>);
  STATIC_REQUIRE(data::LabelledSource<data::Prefetch<data::Ring>>);
  STATIC_REQUIRE_FALSE(data::LabelledSource<data::TwoMoons>);
  STATIC_REQUIRE_FALSE(data::LabelledSource<data::Prefetch<data::TwoMoons>>);
  CHECK(data::Prefetch<data::Ring>(data::Ring{}).classes() == 8);
  CHECK_NOTHROW(data::require_classes(data::Glyphs{}, 10));
  CHECK_THROWS_WITH(data::require_classes(data::Ring{}, 10),
                    "classes of ring: expected 10, found 8");
  CHECK_THROWS_WITH(data::require_classes(unlabelled(), 2),
                    "classes of points: expected 2, found no labels");
}

TEMPLATE_TEST_CASE("the labels of blobs are their modes, however the row is cut", "[data]",
                   data::Ring, data::Grid) {
  const TestType source;
  const Tensor<double, 2> modes = source.modes();
  REQUIRE(source.classes() == modes.shape(0));
  for (std::uint64_t start : {std::uint64_t{0}, (std::uint64_t{1} << 32) - 300}) {
    constexpr std::size_t n = 600;
    std::vector<double> points(2 * n);
    source.draw(points.data(), n, 3, start);
    const std::vector<int> found = labels(source, n, 3, start);
    for (std::size_t i = 0; i < n; ++i) {
      const auto mode = static_cast<std::size_t>(found[i]);
      CHECK(std::hypot(points[2 * i] - modes(mode, 0), points[2 * i + 1] - modes(mode, 1)) <
            6 * source.sigma);
    }
    std::vector<int> parts = labels(source, 299, 3, start);
    const std::vector<int> rest = labels(source, n - 299, 3, start + 299);
    parts.insert(parts.end(), rest.begin(), rest.end());
    CHECK(parts == found);
  }
}

}  // namespace labelled_source_test
