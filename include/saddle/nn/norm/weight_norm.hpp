// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/backend/geometry/planes.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/math.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/linear.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

namespace detail {

/// Layers whose parameters are a weight with a column per output, then a bias or none.
template <class Spec>
inline constexpr bool has_weight_columns = false;
template <std::size_t Out, class Init, bool has_bias>
inline constexpr bool has_weight_columns<Linear<Out, Init, has_bias>> = true;
template <std::size_t Out, std::size_t kernel, std::size_t stride, Padding padding,
          ConvOptions options, class Init>
inline constexpr bool has_weight_columns<Conv2d<Out, kernel, stride, padding, options, Init>> =
    true;

/// Outside of `WeightNormOn`, so that all shapes share these kernels.
struct WeightNormArithmetic {
  struct Squared {
    template <class T> SADDLE_HD std::array<T, 1> operator()(T v) const { return {v * v}; }
  };
  struct Scales {
    template <class T> SADDLE_HD std::array<T, 2> operator()(T square, T g) const {
      const T inverse = T(1) / math::sqrt(square);
      return {inverse, g * inverse};
    }
  };
  struct Dot {
    template <class T> SADDLE_HD std::array<T, 1> operator()(T w, T v) const { return {w * v}; }
  };
  struct AlongColumn {  // what the gradient of g is to grow by, and the coefficient of v
    template <class T>
    SADDLE_HD std::array<T, 2> operator()(T g, T dot, T inverse, T scale) const {
      const T along = dot * inverse;
      return {g + along, scale * along * inverse};
    }
  };
  struct AddAcross {  // (g / |v|) (w - vh <vh, w>)
    template <class T>
    SADDLE_HD T operator()(T scale, T along, T sum, T w, T v) const {
      return sum + scale * w - along * v;
    }
  };
};

}  // namespace detail

/// A `WeightNorm` around the bound layer `Inner`, which sees w = g v / |v| as its weight.
///
/// Parameters: those of the inner layer, v in the place of w, then g (out).
template <class Inner>
struct WeightNormOn : Inner, private detail::WeightNormArithmetic {
  using In = typename Inner::Input;
  using Out = typename Inner::Output;
  static constexpr std::string_view name = "WeightNorm";
  static constexpr std::size_t outputs = Out::last;
  static constexpr std::size_t weight_size =
      Inner::parameter_count - (Inner::has_bias ? outputs : 0);
  static constexpr Planes columns{1, weight_size / outputs, outputs};
  static constexpr std::size_t parameter_count = Inner::parameter_count + outputs;

  // 1 / |v| and g / |v| of every output, the inner layer's parameters, its own cache
  static constexpr std::size_t own_cache = 2 * padded(outputs) + padded(Inner::parameter_count);
  static constexpr std::size_t cache_size(std::size_t n) {
    return own_cache + Inner::cache_size(n);
  }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return padded(Inner::parameter_count) + 2 * padded(outputs) +
           std::max(Inner::template scratch_size<D>(n), plane_scratch_size(columns, 1));
  }

  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    std::size_t kernel = 0;
    Inner::template parameter_blocks<Initializer>(
        [&](ParameterBlock block) {
          if (block.kind == ParameterBlock::Kind::weight) {
            block.path = path / "weight_v";
            kernel = block.kernel;
          }
          f(block);
        },
        path, offset);
    f(ParameterBlock{path / "weight_g", ParameterBlock::Kind::magnitude,
                     offset + Inner::parameter_count, 1, outputs,
                     Fill::column_norms(offset, columns.pixels), kernel});
  }

  static std::string pytorch() { return std::string("weight_norm(") + Inner::pytorch() + ')'; }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    D& device = *pass.device;
    {
      ScratchFrame<D> scratch(device);
      const Write<D> squares = scratch.take(outputs);
      plane_sums<0>(device, Squared{}, columns, std::array{squares}, pass.parameters);
      map_each<2>(device, Scales{}, outputs, std::array{inverse(pass), scale(pass)},
                  Read<D>(squares), pass.parameters + Inner::parameter_count);
    }
    map_planes<1>(device, math::Product{}, columns, inner_parameters(pass), scale(pass),
                  pass.parameters);
    if constexpr (Inner::has_bias) {
      copy(device, inner_parameters(pass) + weight_size, pass.parameters + weight_size, outputs);
    }
    Inner::forward(inner(pass), x, y);
  }

  template <class InputAct, class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<Out, D> y, ConstBatch<Out, D> dz,
                       Batch<In, D> dx, Write<D> gradient, Write<D> cotangents) {
    ScratchFrame<D> scratch(*pass.device);
    const Write<D> own = gradient ? zeros(pass, scratch) : Write<D>{};
    Inner::template pullback<InputAct>(inner(pass), x, y, dz, dx, own, cotangents);
    if (gradient) add_gradient(pass, gradient, Read<D>(own));
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D> x, ConstBatch<Out, D> y, ConstBatch<In, D> t,
                          Batch<Out, D> u, Write<D> tangents) {
    Inner::pushforward(inner(pass), x, y, t, u, tangents);
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Out, D> s) {
    ScratchFrame<D> scratch(*pass.device);
    const Write<D> gradient = s.gradient;
    s.gradient = zeros(pass, scratch);
    Inner::template dual<has_a>(inner(pass), s);
    add_gradient(pass, gradient, Read<D>(s.gradient));
  }

 private:
  template <class P>
  static Write<typename P::Device> inverse(P pass) {
    return pass.cache;
  }
  template <class P>
  static Write<typename P::Device> scale(P pass) {
    return pass.cache + padded(outputs);
  }
  template <class P>
  static Write<typename P::Device> inner_parameters(P pass) {
    return pass.cache + 2 * padded(outputs);
  }
  template <class P>
  static P inner(P pass) {
    P own = pass;
    own.parameters = inner_parameters(pass);
    own.cache = pass.cache + own_cache;
    return own;
  }
  template <class P, class D = typename P::Device>
  static Write<D> zeros(P pass, ScratchFrame<D>& scratch) {
    const Write<D> own = scratch.take(Inner::parameter_count);
    fill(*pass.device, own, 0, Inner::parameter_count);
    return own;
  }

  /// Adds the gradients of v, bias and g, given that of the inner layer's parameters.
  template <class P, class D = typename P::Device>
  static void add_gradient(P pass, Write<D> gradient, Read<D> own) {
    D& device = *pass.device;
    ScratchFrame<D> scratch(device);
    const Write<D> dots = scratch.take(outputs), along = scratch.take(outputs);
    const Write<D> of_g = gradient + Inner::parameter_count;
    plane_sums<0>(device, Dot{}, columns, std::array{dots}, own, pass.parameters);
    map_each<2>(device, AlongColumn{}, outputs, std::array{of_g, along}, Read<D>(of_g),
                Read<D>(dots), inverse(pass), scale(pass));
    map_planes<2>(device, AddAcross{}, columns, gradient, scale(pass), Read<D>(along),
                  Read<D>(gradient), own, pass.parameters);
    if constexpr (Inner::has_bias) {
      add_to(device, gradient + weight_size, own + weight_size, outputs);
    }
  }
};

/// The layer `Spec` with every output's weights as a length g and a direction v, w = g v / |v|; at
/// first g = |v|, so that the layer is what its initialiser made it.
///
/// Source: Salimans and Kingma 2016; names as those of torch.nn.utils.weight_norm.
template <class Spec>
struct WeightNorm {
  static_assert(detail::has_weight_columns<Spec>,
                "WeightNorm takes a Linear or a Conv2d, whose weight has a column per output");
  static constexpr Role role = Role::layer;
  static constexpr bool fuses_activation = true;
  template <class In>
  static constexpr bool accepts = Spec::template accepts<In>;
  template <class In, class Act = Identity>
  using On = WeightNormOn<typename Spec::template On<In, Act>>;
};

}  // namespace saddle
