// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/conv2d.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace saddle {

/// A `ConvTranspose2d` bound to its input: the input gradient of the convolution `geometry`, whose
/// image is this layer's output.
///
/// Shapes: x (n, h, w, in), y (n, h', w', out); weight (k, k, out, in) row-major, bias (out).
template <class In, class Spec, class Act, class Init>
struct ConvTranspose2dOn : LayerDefaults<In, typename Spec::template OutputOf<In>> {
  using Out = typename Spec::template OutputOf<In>;
  using OutputActivation = Act;
  static constexpr std::string_view name = "ConvTranspose2d";
  static constexpr Convolution geometry = Spec::template geometry<In>;
  static constexpr bool has_bias = Spec::options.bias;
  static constexpr std::size_t parameter_count =
      geometry.weight_size() + (has_bias ? geometry.in : 0);
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
            Rule::weight(reached, geometry.depth()), geometry.kernel});
    if constexpr (has_bias) {
      f(Block{path / "bias", Block::Kind::bias, offset + geometry.weight_size(), 1, geometry.in,
              Rule::bias(reached)});
    }
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    convolve_transpose<Act>(*pass.device, geometry, y.ref(), x.ref(), pass.parameters,
                            bias(pass.parameters), pass.n);
  }

  template <class InputAct, class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<Out, D>, ConstBatch<Out, D> dz,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    if (gradient) accumulate(pass, gradient, x, dz);
    if (dx) {
      convolve_slope<InputAct>(*pass.device, geometry, dx.ref(), dz.ref(), pass.parameters, x.ref(),
                               pass.n);
    }
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<Out, D> y, ConstBatch<In, D> t,
                          Batch<Out, D> u, Write<D>) {
    convolve_transpose_slope<Act>(*pass.device, geometry, u.ref(), t.ref(), pass.parameters,
                                  y.ref(), pass.n);
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Out, D> s) {
    convolve_weight_gradient(*pass.device, geometry, s.gradient, Write<D>{}, s.b.ref(), s.t.ref(),
                             pass.n);
    if constexpr (has_a) {
      pullback<Identity>(pass, s.x, s.y, s.a, s.xa, s.gradient, Write<D>{});
    }
  }

 private:
  /// The roles of image and output are exchanged: dz is the image of `geometry`.
  template <class P, class D = typename P::Device>
  static void accumulate(P pass, Write<D> gradient, ConstBatch<In, D> x, ConstBatch<Out, D> dz) {
    convolve_weight_gradient(*pass.device, geometry, gradient, Write<D>{}, dz.ref(), x.ref(),
                             pass.n);
    if constexpr (has_bias) {
      column_sums(*pass.device, Self{}, pass.n * geometry.pixels(), geometry.in, bias(gradient),
                  dz.ref());
    }
  }
  template <class R>
  static R bias(R parameters) {
    if constexpr (has_bias) return parameters + geometry.weight_size();
    return R{};
  }
};

/// Transposed convolution: the input gradient of a `Conv2d`, so that strides enlarge an image.
///
/// `crop` takes rows and columns off the full result; PyTorch's padding p with output padding o is
/// a crop of `Padding{p, p - o}`.
/// Shapes: (n, h, w, c) -> (n, (h - 1) stride + kernel - crop, ..., Out).
template <std::size_t Out, std::size_t kernel, std::size_t stride = 1, Padding crop = 0,
          ConvOptions layer_options = {}, class Init = InheritInit>
struct ConvTranspose2d {
  static_assert(crop.border == Border::zero, "a transposed convolution crops its result");
  static_assert(layer_options.groups == 1, "a transposed convolution has one group");
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "ConvTranspose2d";
  static constexpr bool fuses_activation = true;
  static constexpr ConvOptions options = layer_options;

  static constexpr std::size_t enlarged(std::size_t extent) {
    return (extent - 1) * stride + kernel - crop.total();
  }
  /// Of the convolution whose input gradient this is.
  template <class In>
  static constexpr Convolution geometry = {enlarged(In::extents[0]),
                                           enlarged(In::extents[1]),
                                           Out,
                                           In::extents[2],
                                           kernel,
                                           stride,
                                           crop};
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (SingleValue<In>) {
      if constexpr (In::rank == 3) {
        return (In::extents[0] - 1) * stride + kernel > crop.total() &&
               (In::extents[1] - 1) * stride + kernel > crop.total();
      }
    }
    return false;
  }();
  template <class In>
  using OutputOf = Shape<enlarged(In::extents[0]), enlarged(In::extents[1]), Out>;

  template <class In, class Act = Identity>
  using On = ConvTranspose2dOn<In, ConvTranspose2d, Act, Init>;
};

}  // namespace saddle
