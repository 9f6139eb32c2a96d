// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/glyphs.hpp>
#include <saddle/data/grid.hpp>
#include <saddle/data/label/label_sets.hpp>
#include <saddle/data/ring.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace label_sets_test {

using namespace saddle;

namespace {

constexpr std::size_t n = 20;

template <class Source>
std::vector<float> drawn(const Source& source, std::uint64_t position) {
  std::vector<float> points(2 * n);
  source.draw(points.data(), n, 3, position);
  return points;
}

template <class Source>
std::vector<int> labels(const Source& source, std::uint64_t position) {
  std::vector<int> result(n);
  source.draw_labels(result.data(), n, 3, position);
  return result;
}

}  // namespace

TEST_CASE("the classes of sets stand side by side", "[data]") {
  const data::LabelSets sets{data::Ring{}, data::Grid{}, data::Ring{.radius = 1}};
  CHECK(sets.classes() == 41);
  CHECK(sets.turn(0).labels() == LabelRange{0, 8});
  CHECK(sets.turn(1).labels() == LabelRange{8, 25});
  CHECK(sets.turn(2).labels() == LabelRange{33, 8});
  for (std::uint64_t step = 0; step < 3; ++step) {
    CHECK(sets.turn(step).classes() == 41);
    CHECK_NOTHROW(data::require_classes(sets.turn(step), 41));
  }
}

TEST_CASE("sets take turns, each a labelled source of its own", "[data]") {
  const data::LabelSets sets{data::Ring{}, data::Grid{}};
  STATIC_REQUIRE(data::LabelledSource<decltype(sets.turn(0))>);
  const std::uint64_t late = (std::uint64_t{1} << 40) + 6;
  for (const std::uint64_t step : {std::uint64_t{0}, std::uint64_t{2}, late}) {
    const auto ring = sets.turn(step), grid = sets.turn(step + 1);
    CHECK(ring.name == "ring");
    CHECK(grid.name == "grid");
    CHECK(drawn(ring, 40) == drawn(data::Ring{}, 40));
    CHECK(drawn(grid, 40) == drawn(data::Grid{}, 40));
    CHECK(labels(ring, 40) == labels(data::Ring{}, 40));
    std::vector<int> of_grid = labels(data::Grid{}, 40);
    for (int& label : of_grid) label += 8;
    CHECK(labels(grid, 40) == of_grid);
  }
}

TEST_CASE("sets of samples of different shapes are refused", "[data]") {
  CHECK_THROWS_WITH((data::LabelSets{data::Ring{}, data::Glyphs{}}),
                    "shape of a sample of glyphs: expected 2, found 28x28x1");
}

}  // namespace label_sets_test
