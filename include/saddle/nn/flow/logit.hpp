// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/flow/flow_layer.hpp>

#include <cmath>
#include <cstddef>
#include <string_view>

namespace saddle {

namespace detail {

/// Outside of `LogitOn`, so that all shapes share these kernels.
struct LogitArithmetic {
  template <double margin>
  static constexpr double width = 1 - 2 * margin;
  template <double margin>
  static constexpr double slope = margin * (1 - margin);  // of sigmoid where the tails begin

  template <double margin, class T> SADDLE_HD static T within(T y) {
    const T edge = math::constant<T>(-std::log(margin / (1 - margin)));
    return math::clamp(y, -edge, edge);
  }

  // p = margin + width x, y = log p - log(1 - p); from x = 0 and 1 on, its tangent
  template <double margin, bool inverse>
  struct Value {
    template <class T> SADDLE_HD T operator()(T x) const {
      const T m = math::constant<T>(margin), w = math::constant<T>(width<margin>);
      const T s = math::constant<T>(slope<margin>);
      if constexpr (inverse) {
        const T y = within<margin>(x);
        return (math::sigmoid(y) - m + (x - y) * s) / w;
      } else {
        const T p = m + w * x, q = math::clamp(p, m, T(1) - m);
        return math::log(q) - math::log(T(1) - q) + (p - q) / s;
      }
    }
  };
  template <double margin>
  struct LogSlope {  // log(width / (p (1 - p)))
    template <class T> SADDLE_HD T operator()(T y) const {
      const T bent = within<margin>(y);
      return math::softplus(bent) + math::softplus(-bent) +
             math::log(math::constant<T>(width<margin>));
    }
  };
  template <double margin, bool inverse>
  struct Slope {
    template <class T> SADDLE_HD T operator()(T d, T y) const {
      const T bent = within<margin>(y), w = math::constant<T>(width<margin>);
      const T p = math::sigmoid(bent), q = math::sigmoid(-bent);
      return inverse ? d * p * q / w : d * w / (p * q);
    }
    template <class T> SADDLE_HD T operator()(T dl, T d, T y) const {
      const T z = within<margin>(y);
      // d LogSlope / dy = 2 p - 1, and 0 on a tangent
      const T bent = math::select(z == y, dl * math::tanh(T(0.5) * y), T(0));
      if constexpr (inverse) return (*this)(d, y) - bent;
      else return (*this)(d + bent, y);
    }
  };
};

}  // namespace detail

template <class In, double margin, bool inverse>
struct LogitOn : FlowLayerDefaults<In>, private detail::LogitArithmetic {
  using Base = FlowLayerDefaults<In>;
  static constexpr std::size_t size = Base::X::size;
  static constexpr std::string_view name = "Logit";
  static constexpr double parameter = margin;

  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return padded(n);
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    map(device, Value<margin, inverse>{}, pass.n * size, y[0], x[0]);
    if (!x[1]) return;
    ScratchFrame<D> scratch(device);
    const Write<D> sums = scratch.take(pass.n);
    row_sums(device, LogSlope<margin>{}, pass.n, size, sums, inverse ? x[0] : Read<D>(y[0]));
    Base::template add_log_det<inverse>(device, pass.n, x, y, Read<D>(sums));
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    D& device = *pass.device;
    if (dx[0]) {
      const Read<D> logits = inverse ? x[0] : y[0];
      if (dy[1]) {
        map_columns<1>(device, Slope<margin, inverse>{}, pass.n, size, dx[0], dy[1], dy[0], logits);
      } else {
        map(device, Slope<margin, inverse>{}, pass.n * size, dx[0], dy[0], logits);
      }
    }
    Base::pass_log_det_slope(device, pass.n, dy, dx);
  }
};

/// Numbers between 0 and 1 become their logit, once a margin keeps them away from both ends. What
/// is beyond them goes on in a straight line, so that what a flow makes comes back: a sigmoid in
/// float is 1 from 17 on, whatever it was of.
///
/// Source: Dinh et al. 2017, with a margin of 0.05; MNIST is mostly given 1e-6.
template <double margin = 0.05, bool inverse = false>
struct Logit {
  static_assert(margin > 0 && margin < 0.5, "Logit needs a margin between 0 and 1/2");
  static constexpr Role role = Role::layer;
  using Inverse = Logit<margin, !inverse>;
  template <class In>
  static constexpr bool accepts = detail::has_log_det<In>;
  template <class In>
  using On = LogitOn<In, margin, inverse>;
};

}  // namespace saddle
