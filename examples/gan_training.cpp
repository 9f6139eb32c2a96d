// SPDX-License-Identifier: BSL-1.0
// GAN training: the lecture's alternating algorithm, written out with the trainer's two halves.
//
//   min_G max_D  E_p log D(x) + E_z log(1 - D(G(z)))                  (the original game)
//
//   repeat:  k times:  draw x_1..x_n from p and z_1..z_n; ascend the value in D's parameters
//            once:     draw z_1..z_n; descend it in G's parameters
//
// Where D is sure of a fake, log(1 - D) is flat and G learns nothing; in practice G therefore
// climbs E log D(G(z)) instead (NonSaturating). `fit(gan, ring)` is this loop with a progress bar.
//
// Prints the value of the game on the way, which is -log 4 = -1.386 at the equilibrium, and how
// many of the ring's modes are found; paints the samples over the critic's landscape,
// gan_training.png. Expected:
//
//   step   500  value -1.346  1 of 8 modes, 15 % near one
//   ...
//   step  3000  value -1.383  8 of 8 modes, 74 % near one
//
// The C++ idea: an algorithm is a template over policies. The two lines of the loop are the same
// for every objective and every constraint; which formulas they run is decided by the type, and
// nothing is looked up while it runs.
#include <saddle/data/held_out.hpp>
#include <saddle/saddle.hpp>

#include <algorithm>
#include <cstdio>

using namespace saddle;

int main(int argc, char** argv) {
  Gan<NonSaturating, R1> gan{{.batch = 128, .constraint = {.gamma = 0.1}}};
  const data::Ring ring;
  constexpr int steps = 3'000, k = 5;
  for (int step = 1; step <= steps; ++step) {
    CriticReport critic;
    for (int i = 0; i < k; ++i) critic = gan.update_critic(ring);
    gan.update_model();
    if (step % (steps / 6) != 0) continue;
    const auto modes = count_modes(gan.sample(5'000), ring.modes(), ring.sigma);
    std::printf("step %5d  value %6.3f  %zu of %zu modes, %.0f %% near one\n", step,
                critic.estimate, modes.modes, modes.modes_total, 100 * modes.high_quality);
  }

  constexpr std::size_t side = 160;  // of the landscape, in points
  const auto scores = gan.scores(landscape_points({}, side, side));
  Tensor<float, 2> landscape = Tensor<float, 2>::from_shape({side, side});
  std::copy(scores.begin(), scores.end(), landscape.begin());
  write_png(argc > 1 ? argv[1] : "gan_training.png",
            landscape_picture(gan.sample(2'000), data::held_out(ring, 500, 1), landscape, {},
                              {.title = "Non-saturating GAN with R1 after 3,000 steps"}));
}
