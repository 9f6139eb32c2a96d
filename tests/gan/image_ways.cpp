// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/random.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/experiment/image_ways.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/metric/quality/pixel_error.hpp>
#include <saddle/objective/objective.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace image_ways_test {

using namespace saddle;

namespace {

using Picture = Shape<16, 16, 1>;

/// One square of one value somewhere on a ground of another one.
struct Squares {
  float ground, value;
  std::string_view name = "squares";

  static constexpr auto shape() { return Picture::extents; }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for (; n > 0; --n, ++position, out += Picture::size) {
      const random::Block chance =
          random::block({.seed = seed, .stream = random::Stream::user}, 0, position);
      const std::size_t top = chance[0] % 9 + 1, left = chance[1] % 9 + 1;
      std::fill_n(out, Picture::size, ground);
      for (std::size_t y = top; y < top + 6; ++y) std::fill_n(out + 16 * y + left, 6, value);
    }
  }
};

Tensor<float, 4> drawn(const Squares& squares) {
  Tensor<float, 4> images = xt::empty<float>({32, 16, 16, 1});
  squares.draw(images.data(), 32, 5, 0);
  return images;
}

double error(const Tensor<float, 4>& x, const Tensor<float, 4>& y) {
  return xt::mean(absolute_error(x, y))();
}

}  // namespace

// The paper's least squares, weights, pools and falling rates, as the experiment has them.
TEST_CASE("ImageWays: unpaired translations come nearer to the truth than what they are of",
          "[gan]") {
  using Ways = ImageWays<Picture, SmallUNet<Picture, 8>>;
  CycleGan<LeastSquares, Unconstrained, Ways> gan{{.steps = 150, .ema = {}}};
  STATIC_REQUIRE(Ways::recipe<LeastSquares, Unconstrained>().decay_from == 0.5);
  CHECK(gan.config().pool == 50);
  CHECK(gan.config().identity == 5);
  const data::Domains domains{Squares{-1, 0}, Squares{0, 1}};
  for (int i = 0; i < 150; ++i) gan.step(domains);
  const auto first = drawn(domains.first), second = drawn(domains.second);
  const double copied = error(first, second), found = error(gan.to_second(first), second);
  CAPTURE(copied, found);
  CHECK(found < copied / 5);
}

TEST_CASE("ImageWays: every generator is of the images' shape", "[gan]") {
  using Small = Shape<28, 28, 1>;
  STATIC_REQUIRE(std::is_same_v<SmallResNet<Small>::Output, Small>);
  STATIC_REQUIRE(std::is_same_v<SmallUNet<Picture>::Output, Picture>);
  STATIC_REQUIRE(std::is_same_v<SmallPatchCritic<Shape<32, 32, 3>>::Output, Shape<6, 6, 1>>);
  STATIC_REQUIRE(std::is_same_v<ImageWays<Small, SmallResNet<Small>>::There::Input, Small>);
}

}  // namespace image_ways_test
