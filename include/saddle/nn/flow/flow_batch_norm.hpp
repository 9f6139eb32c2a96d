// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/flow/flow_layer.hpp>
#include <saddle/nn/norm/running_statistics.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

namespace detail {

/// Outside of `FlowBatchNormOn`, so that all shapes share these kernels.
struct FlowBatchNormArithmetic {
  struct Centred {
    template <class T> SADDLE_HD T operator()(T mean, T x) const { return x - mean; }
  };
  template <bool inverse>
  struct Value {
    template <class T> SADDLE_HD T operator()(T mean, T r, T x) const {
      return inverse ? x / r + mean : (x - mean) * r;
    }
  };
  template <bool inverse>
  struct Scaled {
    template <class T> SADDLE_HD T operator()(T r, T d) const { return inverse ? d / r : d * r; }
  };
  struct Logarithm {
    template <class T> SADDLE_HD T operator()(T r) const { return math::log(r); }
  };
  struct Slope {
    template <class T> SADDLE_HD T operator()(T r, T plain, T along, T d, T y) const {
      return r * (d - plain - y * along);
    }
  };
};

}  // namespace detail

template <class In, bool inverse>
struct FlowBatchNormOn : FlowLayerDefaults<In>, private detail::FlowBatchNormArithmetic {
  using Base = FlowLayerDefaults<In>;
  using Base::channels;
  using Base::pixels;
  static constexpr std::string_view name = "FlowBatchNorm";
  using Statistics = RunningStatistics<channels, Running::exponential, 0.1>;
  static constexpr std::size_t state_count = Statistics::size;
  static constexpr bool couples_samples = !inverse;
  static constexpr bool undone_in_training = false;

  /// Mean and 1 / deviation.
  static constexpr std::size_t cache_size(std::size_t) { return 2 * padded(channels); }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t) {
    return 2 * padded(channels) + padded(1);
  }
  template <class F>
  static constexpr void state_blocks(F&& f, ParameterPath path, std::size_t offset) {
    Statistics::blocks(f, path, offset);
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    using T = typename D::Scalar;
    D& device = *pass.device;
    const std::size_t rows = pass.n * pixels;
    constexpr math::ReciprocalRoot<T> reciprocal_root{T(1e-5)};
    const Write<D> mean = pass.cache, r = mean + padded(channels);
    ScratchFrame<D> scratch(device);
    if constexpr (of_batch<P>) {
      const math::Times<T> share{T(1) / static_cast<T>(rows)};
      const Write<D> variance = scratch.take(channels);
      fill(device, mean, 0, channels);
      column_sums(device, math::Self{}, rows, channels, mean, x[0]);
      map(device, share, channels, mean, Read<D>(mean));
      map_rows<1>(device, Centred{}, rows, channels, y[0], Read<D>(mean), x[0]);
      fill(device, variance, 0, channels);
      column_sums(device, math::Square{}, rows, channels, variance, Read<D>(y[0]));
      map(device, share, channels, variance, Read<D>(variance));
      Statistics::move(device, pass.state, Read<D>(mean), Read<D>(variance), rows);
      map(device, reciprocal_root, channels, r, Read<D>(variance));
    } else {
      copy(device, mean, Read<D>(pass.state), channels);
      map(device, reciprocal_root, channels, r, Read<D>(pass.state + channels));
    }
    map_rows<2>(device, Value<inverse>{}, rows, channels, y[0], Read<D>(mean), Read<D>(r), x[0]);
    if (!x[1]) return;
    const Write<D> terms = scratch.take(channels);
    map(device, Logarithm{}, channels, terms, Read<D>(r));
    Base::template add_log_det_of_channels<inverse>(device, pass.n, x, y, Read<D>(terms));
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<In, D> y, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    using T = typename D::Scalar;
    D& device = *pass.device;
    const std::size_t rows = pass.n * pixels;
    const Read<D> r = pass.cache + padded(channels);
    Base::pass_log_det_slope(device, pass.n, dy, dx);
    if (!dx[0]) return;
    if constexpr (!of_batch<P>) {
      map_rows<1>(device, Scaled<inverse>{}, rows, channels, dx[0], r, dy[0]);
      return;
    }
    // dx = r (dy - mean(dy) - y (mean(dy y) + mean(dl)))
    ScratchFrame<D> scratch(device);
    const Write<D> plain = scratch.take(channels), along = scratch.take(channels);
    const math::Times<T> share{T(1) / static_cast<T>(rows)};
    fill(device, plain, 0, channels);
    fill(device, along, 0, channels);
    column_sums(device, math::Self{}, rows, channels, plain, dy[0]);
    column_sums(device, math::Product{}, rows, channels, along, dy[0], y[0]);
    map(device, share, channels, plain, Read<D>(plain));
    map(device, share, channels, along, Read<D>(along));
    if (dy[1]) {
      const Write<D> sum = scratch.take(1);
      row_sums(device, math::Self{}, 1, pass.n, sum, dy[1]);
      const math::AddTimes<T> add{T(1) / static_cast<T>(pass.n)};
      map_columns<1>(device, add, 1, channels, along, Read<D>(sum), Read<D>(along));
    }
    map_rows<3>(device, Slope{}, rows, channels, dx[0], r, Read<D>(plain), Read<D>(along), dy[0],
                y[0]);
  }

 private:
  /// The forward direction in training looks at the batch.
  template <class P>
  static constexpr bool of_batch = !inverse && P::mode == Mode::train;
};

/// Every feature or channel is standardised over the batch; in evaluation, and by the inverse
/// always, with running statistics.
///
/// So the inverse undoes it in evaluation only.
/// Source: Dinh et al. 2017; epsilon 1e-5, momentum 0.1 as in PyTorch.
template <bool inverse = false>
struct BasicFlowBatchNorm {
  static constexpr Role role = Role::layer;
  using Inverse = BasicFlowBatchNorm<!inverse>;
  template <class In>
  static constexpr bool accepts = detail::has_log_det<In>;
  template <class In>
  using On = FlowBatchNormOn<In, inverse>;
};
using FlowBatchNorm = BasicFlowBatchNorm<>;

}  // namespace saddle
