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

/// A `Linear` bound to its input, with the activation that follows it fused in.
///
/// Shapes: x (n, in), y (n, out); weight (in, out) row-major, bias (out).
template <class In, std::size_t Out, class Act, class Init, bool bias_wanted>
struct LinearOn : LayerDefaults<In, Shape<Out>> {
  using Base = LayerDefaults<In, Shape<Out>>;
  using OutputActivation = Act;
  static constexpr std::string_view name = "Linear";
  static constexpr bool has_bias = bias_wanted;
  static constexpr std::size_t in = In::size;
  static constexpr std::size_t parameter_count = in * Out + (has_bias ? Out : 0);
  static constexpr std::size_t macs = in * Out;
  static constexpr bool scales_input_gradient = true;

  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return dense_scratch_size(n, in, Out);
  }

  static constexpr void orders(FeatureOrders, FeatureOrders) {}  // each output sees all inputs
  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    using Rule = std::conditional_t<std::is_same_v<Init, InheritInit>, Initializer, Init>;
    f(ParameterBlock{path / "weight", ParameterBlock::Kind::weight, offset, in, Out,
                     Rule::weight(in, Out)});
    if constexpr (has_bias) {
      f(ParameterBlock{path / "bias", ParameterBlock::Kind::bias, offset + in * Out, 1, Out,
                       Rule::bias(in)});
    }
  }

  static std::string pytorch() {
    return PythonCall("nn.Linear")(in)(Out)("bias", has_bias, true).text();
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Shape<Out>, D> y) {
    dense<Act>(*pass.device, y.ref(), x.ref(), pass.parameters, bias(pass.parameters), pass.n, in,
               Out);
  }

  template <class InputAct, class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<Shape<Out>, D>,
                       ConstBatch<Shape<Out>, D> dz, Batch<In, D> dx, Write<D> gradient, Write<D>) {
    if (gradient) {
      dense_weight_gradient(*pass.device, gradient, bias(gradient), x.ref(), dz.ref(), pass.n, in,
                            Out);
    }
    if (dx) {
      dense_input_gradient<InputAct>(*pass.device, dx.ref(), dz.ref(), pass.parameters, x.ref(),
                                     pass.n, in, Out);
    }
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<Shape<Out>, D> y,
                          ConstBatch<In, D> t, Batch<Shape<Out>, D> u, Write<D>) {
    dense_tangent<Act>(*pass.device, u.ref(), t.ref(), pass.parameters, y.ref(), pass.n, in, Out);
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Shape<Out>, D> s) {
    dense_weight_gradient(*pass.device, s.gradient, Write<D>{}, s.t.ref(), s.b.ref(), pass.n, in,
                          Out);
    if constexpr (has_a) {
      pullback<Identity>(pass, s.x, s.y, s.a, s.xa, s.gradient, Write<D>{});
    }
  }

 private:
  template <class R>
  static R bias(R parameters) {
    if constexpr (has_bias) return parameters + in * Out;
    return R{};
  }
};

/// Fully connected layer, y = x W + b.
///
/// `Init` is the layer's own initialiser; `has_bias = false` leaves out b.
/// Shapes: (n, in) -> (n, Out).
template <std::size_t Out, class Init = InheritInit, bool has_bias = true>
struct Linear {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "Linear";
  static constexpr bool fuses_activation = true;

  template <class In>
  static constexpr bool accepts = SingleValue<In> && In::rank == 1;

  template <class In, class Act = Identity>
  using On = LinearOn<In, Out, Act, Init, has_bias>;
};

}  // namespace saddle
