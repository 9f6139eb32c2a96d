// SPDX-License-Identifier: BSL-1.0
// expect: the critic of ConditionalGan looks at no label

#include <saddle/gan/conditional_gan.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Points : ConditionalToy<2, 8> {
  struct Critic : Network<Shape<2>, Linear<8>, LeakyRelu<>, Linear<1>> {};
};

int main() {
  ConditionalGan<NonSaturating, SpectralNorm, Points> gan{{.steps = 100, .mismatched = 0.5}};
  const data::Ring ring;
  fit(gan, ring, {}, Checkpoints{"run", 10});
  const auto threes = gan.sample_class(3, 4);
  return threes.size() > 0 && gan.report()["class_loss"] > 0 ? 0 : 1;
}
