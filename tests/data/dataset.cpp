// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/dataset.hpp>
#include <saddle/data/permutation.hpp>

#include <cstdint>
#include <vector>

namespace dataset_test {

using namespace saddle;

namespace {

/// Row i is (i, i + 0.5), its label is 10 i.
data::Dataset rows_of_two(std::size_t n, bool labelled = true) {
  Tensor<float, 2> values = xt::empty<float>({n, std::size_t{2}});  // (n, 2)
  Tensor<int, 1> labels = xt::empty<int>({labelled ? n : 0});       // (n)
  for (std::size_t i = 0; i < n; ++i) {
    values(i, 0) = static_cast<float>(i);
    values(i, 1) = static_cast<float>(i) + 0.5F;
    if (labelled) labels(i) = static_cast<int>(10 * i);
  }
  return data::Dataset("rows", values, labels);
}

}  // namespace

TEST_CASE("a permutation visits every index once", "[data]") {
  for (std::uint64_t size : {1U, 2U, 3U, 4U, 5U, 16U, 17U, 100U, 257U, 60000U}) {
    for (std::uint64_t epoch : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 33}) {
      const data::Permutation order(7, epoch, size);
      std::vector<bool> seen(size);
      for (std::uint64_t i = 0; i < size; ++i) {
        const std::uint64_t image = order(i);
        REQUIRE(image < size);
        REQUIRE_FALSE(seen[image]);
        seen[image] = true;
      }
    }
  }
  const std::uint64_t huge = (std::uint64_t{1} << 40) + 1;
  CHECK(data::Permutation(1, 0, huge)(huge - 1) < huge);
}

TEST_CASE("permutations spread an index evenly over the places", "[data]") {
  constexpr std::size_t size = 10, epochs = 5000;
  double chi_squared = 0, expected = static_cast<double>(epochs) / size;
  for (std::size_t index = 0; index < size; ++index) {
    std::vector<double> hits(size);
    for (std::uint64_t epoch = 0; epoch < epochs; ++epoch) {
      ++hits[data::Permutation(3, epoch, size)(index)];
    }
    for (double hit : hits) chi_squared += (hit - expected) * (hit - expected) / expected;
  }
  CHECK(chi_squared < 81 + 5 * 12.7);  // 81 degrees of freedom, 5 standard deviations
}

TEST_CASE("a data set deals every sample once per epoch, in changing order", "[data]") {
  const data::Dataset set = rows_of_two(50);
  CHECK(set.rows() == 50);
  CHECK(set.classes() == 491);
  CHECK(rows_of_two(50, false).classes() == 0);
  CHECK(set.shape() == std::vector<std::size_t>{2});
  CHECK(set.values()(3, 1) == 3.5F);
  std::vector<float> first(100), second(100), other_seed(100);
  set.draw(first.data(), 50, 1, 0);
  set.draw(second.data(), 50, 1, 50);
  set.draw(other_seed.data(), 50, 2, 0);
  CHECK(first != second);
  CHECK(first != other_seed);
  std::vector<int> seen(50);
  for (std::size_t i = 0; i < 50; ++i) {
    ++seen[static_cast<std::size_t>(first[2 * i])];
    CHECK(first[2 * i + 1] == first[2 * i] + 0.5F);
    CHECK(set.row_at(1, i) == static_cast<std::size_t>(first[2 * i]));
  }
  CHECK(seen == std::vector<int>(50, 1));
}

TEST_CASE("a data set is one row however it is cut, with the labels in step", "[data]") {
  const data::Dataset set = rows_of_two(7);
  std::vector<double> whole(40), parts(40);
  std::vector<int> labels(20);
  set.draw(whole.data(), 20, 9, 3);
  set.draw(parts.data(), 13, 9, 3);
  set.draw(parts.data() + 26, 7, 9, 16);
  CHECK(parts == whole);
  set.draw_labels(labels.data(), 20, 9, 3);
  for (std::size_t i = 0; i < 20; ++i) CHECK(labels[i] == static_cast<int>(10 * whole[2 * i]));
}

TEST_CASE("a data set refuses what does not fit", "[data]") {
  int label = 0;
  CHECK_THROWS_AS(rows_of_two(0), ConfigError);
  CHECK_THROWS_AS(rows_of_two(3, false).draw_labels(&label, 1, 0, 0), ConfigError);
  Tensor<float, 2> values = xt::zeros<float>({3, 2});
  Tensor<int, 1> labels = xt::zeros<int>({2});
  CHECK_THROWS_WITH(data::Dataset("set", values, labels),
                    "set: labels: expected one for each of 3 samples, found 2");
  using Storage = data::Dataset::Storage;
  CHECK_THROWS_WITH(data::Dataset("set", {2, 2}, Storage(7)),
                    "set: samples: expected a multiple of 4 values, found 7");
  CHECK_THROWS_AS(data::Dataset("set", {2, 0}, Storage(7)), ConfigError);
  CHECK(data::Dataset("set", {2, 2}, Storage(8)).rows() == 2);
}

TEST_CASE("A subset has the rows that are asked for, with all that is said of the set", "[data]") {
  const Tensor<float, 2> values{{0, 1}, {10, 11}, {20, 21}};
  data::Dataset set("points", values, Tensor<int, 1>{5, 6, 7});
  set.class_names = {"a", "b"};
  const data::Dataset part = set.subset({2, 0});
  CHECK(part.name == "points");
  CHECK(part.class_names == set.class_names);
  CHECK((part.values() == Tensor<float, 2>{{20, 21}, {0, 1}}));
  CHECK((part.labels() == Tensor<int, 1>{7, 5}));
  CHECK(data::Dataset("points", values).subset({1}).labels().size() == 0);
  CHECK_THROWS_AS(set.subset({3}), ConfigError);
  CHECK_THROWS_AS(set.subset({}), ConfigError);
}

}  // namespace dataset_test
