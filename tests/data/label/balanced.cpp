// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/label/balanced.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

namespace balanced_test {

using namespace saddle;

namespace {

/// One sample of class 0, three of class 1, seven of class 2; a sample is its own number.
data::Dataset uneven() {
  Tensor<float, 2> values = Tensor<float, 2>::from_shape({11, 1});
  Tensor<int, 1> labels = Tensor<int, 1>::from_shape({11});
  for (std::size_t i = 0; i < 11; ++i) {
    values(i, 0) = static_cast<float>(i);
    labels(i) = i == 4 ? 0 : i % 4 == 1 ? 1 : 2;
  }
  return data::Dataset("uneven", std::move(values), std::move(labels));
}

struct Row {
  std::vector<float> values;
  std::vector<int> labels;
};
Row drawn(const data::Balanced& source, std::size_t n, std::uint64_t seed, std::uint64_t position) {
  Row row{std::vector<float>(n), std::vector<int>(n)};
  source.draw(row.values.data(), n, seed, position);
  source.draw_labels(row.labels.data(), n, seed, position);
  return row;
}

}  // namespace

TEST_CASE("a balanced set draws its classes equally often, each sample with its label", "[data]") {
  const data::Balanced source(uneven());
  CHECK(source.name == "uneven");
  CHECK(source.classes() == 3);
  CHECK(source.shape() == std::vector<std::size_t>{1});
  const Row row = drawn(source, 63, 3, 0);
  std::vector<int> count(3);
  std::vector<std::set<float>> seen(3);
  for (std::size_t i = 0; i < 63; ++i) {
    const auto label = static_cast<std::size_t>(row.labels[i]);
    ++count[label];
    seen[label].insert(row.values[i]);
    CHECK(source.set().labels()(static_cast<std::size_t>(row.values[i])) == row.labels[i]);
  }
  CHECK(count == std::vector<int>{21, 21, 21});
  CHECK(seen[0].size() == 1);
  CHECK(seen[1].size() == 3);
  CHECK(seen[2].size() == 7);
}

TEST_CASE("a balanced set draws every sample of a class once in an epoch of it", "[data]") {
  const data::Balanced source(uneven());
  const Row row = drawn(source, 42, 3, 0);
  std::set<float> first, second;
  std::vector<float> order, later;
  for (std::size_t i = 2; i < 21; i += 3) order.push_back(row.values[i]);
  for (std::size_t i = 23; i < 42; i += 3) later.push_back(row.values[i]);
  CHECK(std::set<float>(order.begin(), order.end()).size() == 7);
  CHECK(std::set<float>(later.begin(), later.end()).size() == 7);
  CHECK(order != later);
  CHECK(drawn(source, 42, 4, 0).values != row.values);
}

TEST_CASE("a balanced row is the same however it is cut", "[data]") {
  const data::Balanced source(uneven()), copy(source);
  const Row whole = drawn(source, 50, 3, 7);
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Row one = drawn(copy, 1, 3, 7 + i);
    CHECK(one.values[0] == whole.values[i]);
    CHECK(one.labels[0] == whole.labels[i]);
  }
}

TEST_CASE("a set whose classes cannot be balanced is refused", "[data]") {
  const auto set = [](Tensor<int, 1> labels) {
    return data::Dataset("points", Tensor<float, 2>({3, 2}, 0.5F), std::move(labels));
  };
  CHECK_THROWS_WITH(data::Balanced(set({})),
                    "points: labels: expected one for each sample, found none");
  CHECK_THROWS_WITH(data::Balanced(set({0, 2, 2})),
                    "points: samples of class 1: expected at least one, found none");
  CHECK_THROWS_WITH(data::Balanced(set({0, -1, 1})),
                    "points: label of sample 1: expected 0 or more, found -1");
}

}  // namespace balanced_test
