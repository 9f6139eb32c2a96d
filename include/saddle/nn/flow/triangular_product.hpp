// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/block.hpp>
#include <saddle/nn/flow/flow_layer.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

template <class In, bool inverse>
struct TriangularProductOn : FlowLayerDefaults<In> {
  using Base = FlowLayerDefaults<In>;
  using Base::channels;
  using Base::pixels;
  static constexpr std::string_view name = "TriangularProduct";
  static constexpr std::size_t parameter_count = channels * channels;
  static constexpr std::size_t macs = pixels * channels * channels;

  /// The value between the two factors.
  static constexpr std::size_t cache_size(std::size_t n) { return padded(n * Base::X::size); }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 2 * padded(n * Base::X::size) + padded(channels * channels) + padded(channels) +
           padded(1);
  }
  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    f(ParameterBlock{path / "factors", ParameterBlock::Kind::weight, offset, channels, channels,
                     Fill::constant(0)});
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    const std::size_t rows = pass.n * pixels;
    const Read<D> m = pass.parameters;
    const Write<D> u = pass.cache;
    if constexpr (inverse) {
      solve_triangle<Triangle::lower, false>(device, u, x[0], m, rows, channels);
      solve_triangle<Triangle::upper, false>(device, y[0], Read<D>(u), m, rows, channels);
    } else {
      multiply_triangle<Triangle::upper, false>(device, u, x[0], m, rows, channels);
      multiply_triangle<Triangle::lower, false>(device, y[0], Read<D>(u), m, rows, channels);
    }
    if (!x[1]) return;
    ScratchFrame<D> scratch(device);
    const Write<D> diagonal = scratch.take(channels);
    gather_columns(device, diagonal, m, channels, 1, channels + 1, 0);
    Base::template add_log_det_of_channels<inverse>(device, pass.n, x, y, Read<D>(diagonal));
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    D& device = *pass.device;
    const std::size_t rows = pass.n * pixels;
    const Read<D> m = pass.parameters, u = pass.cache;
    Base::pass_log_det_slope(device, pass.n, dy, dx);
    ScratchFrame<D> scratch(device);
    const Write<D> du = scratch.take(pass.n * Base::X::size);
    const Write<D> back = scratch.take(pass.n * Base::X::size);
    if constexpr (inverse) {  // x = U^-1 u, u = L^-1 y
      solve_triangle<Triangle::upper, true>(device, du, dy[0], m, rows, channels);
      solve_triangle<Triangle::lower, true>(device, back, Read<D>(du), m, rows, channels);
      if (gradient) {
        add_gradient<Triangle::upper>(device, gradient, m, Read<D>(du), y[0], rows);
        add_gradient<Triangle::lower>(device, gradient, m, Read<D>(back), u, rows);
      }
    } else {  // y = L u, u = U x
      multiply_triangle<Triangle::lower, true>(device, du, dy[0], m, rows, channels);
      multiply_triangle<Triangle::upper, true>(device, back, Read<D>(du), m, rows, channels);
      if (gradient) {
        add_gradient<Triangle::lower>(device, gradient, m, dy[0], u, rows);
        add_gradient<Triangle::upper>(device, gradient, m, Read<D>(du), x[0], rows);
      }
    }
    if (gradient && dy[1]) {
      const Write<D> diagonal = scratch.take(channels);
      gather_columns(device, diagonal, Read<D>(gradient), channels, 1, channels + 1, 0);
      Base::template add_channel_slopes<inverse>(device, pass.n, diagonal, dy[1]);
      scatter_columns(device, gradient, Read<D>(diagonal), channels, 1, channels + 1, 0);
    }
    if (dx[0]) copy(device, dx[0], Read<D>(back), rows * channels);
  }

 private:
  /// Of a factor that maps `from` to where the slope `to` is.
  template <Triangle part, class D>
  static void add_gradient(D& device, Write<D> gradient, Read<D> m, Read<D> to, Read<D> from,
                           std::size_t rows) {
    ScratchFrame<D> scratch(device);
    const Write<D> outer = scratch.take(channels * channels);
    fill(device, outer, 0, channels * channels);
    dense_weight_gradient(device, outer, Write<D>{}, to, from, rows, channels, channels);
    add_triangle<part>(device, gradient, Read<D>(outer), m, inverse ? -1 : 1, channels);
  }
};

/// The product of every pixel with L U, both factors in one matrix: below the diagonal those of L,
/// whose diagonal is 1, above it those of U, on it the logarithms of U's diagonal.
template <bool inverse = false>
struct TriangularProduct {
  static constexpr Role role = Role::layer;
  using Inverse = TriangularProduct<!inverse>;
  template <class In>
  static constexpr bool accepts = detail::has_log_det<In>;
  template <class In>
  using On = TriangularProductOn<In, inverse>;
};

}  // namespace saddle
