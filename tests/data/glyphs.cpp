// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/glyphs.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace glyphs_test {

using namespace saddle;

namespace {

constexpr std::size_t pixels = 28 * 28;

template <class T>
std::vector<T> drawn(std::size_t n, std::uint64_t seed, std::uint64_t position) {
  std::vector<T> images(n * pixels);
  data::Glyphs{}.draw(images.data(), n, seed, position);
  return images;
}

std::vector<int> labels(std::size_t n, std::uint64_t seed, std::uint64_t position) {
  std::vector<int> found(n);
  data::Glyphs{}.draw_labels(found.data(), n, seed, position);
  return found;
}

}  // namespace

TEST_CASE("glyphs are one row however it is cut, labels in step", "[data]") {
  for (std::uint64_t start : {std::uint64_t{0}, (std::uint64_t{1} << 32) - 300}) {
    const std::vector<float> whole = drawn<float>(600, 3, start);
    const std::vector<int> names = labels(600, 3, start);
    for (std::size_t cut : {1U, 256U, 300U, 599U}) {
      std::vector<float> parts = drawn<float>(cut, 3, start);
      const std::vector<float> rest = drawn<float>(600 - cut, 3, start + cut);
      parts.insert(parts.end(), rest.begin(), rest.end());
      CHECK(parts == whole);
      CHECK(labels(1, 3, start + cut)[0] == names[cut]);
    }
  }
  CHECK(drawn<float>(5, 3, 0) != drawn<float>(5, 4, 0));
  const std::vector<float> single = drawn<float>(3, 3, 0);
  CHECK(drawn<double>(3, 3, 0) == std::vector<double>(single.begin(), single.end()));
}

TEST_CASE("glyphs are ink on a ground with smooth edges, inside of the image", "[data]") {
  constexpr std::size_t n = 2000;
  const std::vector<float> images = drawn<float>(n, 1, 0);
  std::size_t edges = 0, ink = 0, cut = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const float* const image = images.data() + i * pixels;
    for (std::size_t k = 0; k < pixels; ++k) {
      REQUIRE(image[k] >= -1);
      REQUIRE(image[k] <= 1);
      ink += image[k] == 1;
      edges += image[k] > -1 && image[k] < 1;
    }
    bool touches = false;
    for (std::size_t k = 0; k < 28; ++k) {
      touches = touches || image[k] > -1 || image[27 * 28 + k] > -1;
      touches = touches || image[28 * k] > -1 || image[28 * k + 27] > -1;
    }
    cut += touches;
    CHECK(*std::max_element(image, image + pixels) > 0.3F);
  }
  CHECK(static_cast<double>(ink) / (n * pixels) > 0.03);
  CHECK(static_cast<double>(edges) / (n * pixels) > 0.05);
  CHECK(cut < n / 50);
}

TEST_CASE("hardly two glyphs are alike", "[data]") {
  constexpr std::size_t n = 20'000;
  const std::vector<float> images = drawn<float>(n, 1, 0);
  std::unordered_set<std::string_view> distinct;
  for (std::size_t i = 0; i < n; ++i) {
    distinct.insert(
        {reinterpret_cast<const char*>(images.data() + i * pixels), pixels * sizeof(float)});
  }
  CHECK(distinct.size() == n);  // among 10^6 or fewer images 200 pairs would be expected
}

TEST_CASE("the ten digits are equally likely and tell themselves apart", "[data]") {
  constexpr std::size_t n = 20'000, tested = 500;
  const std::vector<int> names = labels(n, 5, 0);
  std::array<double, 10> hits{};
  for (int name : names) ++hits.at(static_cast<std::size_t>(name));
  double chi_squared = 0;
  for (double hit : hits) chi_squared += (hit - n / 10.0) * (hit - n / 10.0) / (n / 10.0);
  CHECK(chi_squared < 9 + 5 * std::sqrt(18.0));

  // The label of the nearest of 5,000 images is right nearly always.
  constexpr std::size_t known = 5'000;
  const std::vector<float> images = drawn<float>(known + tested, 5, 0);
  std::size_t right = 0;
  for (std::size_t i = known; i < known + tested; ++i) {
    std::size_t nearest = 0;
    float least = 1e30F;
    for (std::size_t j = 0; j < known; ++j) {
      float away = 0;
      for (std::size_t k = 0; k < pixels && away < least; ++k) {
        const float d = images[i * pixels + k] - images[j * pixels + k];
        away += d * d;
      }
      if (away < least) least = away, nearest = j;
    }
    right += names[i] == names[nearest];
  }
  CHECK(static_cast<double>(right) / tested > 0.95);
}

}  // namespace glyphs_test
