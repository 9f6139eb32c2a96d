// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/flow/flow_layer.hpp>

#include <cmath>
#include <cstddef>
#include <string_view>

namespace saddle {

namespace detail {

/// Outside of `DequantiseOn`, so that all shapes share these kernels.
struct DequantiseArithmetic {
  template <std::size_t levels>
  static constexpr double scale = (levels - 1.0) / (2.0 * levels);

  // level number k = (levels - 1) (x + 1) / 2 becomes (k + u) / levels
  template <std::size_t levels, bool inverse>
  struct Value {
    template <class T> SADDLE_HD T operator()(T x, T u) const {
      return math::constant<T>(scale<levels>) * (x + T(1)) + math::constant<T>(1.0 / levels) * u;
    }
    template <class T> SADDLE_HD T operator()(T x) const {
      if constexpr (inverse) {
        return (x - math::constant<T>(0.5 / levels)) * math::constant<T>(1 / scale<levels>) - T(1);
      } else {
        return (*this)(x, T(0.5));
      }
    }
  };
};

}  // namespace detail

template <class In, std::size_t levels, bool inverse>
struct DequantiseOn : FlowLayerDefaults<In>, private detail::DequantiseArithmetic {
  using Base = FlowLayerDefaults<In>;
  static constexpr std::size_t size = Base::X::size;
  static constexpr std::string_view name = "Dequantise";
  static constexpr double parameter = levels;
  static constexpr std::size_t site_count = 1;
  static constexpr bool undone_in_training = false;

  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return padded(n * size) + padded(n);
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    const std::size_t count = pass.n * size;
    ScratchFrame<D> scratch(device);
    if constexpr (P::mode == Mode::train && !inverse) {
      const Write<D> noise = scratch.take(count);
      fill_uniform(device, noise, pass.n, size, 0, pass.draw);
      map(device, Value<levels, inverse>{}, count, y[0], x[0], Read<D>(noise));
    } else {
      map(device, Value<levels, inverse>{}, count, y[0], x[0]);
    }
    if (!x[1]) return;
    const Write<D> term = scratch.take(pass.n);
    fill(device, term, static_cast<double>(size) * std::log(scale<levels>), pass.n);
    Base::template add_log_det<inverse>(device, pass.n, x, y, Read<D>(term));
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<In, D>, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    using T = typename D::Scalar;
    if (dx[0]) {
      const math::Times<T> times{static_cast<T>(inverse ? 1 / scale<levels> : scale<levels>)};
      map(*pass.device, times, pass.n * size, dx[0], dy[0]);
    }
    Base::pass_log_det_slope(*pass.device, pass.n, dy, dx);
  }
};

/// Numbers between -1 and 1 that are one of so many levels become numbers between 0 and 1: in
/// training anywhere within their level, by noise, in evaluation its middle.
///
/// Without it a density could grow without bounds at the levels.
/// Source: Uria et al. 2013.
template <std::size_t level_count = 256, bool inverse = false>
struct Dequantise {
  static_assert(level_count > 1, "Dequantise needs two levels or more");
  static constexpr Role role = Role::layer;
  static constexpr std::size_t levels = level_count;
  using Inverse = Dequantise<level_count, !inverse>;
  template <class In>
  static constexpr bool accepts = detail::has_log_det<In>;
  template <class In>
  using On = DequantiseOn<In, level_count, inverse>;
};

}  // namespace saddle
