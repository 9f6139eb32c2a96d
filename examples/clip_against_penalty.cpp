// SPDX-License-Identifier: BSL-1.0
// Weight clipping against the gradient penalty: two ways to make a critic 1-Lipschitz.
//
//   W(p, q) = max over |g|_L <= 1 of  E_p g(x) - E_q g(x)
//   clip     every weight in [-c, c] after each update: g is K-Lipschitz for some K(c) nobody knows
//   penalty  + lambda E (|grad g(x~)| - 1)^2  at x~ between data and samples: slope 1 where it
//   counts
//
// Both are trained on the same ring. Prints the distribution of |grad g| on the straight lines from
// data to samples, and paints both critics, clip_against_penalty-clip.png and -penalty.png.
// Expected: slopes around 1 under the penalty; under the clip anything from nearly flat to a cliff,
// and a landscape of a few straight folds that does not follow the data:
//
//   weight clipping   |grad g|: 5 % 0.0726, half 2.91, 95 % 19.1, most 25.3;  4 of 8 modes, 21 %
//   gradient penalty  |grad g|: 5 % 0.19, half 1.25, 95 % 1.69, most 1.93;  8 of 8 modes, 86 %
//
// The C++ idea: a constraint is a policy with up to three hooks. WeightClip has `project` (a change
// of the parameters), GradientPenalty has `penalise` (a change of the gradient); the compiler asks
// each type which it has, and a hook that is not there costs nothing.
#include <saddle/data/held_out.hpp>
#include <saddle/saddle.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

using namespace saddle;

static_assert(WeightClip::projects && !WeightClip::penalises);
static_assert(GradientPenalty::penalises && !GradientPenalty::projects);

/// |grad g| at points between data and samples, sorted. Shapes: data, samples (n, 2).
template <class G>
std::vector<double> slopes(G& gan, const Tensor<float, 2>& data, const Tensor<float, 2>& samples) {
  constexpr float h = 1e-2F;
  const std::size_t n = data.shape(0);
  Tensor<float, 2> around = Tensor<float, 2>::from_shape({4 * n, 2});  // right, left, up, down
  for (std::size_t i = 0; i < n; ++i) {
    const float share = (static_cast<float>(i % 16) + 0.5F) / 16;
    for (std::size_t way = 0; way < 4; ++way) {
      for (std::size_t k = 0; k < 2; ++k) {
        around(4 * i + way, k) = (1 - share) * data(i, k) + share * samples(i, k);
      }
      around(4 * i + way, way / 2) += way % 2 == 0 ? h : -h;
    }
  }
  const auto g = gan.scores(around);  // (4 n)
  std::vector<double> norms;
  for (std::size_t i = 0; i < n; ++i) {
    norms.push_back(std::hypot(g(4 * i) - g(4 * i + 1), g(4 * i + 2) - g(4 * i + 3)) / (2.0 * h));
  }
  std::sort(norms.begin(), norms.end());
  return norms;
}

template <class Constraint>
void play(const std::string& title, const std::string& picture) {
  Gan<Wasserstein, Constraint> gan{{.batch = 128}};
  const data::Ring ring;
  fit(gan, ring, {.steps = 2'000});
  const auto data = data::held_out(ring, 2'000, 1);
  const auto norms = slopes(gan, data, gan.sample(2'000));
  const auto quantile = [&](double part) {
    return norms[static_cast<std::size_t>(part * static_cast<double>(norms.size() - 1))];
  };
  const auto modes = count_modes(gan.sample(10'000), ring.modes(), ring.sigma);
  std::printf(
      "%-17s |grad g|: 5 %% %.3g, half %.3g, 95 %% %.3g, most %.3g;  %zu of 8 modes, %.0f %%\n",
      title.c_str(), quantile(0.05), quantile(0.5), quantile(0.95), quantile(1), modes.modes,
      100 * modes.high_quality);

  constexpr std::size_t side = 160;
  const auto scores = gan.scores(landscape_points({}, side, side));
  Tensor<float, 2> landscape = Tensor<float, 2>::from_shape({side, side});
  std::copy(scores.begin(), scores.end(), landscape.begin());
  write_png(picture, landscape_picture(gan.sample(2'000), data::held_out(ring, 500, 1), landscape,
                                       {}, {.title = "Wasserstein with " + title}));
}

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "clip_against_penalty";
  play<WeightClip>("weight clipping", name + "-clip.png");
  play<GradientPenalty>("gradient penalty", name + "-penalty.png");
}
