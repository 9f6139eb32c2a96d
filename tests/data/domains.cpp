// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/domains.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/two_moons.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace domains_test {

using namespace saddle;

namespace {

using Points = std::array<float, 20>;

template <std::size_t I, class Both>
Points drawn(const Both& both, std::uint64_t seed, std::uint64_t position) {
  Points points{};
  both.template draw<I>(points.data(), 10, seed, position);
  return points;
}

template <class Source>
Points drawn_of(const Source& source, std::uint64_t seed, std::uint64_t position) {
  Points points{};
  source.draw(points.data(), 10, seed, position);
  return points;
}

}  // namespace

TEST_CASE("domains are drawn apart: equal sources give unequal samples") {
  const data::Domains rings{data::Ring{}, data::Ring{}};
  CHECK(drawn<0>(rings, 3, 40) == drawn_of(data::Ring{}, 3, 40));
  CHECK_FALSE(drawn<0>(rings, 3, 40) == drawn<1>(rings, 3, 40));
  CHECK(drawn<1>(rings, 3, 40) == drawn<1>(rings, 3, 40));
  CHECK_FALSE(drawn<1>(rings, 3, 40) == drawn<1>(rings, 4, 40));
  const data::Domains unlike{data::Ring{}, data::TwoMoons{}};
  CHECK(drawn<0>(unlike, 3, 40) == drawn<0>(rings, 3, 40));
}

TEST_CASE("pairs are drawn together: equal sources give equal samples") {
  const data::Paired rings{data::Ring{}, data::Ring{}};
  CHECK(drawn<0>(rings, 3, 40) == drawn<1>(rings, 3, 40));
  const data::Paired unlike{data::Ring{}, data::TwoMoons{}};
  CHECK(drawn<1>(unlike, 3, 40) == drawn_of(data::TwoMoons{}, 3, 40));
}

TEST_CASE("labels of domains and of pairs are those of their samples") {
  const data::Ring ring;
  const auto check = [&](const auto& both) {
    Points points[2]{drawn<0>(both, 3, 40), drawn<1>(both, 3, 40)};
    std::array<std::array<int, 10>, 2> labels{};
    both.template draw_labels<0>(labels[0].data(), 10, 3, 40);
    both.template draw_labels<1>(labels[1].data(), 10, 3, 40);
    for (std::size_t side = 0; side < 2; ++side) {
      for (std::size_t i = 0; i < 10; ++i) {
        const auto mode = static_cast<std::size_t>(labels[side][i]);
        CHECK(points[side][2 * i] == Approx(ring.modes()(mode, 0)).margin(0.2));
        CHECK(points[side][2 * i + 1] == Approx(ring.modes()(mode, 1)).margin(0.2));
      }
    }
  };
  check(data::Domains{ring, ring});
  check(data::Paired{ring, ring});
}

}  // namespace domains_test
