// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/combine/split.hpp>
#include <saddle/nn/flow/flow_network.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace saddle {

namespace detail {

template <class Made, class Wanted>
struct FactorOutMismatch {
  static constexpr bool keeps_shape = std::is_same_v<Made, Wanted>;
  static_assert(keeps_shape,
                "the layers in FactorOut lead back to the shape of the half that goes on: let each "
                "Squeeze be undone by an Unsqueeze");
};

}  // namespace detail

template <class In, bool reversed, class List>
struct FactorOutOn : FlowLayerDefaults<In> {
  using Base = FlowLayerDefaults<In>;
  using Base::channels;
  using Base::pixels;
  static constexpr std::string_view name = "FactorOut";
  static constexpr std::size_t half = channels / 2;
  using Going = WithLogDet<typename detail::WithLast<typename Base::X, half>::type>;
  using F = Chain<FlowSequenceOn<Going, reversed, List>>;
  using Plan =
      std::conditional_t<std::is_same_v<typename F::Output, Going> || F::Plan::is_broken,
                         typename F::Plan,
                         detail::Misfit<detail::FactorOutMismatch<typename F::Output, Going>>>;

  static constexpr std::size_t parameter_count = F::parameter_count;
  static constexpr std::size_t state_count = F::state_count;
  static constexpr std::size_t site_count = F::site_count;
  static constexpr std::size_t macs = F::macs;
  static constexpr bool couples_samples = F::couples_samples;
  static constexpr bool undone_in_training = detail::undone_in_training<F>();

  static constexpr std::size_t cache_size(std::size_t n) {
    return 2 * numbers(n) + F::cache_size(n);
  }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 2 * numbers(n) + padded(n * pixels * (channels - half)) + F::template scratch_size<D>(n);
  }

  static constexpr bool holds_layers = true;
  template <class Visitor>
  static constexpr void each_layer(Visitor& visit, ParameterPath path, FeatureOrders,
                                   FeatureOrders) {
    auto in = image_orders<Going>(), out = in;
    settle<Going>(in);
    settle<Going>(out);
    F::each_layer(visit, path, in, out);
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    const Write<D> in = pass.cache, out = in + numbers(pass.n);
    take_half(device, in, x[0], pass.n);
    F::forward(inner(pass), going<const typename D::Scalar>(Read<D>(in), x[1]),
               going<typename D::Scalar>(out, y[1]));
    put_half(device, y[0], Read<D>(out), pass.n);
    move_rest(device, y[0], x[0], pass.n);
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    using T = typename D::Scalar;
    D& device = *pass.device;
    const Read<D> in = pass.cache, out = in + numbers(pass.n);
    ScratchFrame<D> scratch(device);
    const Write<D> dout = scratch.take(numbers(pass.n)), din = scratch.take(numbers(pass.n));
    take_half(device, dout, dy[0], pass.n);
    F::pullback(inner(pass), going<const T>(in, x[1]), going<const T>(out, y[1]),
                going<const T>(Read<D>(dout), dy[1]), dx ? going<T>(din, dx[1]) : Batch<Going, D>{},
                gradient, Write<D>{});
    if (!dx[0]) return;
    put_half(device, dx[0], Read<D>(din), pass.n);
    move_rest(device, dx[0], dy[0], pass.n);
  }

 private:
  static constexpr std::size_t numbers(std::size_t n) { return padded(n * pixels * half); }

  template <class T, class D>
  static BasicBatch<Going, T, D> going(Ref<T, D> x, Ref<T, D> log_det) {
    return BasicBatch<Going, T, D>({x, log_det});
  }
  template <class D>
  static void take_half(D& device, Write<D> out, Read<D> in, std::size_t n) {
    gather_columns(device, out, in, n * pixels, half, channels, 0);
  }
  template <class D>
  static void put_half(D& device, Write<D> out, Read<D> in, std::size_t n) {
    scatter_columns(device, out, in, n * pixels, half, channels, 0);
  }
  /// The other half from one batch to another.
  template <class D>
  static void move_rest(D& device, Write<D> out, Read<D> in, std::size_t n) {
    constexpr std::size_t rest = channels - half;
    ScratchFrame<D> scratch(device);
    const Write<D> moved = scratch.take(n * pixels * rest);
    gather_columns(device, moved, in, n * pixels, rest, channels, half);
    scatter_columns(device, out, Read<D>(moved), n * pixels, rest, channels, half);
  }
  template <class P>
  static P inner(P pass) {
    return pass.inner(0, 0, 2 * numbers(pass.n), 0);
  }
};

template <bool reversed, class List>
struct BasicFactorOut {
  static constexpr Role role = Role::layer;
  using Inverse = BasicFactorOut<!reversed, typename detail::InverseLayers<List>::type>;
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (detail::has_log_det<In>) return In::template Part<0>::last > 1;
    return false;
  }();
  template <class In>
  using On = FactorOutOn<In, reversed, List>;
};

/// The layers `Specs` go on with the first half of the features or channels; the others are done,
/// and leave the flow as they are. A flow of several scales squeezes between.
///
/// Shapes: (n, ..., c) -> (n, ..., c).
/// Source: Dinh et al. 2017.
template <InvertibleLayer... Specs>
struct FactorOut : BasicFactorOut<false, types<Specs...>> {};

}  // namespace saddle
