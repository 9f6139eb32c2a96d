// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/label/label_sets.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/part/labels.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace labels_test {

using namespace saddle;

namespace {

constexpr std::size_t n = 50, classes = 8;

/// The class of every row, each of which has to be one-hot.
template <std::size_t width>
std::vector<int> read(ConstBatch<Shape<width>, Cpu> rows) {
  std::vector<int> result;
  for (std::size_t i = 0; i < n; ++i) {
    int label = -1;
    for (std::size_t c = 0; c < width; ++c) {
      const float number = raw(rows.ref())[i * width + c];
      REQUIRE((number == 0 || (number == 1 && label < 0)));
      if (number == 1) label = static_cast<int>(c);
    }
    REQUIRE(label >= 0);
    result.push_back(label);
  }
  return result;
}

std::vector<int> drawn(std::uint64_t seed, std::uint64_t position) {
  std::vector<int> result(n);
  data::Ring{}.draw_labels(result.data(), n, seed, position);
  return result;
}

}  // namespace

TEST_CASE("Labels: the real ones are those of the samples", "[gan]") {
  Cpu device;
  part::Labels<classes, Cpu> labels(n);
  CHECK(read<classes>(labels.real(device, data::Ring{}, n, 3, 100)) == drawn(3, 100));
  CHECK(read<classes>(labels.real(device, data::Ring{}, n, 3, 150)) == drawn(3, 150));
  CHECK(read<classes>(labels.real(device, data::Ring{}, n, 3, 100)) == drawn(3, 100));
}

TEST_CASE("Labels: those that are wanted are other samples', a function of seed and position",
          "[gan]") {
  Cpu device;
  part::Labels<classes, Cpu> labels(n), others(n);
  const auto wanted = [&](std::uint64_t seed, std::uint64_t position) {
    return read<classes>(labels.wanted(device, data::Ring{}, n, seed, position));
  };
  const std::vector<int> first = wanted(3, 100);
  CHECK(first != drawn(3, 100));
  CHECK(wanted(3, 150) != first);
  CHECK(wanted(4, 100) != first);
  CHECK(read<classes>(others.wanted(device, data::Ring{}, n, 3, 100)) == first);
  std::vector<int> asked(classes);
  for (std::uint64_t position = 0; position < 100 * n; position += n) {
    for (const int label : wanted(3, position)) ++asked[static_cast<std::size_t>(label)];
  }
  for (const int count : asked) CHECK(count == Approx(100.0 * n / classes).epsilon(0.2));
}

TEST_CASE("Labels: those that are wanted are other samples' where classes take turns", "[gan]") {
  struct Turns {
    std::string_view name = "turns";
    static constexpr std::array<std::size_t, 1> shape() { return {2}; }
    static constexpr std::size_t classes() { return 8; }
    void draw(float* out, std::size_t rows, std::uint64_t, std::uint64_t) const {
      std::fill_n(out, 2 * rows, 0.0F);
    }
    void draw_labels(int* out, std::size_t rows, std::uint64_t, std::uint64_t position) const {
      for (std::size_t i = 0; i < rows; ++i) out[i] = static_cast<int>((position + i) % 8);
    }
  };
  Cpu device;
  part::Labels<classes, Cpu> labels(n);
  std::vector<int> own = read<classes>(labels.real(device, Turns{}, n, 3, 100));
  std::vector<int> wanted = read<classes>(labels.wanted(device, Turns{}, n, 3, 100));
  std::size_t same = 0;
  for (std::size_t i = 0; i < n; ++i) same += own[i] == wanted[i] ? 1 : 0;
  CHECK(same < n / 3);
  CHECK(read<classes>(labels.wanted(device, Turns{}, n, 3, 150)) != wanted);
  CHECK(read<classes>(labels.wanted(device, Turns{}, n, 3, 100)) == wanted);
  std::ranges::sort(own);
  std::ranges::sort(wanted);
  CHECK(own == wanted);
}

TEST_CASE("Labels: wrong ones are never right, and all others come alike", "[gan]") {
  Cpu device;
  part::Labels<classes, Cpu> labels(n), wrong(n);
  std::vector<int> away(classes);
  for (std::uint32_t time = 0; time < 100; ++time) {
    const auto right = read<classes>(labels.real(device, data::Ring{}, n, 3, n * time));
    const random::Draw draw{.seed = 5, .time = time, .stream = random::Stream::label};
    const auto found = read<classes>(wrong.wrong(device, labels, n, draw));
    CHECK(read<classes>(wrong.one_hot()) == found);
    CHECK(read<classes>(labels.one_hot()) == right);
    for (std::size_t i = 0; i < n; ++i) {
      ++away[static_cast<std::size_t>(found[i] - right[i] + 8) % classes];
    }
  }
  CHECK(away[0] == 0);
  for (std::size_t c = 1; c < classes; ++c) {
    CHECK(away[c] == Approx(100.0 * n / (classes - 1)).epsilon(0.2));
  }
}

TEST_CASE("Labels: of several sets they are classes of all", "[gan]") {
  Cpu device;
  part::Labels<2 * classes, Cpu> labels(n);
  const data::LabelSets sets{data::Ring{}, data::Ring{}};
  std::vector<int> expected = drawn(3, 100);
  for (int& label : expected) label += classes;
  CHECK(read<2 * classes>(labels.real(device, sets.turn(1), n, 3, 100)) == expected);
}

TEST_CASE("Labels: one that is no class is refused", "[gan]") {
  Cpu device;
  part::Labels<2, Cpu> labels(n);
  CHECK_THROWS_WITH(labels.real(device, data::Ring{}, n, 3, 100),
                    Catch::Contains("label: expected 0 to 1, found "));
}

}  // namespace labels_test
