// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/content_hash.hpp>
#include <saddle/data/csv.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/data/grid.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/swiss_roll.hpp>
#include <saddle/data/two_moons.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace content_hash_test {

using namespace saddle;

TEST_CASE("a set of points is known by what it holds, not by its name", "[data]") {
  const TemporaryFolder folder;
  const auto hash = [&](const std::string& name, const std::string& text) {
    return data::content_hash(data::csv(folder.write(name, text)));
  };
  const std::string first = hash("t.csv", "a,b\n1,2\n3,5\n4,4\n");
  CHECK(first.size() == 16);
  CHECK(hash("u.csv", "a,b\n1,2\n3,5\n4,4\n") == first);
  const std::set<std::string> others{
      first,
      hash("t.csv", "a,b\n1,2\n3,5\n4,4.001\n"),
      hash("t.csv", "a,b\n3,5\n1,2\n4,4\n"),  // drawn in another order
      hash("t.csv", "a,c\n1,2\n3,5\n4,4\n"),
      hash("t.csv", "a,b\n1001,2\n1003,5\n1004,4\n"),
      hash("t.csv", "a,b\n2,4\n6,10\n8,8\n"),  // all twice as large
      hash("t.csv", "a,b\n1,2\n3,5\n")};
  CHECK(others.size() == 7);
}

TEST_CASE("labels are known apart from the samples that have them", "[data]") {
  const TemporaryFolder folder;
  const auto set = [&](const std::string& text) { return data::csv(folder.write("t.csv", text)); };
  const auto first = set("a,label\n1,0\n2,1\n"), other = set("a,label\n1,1\n2,0\n");
  CHECK(data::content_hash(first) == data::content_hash(other));
  CHECK(data::labels_hash(first).size() == 16);
  CHECK(data::labels_hash(first) != data::labels_hash(other));
  CHECK(data::labels_hash(set("a,b\n1,0\n2,1\n")).empty());
  CHECK(data::labels_hash(data::Ring{}).empty());
}

TEST_CASE("the shape of samples counts", "[data]") {
  const data::Dataset wide("x", {2, 3}, data::Dataset::Storage{1, 2, 3, 4, 5, 6});
  const data::Dataset high("x", {3, 2}, data::Dataset::Storage{1, 2, 3, 4, 5, 6});
  const data::Dataset rows("x", {3}, data::Dataset::Storage{1, 2, 3, 4, 5, 6});
  CHECK(std::set<std::string>{data::content_hash(wide), data::content_hash(high),
                              data::content_hash(rows)}
            .size() == 3);
}

TEST_CASE("a source that draws is known by its name and parameters", "[data]") {
  CHECK(data::content_hash(data::Ring{}) == data::content_hash(data::Ring{}));
  CHECK(std::set<std::string>{
            data::content_hash(data::Ring{}), data::content_hash(data::Ring{.radius = 3}),
            data::content_hash(data::Ring{.sigma = 0.1}), data::content_hash(data::Grid{}),
            data::content_hash(data::Grid{.spacing = 1}), data::content_hash(data::SwissRoll{}),
            data::content_hash(data::TwoMoons{}), data::content_hash(data::TwoMoons{.noise = 0}),
            data::content_hash(data::Glyphs{})}
            .size() == 9);
}

namespace {

struct Constant {
  static constexpr std::string_view name = "constant";
  float value;

  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  void draw(float* out, std::size_t n, std::uint64_t, std::uint64_t) const {
    std::fill_n(out, 2 * n, value);
  }
};

}  // namespace

TEST_CASE("a source that does not describe itself is known by what it draws", "[data]") {
  CHECK(data::content_hash(Constant{1}) == data::content_hash(Constant{1}));
  CHECK(data::content_hash(Constant{1}) != data::content_hash(Constant{2}));
}

}  // namespace content_hash_test
