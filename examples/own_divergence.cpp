// SPDX-License-Identifier: BSL-1.0
// A divergence of one's own needs only f: derivative, conjugate and the critic's form follow from
// it, and the compiler checks on a grid that f is convex.
#include <saddle/saddle.hpp>

struct LeCam {  // the triangular discrimination, f(u) = (u - 1)^2 / (u + 1)
  static constexpr std::string_view name = "le-cam";
  template <class T>
  static constexpr T f(T u) {
    return (u - T(1)) * (u - T(1)) / (u + T(1));
  }
};

int main() {
  saddle::Gan<saddle::FDivergence<LeCam>, saddle::SpectralNorm> gan;
  const saddle::data::Ring ring;
  saddle::fit(gan, ring, {.steps = 1'000});
  const auto modes = saddle::count_modes(gan.sample(10'000), ring.modes(), ring.sigma);
  std::printf("%zu of 8 modes, %.0f %% near one\n", modes.modes, 100 * modes.high_quality);
}
