// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/flow/flow_layer.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

template <class In, class Linear>
struct VolumeKeepingOn
    : FlowLayerDefaults<
          In, WithLogDet<typename Linear::template On<typename In::template Part<0>>::Output>> {
  using Base = FlowLayerDefaults<
      In, WithLogDet<typename Linear::template On<typename In::template Part<0>>::Output>>;
  using typename Base::X;
  using typename Base::Y;
  using Out = typename Base::Output;
  static constexpr std::string_view name = Linear::name;

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    Linear::template apply<X, Y>(*pass.device, x.template part<0>(), y.template part<0>(), pass.n);
    Base::keep_log_det(*pass.device, pass.n, x, y);
  }
  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<Out, D>, ConstBatch<Out, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    if (dx[0]) {
      Linear::template transpose<X, Y>(*pass.device, dy.template part<0>(), dx.template part<0>(),
                                       pass.n);
    }
    Base::pass_log_det_slope(*pass.device, pass.n, dy, dx);
  }
};

/// A linear map that moves numbers to other places, as a layer of a flow.
template <class Linear>
struct VolumeKeeping {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (detail::has_log_det<In>) {
      return Linear::template accepts<typename In::template Part<0>>;
    }
    return false;
  }();
  template <class In>
  using On = VolumeKeepingOn<In, Linear>;
};

}  // namespace saddle
