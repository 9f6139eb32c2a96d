// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/backend/geometry/planes.hpp>
#include <saddle/core/math.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

namespace detail {

/// Outside of `PReluOn`, so that all shapes share these kernels.
struct PReluArithmetic {
  struct Value {
    template <class T> SADDLE_HD T operator()(T slope, T x) const {
      return math::select(x > T(0), x, slope * x);
    }
  };
  struct Scale {
    template <class T> SADDLE_HD T operator()(T slope, T x, T w) const {
      return math::select(x > T(0), w, slope * w);
    }
  };
  struct Below {
    template <class T> SADDLE_HD std::array<T, 1> operator()(T x, T w) const {
      return {math::min(x, T(0)) * w};
    }
  };
  struct TangentBelow {
    template <class T> SADDLE_HD std::array<T, 1> operator()(T x, T t, T b) const {
      return {math::select(x > T(0), T(0), t * b)};
    }
  };
};

}  // namespace detail

/// A `PRelu` bound to its input.
template <class In>
struct PReluOn : LayerDefaults<In, In>, private detail::PReluArithmetic {
  static constexpr std::string_view name = "PReLU";
  static constexpr bool is_activation = true;
  static constexpr std::size_t channels = In::last;
  static constexpr std::size_t parameter_count = channels;

  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return padded(channels) + plane_scratch_size(planes(n), 1);
  }

  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    f(ParameterBlock{path / "weight", ParameterBlock::Kind::gain, offset, 1, channels,
                     Fill::constant(0.25)});
  }

  static std::string pytorch() { return PythonCall("nn.PReLU")(channels).text(); }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    map_planes<1>(*pass.device, Value{}, planes(pass.n), y.ref(), pass.parameters, x.ref());
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D>, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    if (gradient) add_slope_gradient(pass, gradient, x.ref(), dy.ref());
    if (dx) scale(pass, dx.ref(), x.ref(), dy.ref());
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D> x, ConstBatch<In, D>, ConstBatch<In, D> t,
                          Batch<In, D> u, Write<D>) {
    scale(pass, u.ref(), x.ref(), t.ref());
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, In, D> s) {
    D& device = *pass.device;
    ScratchFrame<D> scratch(device);
    const Write<D> sums = scratch.take(channels);
    plane_sums<0>(device, TangentBelow{}, planes(pass.n), std::array{sums}, s.x.ref(), s.t.ref(),
                  s.b.ref());
    add_to(device, s.gradient, sums, channels);
    if constexpr (has_a) pullback(pass, s.x, s.y, s.a, s.xa, s.gradient, Write<D>{});
  }

 private:
  /// All samples are one: a slope is that of its channel.
  static constexpr Planes planes(std::size_t n) { return {1, n * (In::size / channels), channels}; }
  template <class P, class D = typename P::Device>
  static void scale(P pass, Write<D> out, Read<D> x, Read<D> w) {
    map_planes<1>(*pass.device, Scale{}, planes(pass.n), out, pass.parameters, x, w);
  }
  template <class P, class D = typename P::Device>
  static void add_slope_gradient(P pass, Write<D> gradient, Read<D> x, Read<D> w) {
    ScratchFrame<D> scratch(*pass.device);
    const Write<D> sums = scratch.take(channels);
    plane_sums<0>(*pass.device, Below{}, planes(pass.n), std::array{sums}, x, w);
    add_to(*pass.device, gradient, sums, channels);
  }
};

/// y = x for x > 0, else s x with a learned slope s per channel (or feature); the slope at 0 is s.
///
/// Source: He et al. 2015; slopes start at 0.25.
struct PRelu {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = SingleValue<In>;
  template <class In>
  using On = PReluOn<In>;
};

}  // namespace saddle
