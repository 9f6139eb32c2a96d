// SPDX-License-Identifier: BSL-1.0
// expect: the critic of BiGan does not read Joint<sample, code>

#include <saddle/gan/bi_gan.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Points : BiToy<2> {
  struct Critic : Network<Shape<2>, Linear<8>, LeakyRelu<>, Linear<1>> {};
};

int main() {
  BiGan<NonSaturating, SpectralNorm, Points> gan{{.steps = 100, .regression = 1}};
  const data::Ring ring;
  fit(gan, ring, {}, Checkpoints{"run", 10});
  const auto again = gan.reconstruct(gan.sample(4));
  return again.size() > 0 && gan.report()["encoder_loss"] > 0 ? 0 : 1;
}
