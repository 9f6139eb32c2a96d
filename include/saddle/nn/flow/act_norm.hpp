// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/block.hpp>
#include <saddle/nn/flow/flow_layer.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

template <class In, bool inverse>
struct ActNormOn : FlowLayerDefaults<In> {
  using Base = FlowLayerDefaults<In>;
  using Base::channels;
  using Base::pixels;
  static constexpr std::string_view name = "ActNorm";
  static constexpr std::size_t parameter_count = 2 * channels;  // log-scales, then shifts

  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return padded(n * pixels * channels) + padded(1);
  }
  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    using Kind = ParameterBlock::Kind;
    f(ParameterBlock{path / "log_scale", Kind::gain, offset, 1, channels, Fill::constant(0)});
    f(ParameterBlock{path / "shift", Kind::shift, offset + channels, 1, channels,
                     Fill::constant(0)});
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    const Read<D> s = pass.parameters, t = s + channels;
    map_rows<2>(device, detail::ShiftAndScale<inverse>{}, pass.n * pixels, channels, y[0], s, t,
                x[0]);
    if (x[1]) Base::template add_log_det_of_channels<inverse>(device, pass.n, x, y, s);
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    D& device = *pass.device;
    const std::size_t rows = pass.n * pixels;
    const Read<D> s = pass.parameters;
    ScratchFrame<D> scratch(device);
    // y = (x + t) e^s: dx = dt = dy e^s, ds = dy y + dl;
    // x = y e^-s - t: dy = dx e^-s, dt = -dx, ds = -(dy y + dl)
    const Write<D> scaled = scratch.take(rows * channels);
    map_rows<1>(device, detail::TimesScale<inverse>{}, rows, channels, scaled, s, dy[0]);
    if (gradient) {
      const Write<D> ds = gradient, dt = gradient + channels;
      if constexpr (inverse) {
        column_sums(device, detail::SlopeOfLogScale<true>{}, rows, channels, ds, Read<D>(scaled),
                    x[0]);
        column_sums(device, math::Negative{}, rows, channels, dt, dy[0]);
      } else {
        column_sums(device, math::Product{}, rows, channels, ds, dy[0], y[0]);
        column_sums(device, math::Self{}, rows, channels, dt, Read<D>(scaled));
      }
      if (dy[1]) Base::template add_channel_slopes<inverse>(device, pass.n, ds, dy[1]);
    }
    if (dx[0]) copy(device, dx[0], Read<D>(scaled), rows * channels);
    Base::pass_log_det_slope(device, pass.n, dy, dx);
  }
};

/// Scales and shifts every feature or channel by two numbers that are learned:
/// y = (x + shift) e^log_scale.
///
/// It starts as the identity. Kingma and Dhariwal let the first batch choose where it starts; here
/// a pass only reads parameters, and where couplings start as the identity the first steps do the
/// same.
/// Source: Kingma and Dhariwal 2018.
template <bool inverse = false>
struct BasicActNorm {
  static constexpr Role role = Role::layer;
  using Inverse = BasicActNorm<!inverse>;
  template <class In>
  static constexpr bool accepts = detail::has_log_det<In>;
  template <class In>
  using On = ActNormOn<In, inverse>;
};
using ActNorm = BasicActNorm<>;

}  // namespace saddle
