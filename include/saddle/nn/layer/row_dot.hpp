// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/nn/chain/layer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace saddle {

namespace detail {

/// Outside of `RowDotOn`, so that all shapes share these kernels.
struct RowDotArithmetic {
  struct SumOfProducts {
    template <class T> SADDLE_HD T operator()(T a, T b, T c, T d) const { return a * b + c * d; }
  };
  struct AddScaled {
    template <class T> SADDLE_HD T operator()(T share, T sum, T x) const { return sum + share * x; }
  };
};

}  // namespace detail

/// A `RowDot` bound to its input.
template <class In>
struct RowDotOn : LayerDefaults<In, Shape<1>>, private detail::RowDotArithmetic {
  using Out = Shape<1>;
  static constexpr std::string_view name = "RowDot";
  static constexpr std::size_t features = In::template Part<0>::size;
  static constexpr bool curved = true;
  static constexpr std::size_t macs = features;

  static constexpr void orders(FeatureOrders in, FeatureOrders) { agree(in[0], in[1]); }

  static std::string pytorch() { return "RowDot()"; }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    row_sums(*pass.device, math::Product{}, pass.n, features, y.ref(), x[0], x[1]);
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<Out, D>, ConstBatch<Out, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    for (std::size_t i : {0U, 1U}) {
      if (dx[i]) scale_rows(pass, dx[i], dy.ref(), x[1 - i]);
    }
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D> x, ConstBatch<Out, D>, ConstBatch<In, D> t,
                          Batch<Out, D> u, Write<D>) {
    row_sums(*pass.device, SumOfProducts{}, pass.n, features, u.ref(), t[0], x[1], x[0], t[1]);
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Out, D> s) {
    for (std::size_t i : {0U, 1U}) {
      if (!s.xa[i]) continue;
      scale_rows(pass, s.xa[i], s.b.ref(), s.t[1 - i]);
      if constexpr (has_a) {
        map_columns<1>(*pass.device, AddScaled{}, pass.n, features, s.xa[i], s.a.ref(),
                       Read<D>(s.xa[i]), s.x[1 - i]);
      }
    }
  }

 private:
  /// Each row of x times its own number.
  template <class P, class D = typename P::Device>
  static void scale_rows(P pass, Write<D> out, Read<D> numbers, Read<D> x) {
    map_columns<1>(*pass.device, math::Product{}, pass.n, features, out, numbers, x);
  }
};

/// (a, b) -> the inner product of a and b, sample by sample: how a projection critic compares
/// features with a label's embedding.
///
/// Shapes: (n, k), (n, k) -> (n, 1). Source: Miyato and Koyama 2018.
struct RowDot {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (detail::is_joint<In>) {
      if constexpr (In::parts == 2) {
        using First = typename In::template Part<0>;
        if constexpr (std::is_same_v<First, typename In::template Part<1>>) {
          if constexpr (SingleValue<First>) return First::rank == 1;
        }
      }
    }
    return false;
  }();
  template <class In>
  using On = RowDotOn<In>;
};

}  // namespace saddle
