// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/combine/split.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

namespace detail {

/// Outside of `BoundedScaleOn`, so that all shapes share these kernels.
struct BoundedScaleArithmetic {
  template <double bound>
  struct Value {
    template <class T> SADDLE_HD T operator()(T x) const {
      return math::constant<T>(bound) * math::tanh(x);
    }
  };
  template <double bound>
  struct Slope {
    template <class T> SADDLE_HD T operator()(T d, T y) const {
      return d * (math::constant<T>(bound) - y * y / math::constant<T>(bound));
    }
  };
};

}  // namespace detail

template <class In, double bound>
struct BoundedScaleOn : LayerDefaults<In, In>, private detail::BoundedScaleArithmetic {
  static constexpr std::string_view name = "BoundedScale";
  static constexpr double parameter = bound;
  static constexpr std::size_t width = In::last / 2;
  static constexpr std::size_t pixels = In::size / In::last;
  static constexpr bool has_dual = false;

  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 2 * padded(n * pixels * width);
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    const std::size_t rows = pass.n * pixels;
    ScratchFrame<D> scratch(device);
    const Write<D> s = scratch.take(rows * width);
    gather_columns(device, s, x.ref(), rows, width, In::last, 0);
    map(device, Value<bound>{}, rows * width, s, Read<D>(s));
    copy(device, y.ref(), x.ref(), pass.n * In::size);
    scatter_columns(device, y.ref(), Read<D>(s), rows, width, In::last, 0);
  }
  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<In, D> y, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    if (!dx) return;
    D& device = *pass.device;
    const std::size_t rows = pass.n * pixels;
    ScratchFrame<D> scratch(device);
    const Write<D> s = scratch.take(rows * width), ds = scratch.take(rows * width);
    gather_columns(device, s, y.ref(), rows, width, In::last, 0);
    gather_columns(device, ds, dy.ref(), rows, width, In::last, 0);
    map(device, Slope<bound>{}, rows * width, ds, Read<D>(ds), Read<D>(s));
    copy(device, dx.ref(), dy.ref(), pass.n * In::size);
    scatter_columns(device, dx.ref(), Read<D>(ds), rows, width, In::last, 0);
  }
};

/// bound tanh(s) of the first half of the features or channels, which a coupling takes for
/// log-scales; the others, its shifts, stay.
/// Shapes: (n, ..., 2 c) -> (n, ..., 2 c).
/// Source: Dinh et al. 2017.
template <double bound = 1.0>
struct BoundedScale {
  static_assert(bound >= 0.001 && bound <= 10, "a bound of log-scales is from 0.001 to 10");
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (SingleValue<In>) return In::last % 2 == 0;
    return false;
  }();
  template <class In>
  using On = BoundedScaleOn<In, bound>;
};

}  // namespace saddle
