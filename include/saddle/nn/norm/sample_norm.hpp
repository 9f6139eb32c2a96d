// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/norm/plane_norm.hpp>

#include <cstddef>

namespace saddle {

/// A standardisation within each sample of an image, with the activation that follows it fused in:
/// what InstanceNorm and LayerNormByChannel share.
template <class In, class Grouping, bool affine, double epsilon, class Act>
struct SampleNormOn : LayerDefaults<In, In> {
  static_assert(epsilon > 0, "a norm needs an epsilon above 0");
  using OutputActivation = Act;
  static constexpr std::size_t channels = In::last;
  static constexpr std::size_t parameter_count = affine ? 2 * channels : 0;  // gain, then shift
  static constexpr bool curved = true;
  static constexpr bool scales_input_gradient = true;
  using Norm = PlaneNorm<Grouping, In::size / channels, channels>;

  static constexpr std::size_t cache_size(std::size_t n) { return Norm::cache_size(n); }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return Norm::scratch_size(n);
  }

  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    if constexpr (affine) {
      f(ParameterBlock{path / "weight", ParameterBlock::Kind::gain, offset, 1, channels,
                       Fill::constant(1)});
      f(ParameterBlock{path / "bias", ParameterBlock::Kind::shift, offset + channels, 1, channels,
                       Fill::constant(0)});
    }
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    ScratchFrame<D> scratch(*pass.device);
    const Write<D> variance = scratch.take(Norm::planes(pass.n).count());
    Norm::moments(pass, variance, x.ref());
    finish(pass, x, y, variance);
  }

  template <class InputAct, class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D>, ConstBatch<In, D> dz,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    const bool wanted = affine && gradient;
    if (!wanted && !dx) return;
    ScratchFrame<D> scratch(*pass.device);
    const std::size_t count = Norm::planes(pass.n).count();
    const Write<D> plain = scratch.take(count), along = scratch.take(count);
    Norm::sums(pass, plain, along, dz.ref(), x.ref());
    if (wanted) Norm::add_affine_gradient(pass, gradient, plain, along);
    if (!dx) return;
    Norm::template pullback<InputAct>(pass, dx.ref(), dz.ref(), x.ref(), x.ref(), plain, along);
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> t,
                          Batch<In, D> u, Write<D>) {
    Norm::template pushforward<Act>(pass, u.ref(), t.ref(), x.ref(), y.ref());
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, In, D> s) {
    const Write<D> gradient = affine ? s.gradient : Write<D>{};
    if (!gradient && !s.xa) return;
    Read<D> a{};
    if constexpr (has_a) a = s.a.ref();
    Norm::template dual<has_a>(pass, s.xa.ref(), a, s.b.ref(), s.t.ref(), s.x.ref(), gradient,
                               gradient + channels);
  }

 protected:
  /// y from the moments; the variance is overwritten.
  template <class P, class D = typename P::Device>
  static void finish(P pass, ConstBatch<In, D> x, Batch<In, D> y, Write<D> variance) {
    Norm::template set_r<epsilon>(pass, variance);
    Norm::template set_affine<affine>(pass, variance);
    Norm::template finish<Act>(pass, y.ref(), x.ref(), variance);
  }
};

}  // namespace saddle
