// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/backend/geometry/convolution.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/nn/chain/initializer.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <array>
#include <cstddef>
#include <string>
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

/// A `Conv2d` or `ConvTranspose2d` bound to its input, with the activation that follows it fused
/// in.
///
/// A transposed convolution is the input gradient of the convolution `geometry`, whose image is its
/// output: its functions are those of the convolution, exchanged.
/// Shapes: x (n, h, w, in), y (n, h', w', out); weight (k, k, in / groups, out) row-major, or
/// (k, k, out, in) where it is transposed; bias (out).
template <class In, class Spec, class Act, class Init>
struct ConvolutionOn : LayerDefaults<In, typename Spec::template OutputOf<In>> {
  using Out = typename Spec::template OutputOf<In>;
  using OutputActivation = Act;
  static constexpr std::string_view name = Spec::name;
  static constexpr bool transposed = Spec::transposed;
  static constexpr Convolution geometry = Spec::template geometry<In>;
  static constexpr ConvolutionKind kind = convolution_kind(geometry);
  static constexpr bool has_bias = Spec::options.bias;
  static constexpr std::size_t weight_count = geometry.weight_size();
  static constexpr std::size_t parameter_count = weight_count + (has_bias ? Out::last : 0);
  static constexpr std::size_t macs = geometry.macs();
  static constexpr bool scales_input_gradient = true;

  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return convolution_scratch_size<D>(geometry, n);
  }

  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    using Rule = std::conditional_t<std::is_same_v<Init, InheritInit>, Initializer, Init>;
    constexpr std::size_t area = geometry.kernel * geometry.kernel;
    constexpr std::size_t reached = geometry.out * area / (geometry.stride * geometry.stride);
    constexpr std::size_t fan_in = transposed ? reached : geometry.depth();
    constexpr std::size_t fan_out = transposed ? geometry.depth() : reached;
    f(ParameterBlock{path / "weight", ParameterBlock::Kind::weight, offset, geometry.depth(),
                     geometry.out, Rule::weight(fan_in, fan_out), geometry.kernel});
    if constexpr (has_bias) {
      f(ParameterBlock{path / "bias", ParameterBlock::Kind::bias, offset + weight_count, 1,
                       Out::last, Rule::bias(fan_in)});
    }
  }

  static std::string pytorch() {
    constexpr Padding border = geometry.padding;
    constexpr bool grows = transposed && border.before > border.after &&
                           border.before - border.after < geometry.stride;
    constexpr bool alike = border.before == border.after;
    constexpr std::string_view mode = border.border == Border::zero ? "'constant'" : "'reflect'";
    const std::string plain = transposed ? "nn.ConvTranspose2d" : "nn.Conv2d";
    const std::string sides = python_tuple(std::array{border.before, border.after});
    PythonCall call(alike || grows ? plain
                    : transposed   ? "CroppedConvTranspose2d"
                                   : "PaddedConv2d");
    call(In::last)(Out::last)(geometry.kernel);
    if (!alike && !grows) call(sides);
    if (!alike && !transposed) call(std::string(mode));
    call("stride", geometry.stride, std::size_t{1});
    if (alike || grows) call("padding", border.before, std::size_t{0});
    if (grows) call("output_padding", border.before - border.after, std::size_t{0});
    if (alike && border.border == Border::reflect) call("padding_mode", std::string(mode), {});
    return call("groups", geometry.groups, std::size_t{1})("bias", has_bias, true).text();
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    if constexpr (Act::is_identity && !has_bias) {  // linear: its own derivative
      pushforward(pass, x, ConstBatch<Out, D>{}, x, y, Write<D>{});
    } else if constexpr (transposed) {
      convolve_transpose<kind, Act>(*pass.device, geometry, y.ref(), x.ref(), pass.parameters,
                                    bias(pass.parameters), pass.n);
    } else {
      convolve<kind, Act>(*pass.device, geometry, y.ref(), x.ref(), pass.parameters,
                          bias(pass.parameters), pass.n);
    }
  }

  template <class InputAct, class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<Out, D>, ConstBatch<Out, D> dz,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    if (gradient) accumulate(pass, gradient, bias(gradient), x, dz);
    if (!dx) return;
    if constexpr (transposed) {
      convolve_slope<kind, InputAct>(*pass.device, geometry, dx.ref(), dz.ref(), pass.parameters,
                                     x.ref(), pass.n);
    } else {
      convolve_transpose_slope<kind, InputAct>(*pass.device, geometry, dx.ref(), dz.ref(),
                                               pass.parameters, x.ref(), pass.n);
    }
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<Out, D> y, ConstBatch<In, D> t,
                          Batch<Out, D> u, Write<D>) {
    if constexpr (transposed) {
      convolve_transpose_slope<kind, Act>(*pass.device, geometry, u.ref(), t.ref(), pass.parameters,
                                          y.ref(), pass.n);
    } else {
      convolve_slope<kind, Act>(*pass.device, geometry, u.ref(), t.ref(), pass.parameters, y.ref(),
                                pass.n);
    }
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Out, D> s) {
    accumulate(pass, s.gradient, Write<D>{}, s.t, s.b);
    if constexpr (has_a) {
      pullback<Identity>(pass, s.x, s.y, s.a, s.xa, s.gradient, Write<D>{});
    }
  }

 private:
  /// Adds the gradient of the weight and, unless `db` is absent, of the bias.
  template <class P, class D = typename P::Device>
  static void accumulate(P pass, Write<D> dw, Write<D> db, ConstBatch<In, D> x,
                         ConstBatch<Out, D> dz) {
    if constexpr (transposed) {
      convolve_weight_gradient<kind>(*pass.device, geometry, dw, Write<D>{}, dz.ref(), x.ref(),
                                     pass.n);
      if (db) {
        column_sums(*pass.device, math::Self{}, pass.n * geometry.pixels(), geometry.in, db,
                    dz.ref());
      }
    } else {
      convolve_weight_gradient<kind>(*pass.device, geometry, dw, db, x.ref(), dz.ref(), pass.n);
    }
  }
  template <class R>
  static R bias(R parameters) {
    if constexpr (has_bias) return parameters + weight_count;
    return R{};
  }
};

}  // namespace saddle
