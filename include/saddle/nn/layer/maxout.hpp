// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/initializer.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace saddle {

/// Shapes: x (n, in), z (n, pieces * units) with pieces outermost, y (n, units).
template <class In, std::size_t Units, std::size_t pieces, class Init>
struct MaxoutOn : LayerDefaults<In, Shape<Units>> {
  using Out = Shape<Units>;
  static constexpr std::string_view name = "Maxout";
  static constexpr std::size_t in = In::size;
  static constexpr std::size_t wide = Units * pieces;
  static constexpr std::size_t parameter_count = (in + 1) * wide;
  static constexpr std::size_t macs = in * wide;

  static constexpr std::size_t cache_size(std::size_t n) { return padded(n * wide); }  // z
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return padded(n * wide) + dense_scratch_size(n, in, wide);
  }

  static constexpr void orders(FeatureOrders, FeatureOrders) {}  // each output sees all inputs
  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    using Rule = std::conditional_t<std::is_same_v<Init, InheritInit>, Initializer, Init>;
    f(ParameterBlock{path / "weight", ParameterBlock::Kind::weight, offset, in, wide,
                     Rule::weight(in, wide)});
    f(ParameterBlock{path / "bias", ParameterBlock::Kind::bias, offset + in * wide, 1, wide,
                     Rule::bias(in)});
  }

  static std::string pytorch() { return PythonCall("Maxout")(in)(Units)(pieces).text(); }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    dense<Identity>(*pass.device, pass.cache, x.ref(), pass.parameters, pass.parameters + in * wide,
                    pass.n, in, wide);
    maxout<pieces>(*pass.device, y.ref(), pass.cache, pass.n, Units);
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<Out, D>, ConstBatch<Out, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    ScratchFrame<D> scratch(*pass.device);
    const Write<D> dz = scratch.take(pass.n * wide);
    maxout_pullback<pieces>(*pass.device, dz, dy.ref(), pass.cache, pass.n, Units);
    if (gradient) {
      dense_weight_gradient(*pass.device, gradient, gradient + in * wide, x.ref(), dz, pass.n, in,
                            wide);
    }
    if (dx) {
      dense_input_gradient<Identity>(*pass.device, dx.ref(), dz, pass.parameters, x.ref(), pass.n,
                                     in, wide);
    }
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<Out, D>, ConstBatch<In, D> t,
                          Batch<Out, D> u, Write<D>) {
    ScratchFrame<D> scratch(*pass.device);
    const Write<D> tangent = scratch.take(pass.n * wide);
    dense_tangent<Identity>(*pass.device, tangent, t.ref(), pass.parameters, Read<D>{}, pass.n, in,
                            wide);
    maxout_tangent<pieces>(*pass.device, u.ref(), tangent, pass.cache, pass.n, Units);
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Out, D> s) {
    {
      ScratchFrame<D> scratch(*pass.device);
      const Write<D> bz = scratch.take(pass.n * wide);
      maxout_pullback<pieces>(*pass.device, bz, s.b.ref(), pass.cache, pass.n, Units);
      dense_weight_gradient(*pass.device, s.gradient, Write<D>{}, s.t.ref(), bz, pass.n, in, wide);
    }
    if constexpr (has_a) pullback(pass, s.x, s.y, s.a, s.xa, s.gradient, Write<D>{});
  }
};

/// The largest of `pieces` linear maps, per unit. Source: Goodfellow et al. 2013.
/// Shapes: (n, in) -> (n, Units).
template <std::size_t Units, std::size_t pieces, class Init = InheritInit>
struct Maxout {
  static_assert(Units > 0 && pieces > 1, "Maxout<units, pieces> needs at least two pieces");
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = SingleValue<In> && In::rank == 1;
  template <class In>
  using On = MaxoutOn<In, Units, pieces, Init>;
};

}  // namespace saddle
