// SPDX-License-Identifier: BSL-1.0
// expect: the generator of ConditionalGan does not read Joint<code, label>

#include <saddle/gan/conditional_gan.hpp>
#include <saddle/saddle.hpp>

using namespace saddle;

struct Points : ConditionalToy<2, 8> {
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<2>> {};
};

int main() {
  ConditionalGan<NonSaturating, SpectralNorm, Points> gan;
  fit(gan, data::Ring{});
  return gan.class_grid(1).size() == gan.labels(8).size() ? 0 : 1;
}
