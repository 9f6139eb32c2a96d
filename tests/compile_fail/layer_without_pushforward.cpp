// SPDX-License-Identifier: BSL-1.0
// expect: this layer has no pushforward

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

template <class In>
struct HalvedOn : LayerDefaults<In, In> {
  struct Half {
    template <class B> B operator()(B x) const { return B(0.5F) * x; }
  };
  static constexpr std::string_view name = "Halved";
  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    map(*pass.device, Half{}, pass.n * In::size, y.ref(), x.ref());
  }
  template <class Activation, class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<In, D>, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    if (dx) map(*pass.device, Half{}, pass.n * In::size, dx.ref(), dy.ref());
  }
};
struct Halved {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = SingleValue<In>;
  template <class In>
  using On = HalvedOn<In>;
};

struct Points {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, Halved, Linear<1>> {};
};
using Trainer = Gan<Minimax, Unconstrained, Points>;
const data::Ring source;

#include "readme/program.hpp"
