// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/convolution.hpp>
#include <saddle/nn/initializer.hpp>
#include <saddle/nn/layer.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace saddle {

/// What is rarely wanted of a convolution.
struct ConvOptions {
  bool bias = true;
  std::size_t groups = 1;  // of channels that do not see each other
};

/// A convolution without bias, as before a normalisation.
inline constexpr ConvOptions no_bias{.bias = false};

/// A `Conv2d` bound to its input, with the activation that follows it fused in.
///
/// Shapes: x (n, h, w, in), y (n, h', w', out); weight (k, k, in / groups, out) row-major, bias
/// (out).
template <class In, class Spec, class Act, class Init>
struct Conv2dOn : LayerDefaults<In, typename Spec::template OutputOf<In>> {
  using Out = typename Spec::template OutputOf<In>;
  using OutputActivation = Act;
  static constexpr std::string_view name = "Conv2d";
  static constexpr Convolution geometry = Spec::template geometry<In>;
  static constexpr bool has_bias = Spec::options.bias;
  static constexpr std::size_t parameter_count =
      geometry.weight_size() + (has_bias ? geometry.out : 0);
  static constexpr std::size_t macs = geometry.macs();
  static constexpr bool scales_input_gradient = true;

  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return convolution_scratch_size<D>(geometry, n);
  }

  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, Path path, std::size_t offset) {
    using Rule = std::conditional_t<std::is_same_v<Init, InheritInit>, Initializer, Init>;
    constexpr std::size_t area = geometry.kernel * geometry.kernel;
    constexpr std::size_t reached = geometry.out * area / (geometry.stride * geometry.stride);
    f(Block{path / "weight", Block::Kind::weight, offset, geometry.depth(), geometry.out,
            Rule::weight(geometry.depth(), reached), geometry.kernel});
    if constexpr (has_bias) {
      f(Block{path / "bias", Block::Kind::bias, offset + geometry.weight_size(), 1, geometry.out,
              Rule::bias(geometry.depth())});
    }
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    convolve<Act>(*pass.device, geometry, y.ref(), x.ref(), pass.parameters, bias(pass.parameters),
                  pass.n);
  }

  template <class InputAct, class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<Out, D>, ConstBatch<Out, D> dz,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    if (gradient) {
      convolve_weight_gradient(*pass.device, geometry, gradient, bias(gradient), x.ref(), dz.ref(),
                               pass.n);
    }
    if (dx) {
      convolve_transpose_slope<InputAct>(*pass.device, geometry, dx.ref(), dz.ref(),
                                         pass.parameters, x.ref(), pass.n);
    }
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<Out, D> y, ConstBatch<In, D> t,
                          Batch<Out, D> u, Write<D>) {
    convolve_slope<Act>(*pass.device, geometry, u.ref(), t.ref(), pass.parameters, y.ref(), pass.n);
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Out, D> s) {
    convolve_weight_gradient(*pass.device, geometry, s.gradient, Write<D>{}, s.t.ref(), s.b.ref(),
                             pass.n);
    if constexpr (has_a) {
      pullback<Identity>(pass, s.x, s.y, s.a, s.xa, s.gradient, Write<D>{});
    }
  }

 private:
  template <class R>
  static R bias(R parameters) {
    if constexpr (has_bias) return parameters + geometry.weight_size();
    return R{};
  }
};

/// Convolution of images (cross-correlation), y[i, j, o] = b[o] + sum x[s i + p, s j + q, c] W[p,
/// q, c, o].
///
/// `padding` is a number or a `Padding`, such as `reflect(3)`; `Init` the layer's own initialiser.
/// Shapes: (n, h, w, c) -> (n, (h + padding - kernel) / stride + 1, ..., Out).
template <std::size_t Out, std::size_t kernel, std::size_t stride = 1, Padding padding = 0,
          ConvOptions layer_options = {}, class Init = InheritInit>
struct Conv2d {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "Conv2d";
  static constexpr bool fuses_activation = true;
  static constexpr ConvOptions options = layer_options;

  template <class In>
  static constexpr Convolution geometry = {
      In::extents[0], In::extents[1], In::extents[2], Out, kernel, stride, padding, options.groups};
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (SingleValue<In>) {
      if constexpr (In::rank == 3) return geometry<In>.possible();
    }
    return false;
  }();
  template <class In>
  using OutputOf = Shape<geometry<In>.out_height(), geometry<In>.out_width(), Out>;

  template <class In, class Act = Identity>
  using On = Conv2dOn<In, Conv2d, Act, Init>;
};

}  // namespace saddle
