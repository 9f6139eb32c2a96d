// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/text/name.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/picture/divergence_picture.hpp>

#include <cmath>
#include <cstddef>

namespace divergence_picture_test {

using namespace saddle;

namespace {

struct LeCam {
  template <class T>
  static constexpr T f(T u) {
    return (u - T(1)) * (u - T(1)) / (u + T(1));
  }
};

}  // namespace

TEST_CASE("stretched critics stay below the bound that is tight at 1", "[metric]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    CAPTURE(full_name<D>());
    const double exact = exact::gaussian<D>({0, 1}, {1, 1});
    CHECK(stretched_bound<D>(1) == near(exact, 1e-4));
    for (const double stretch : {0.0, 0.5, 0.9, 1.1, 1.6}) {
      CHECK(stretched_bound<D>(stretch) <= exact + 1e-4);
    }
  });
}

TEST_CASE("the picture of a divergence shows its curves, one of your own too", "[metric]") {
  const auto count = [](const Image& image, Colour colour) {
    std::size_t pixels = 0;
    for (std::size_t y = 0; y < image.shape(0); ++y) {
      for (std::size_t x = 0; x < image.shape(1); ++x) {
        pixels += image(y, x, 0) == colour[0] && image(y, x, 1) == colour[1] &&
                  image(y, x, 2) == colour[2];
      }
    }
    return pixels;
  };
  const Image kl = divergence_picture<KL>();
  CHECK(kl.shape(0) == 520);
  CHECK(kl.shape(1) == 1'500);
  for (std::size_t line = 0; line < 4; ++line) CHECK(count(kl, line_colour(line)) > 200);
  const Image own = divergence_picture<LeCam>("le-cam");
  CHECK(count(own, line_colour(0)) > 1'000);
  const double u = 2 / std::sqrt(0.5) - 1;  // where f'(u) = 1 - 4/(u + 1)^2 is 1/2
  CHECK(conjugate_of<LeCam>(0.5) == near(0.5 * u - LeCam::f(u), 1e-8));
}

}  // namespace divergence_picture_test
