// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/domains/augmented.hpp>
#include <saddle/data/label/balanced.hpp>
#include <saddle/data/swiss_roll.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace augmented_test {

using namespace saddle;

namespace {

constexpr std::size_t height = 3, width = 4, channels = 2, size = height * width * channels;
using Image = std::array<float, size>;

/// One image, again and again, in which every number is another.
data::Dataset one_image(float first) {
  Tensor<float, 4> images = Tensor<float, 4>::from_shape({1, height, width, channels});
  for (std::size_t i = 0; i < size; ++i) images.data()[i] = first + static_cast<float>(i);
  return {"image", images};
}

/// What `one_image(0)` is after a flip and shifts, by the definition.
Image changed(bool flip, int down, int right) {
  Image image;
  for (int y = 0; y < static_cast<int>(height); ++y) {
    for (int x = 0; x < static_cast<int>(width); ++x) {
      const int from_y = std::clamp(y - down, 0, static_cast<int>(height) - 1);
      int from_x = std::clamp(x - right, 0, static_cast<int>(width) - 1);
      if (flip) from_x = static_cast<int>(width) - 1 - from_x;
      for (int c = 0; c < 2; ++c) {
        image[static_cast<std::size_t>((y * static_cast<int>(width) + x) * 2 + c)] =
            static_cast<float>((from_y * static_cast<int>(width) + from_x) * 2 + c);
      }
    }
  }
  return image;
}

std::vector<Image> drawn(const data::Source auto& source, std::size_t n, std::uint64_t seed = 1,
                         std::uint64_t position = 0) {
  std::vector<Image> images(n);
  source.draw(images.data()->data(), n, seed, position);
  return images;
}

}  // namespace

TEST_CASE("Every flip and shift is drawn, and nothing else", "[data]") {
  std::set<Image> expected;
  for (const bool flip : {false, true}) {
    for (int down = -2; down <= 2; ++down) {
      for (int right = -2; right <= 2; ++right) expected.insert(changed(flip, down, right));
    }
  }
  const data::Augmented source(one_image(0), {.shift = 2});
  const std::vector<Image> images = drawn(source, 1'000);
  CHECK(std::set<Image>(images.begin(), images.end()) == expected);
  const data::Augmented flips(one_image(0));
  const auto flipped = std::ranges::count(drawn(flips, 1'000), changed(true, 0, 0));
  CHECK(flipped > 430);
  CHECK(flipped < 570);
}

TEST_CASE("What happens to an image depends on seed and position alone, for both of a pair",
          "[data]") {
  const data::Augmented source(one_image(0), {.shift = 1});
  const std::vector<Image> whole = drawn(source, 20);
  for (std::uint64_t i = 0; i < 20; ++i) CHECK(drawn(source, 1, 1, i)[0] == whole[i]);
  CHECK(drawn(source, 20, 2) != whole);
  const data::Paired pairs{source, data::Augmented(one_image(100), {.shift = 1})};
  std::vector<Image> first(20), second(20);
  pairs.draw<0>(first.data()->data(), 20, 5, 7);
  pairs.draw<1>(second.data()->data(), 20, 5, 7);
  for (Image& image : second) {
    for (float& value : image) value -= 100;
  }
  CHECK(first == second);
}

TEST_CASE("An image that is flipped and shifted keeps its label", "[data]") {
  Tensor<float, 4> images = Tensor<float, 4>::from_shape({6, height, width, channels});
  for (std::size_t i = 0; i < 6; ++i) std::fill_n(images.data() + i * size, size, float(i % 3));
  const data::Balanced plain(data::Dataset("thirds", images, Tensor<int, 1>{0, 1, 2, 0, 1, 2}));
  const data::Augmented source(plain, {.shift = 1});
  CHECK(source.classes() == 3);
  const std::vector<Image> made = drawn(source, 12, 1, 4);
  std::array<int, 12> labels{};
  source.draw_labels(labels.data(), 12, 1, 4);
  for (std::size_t i = 0; i < 12; ++i) CHECK(made[i][0] == float(labels[i]));
  STATIC_REQUIRE(!data::LabelledSource<data::Augmented<data::SwissRoll>>);
}

TEST_CASE("What cannot be flipped and shifted is refused", "[data]") {
  CHECK_THROWS_AS(data::Augmented(data::Dataset("points", Tensor<float, 2>({2, 2}, 0.0F))),
                  ConfigError);
  CHECK_THROWS_AS(data::Augmented(one_image(0), {.shift = 3}), ConfigError);
}

}  // namespace augmented_test
