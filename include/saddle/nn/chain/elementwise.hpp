// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

/// z-cotangent = y-cotangent * f'(z).
template <class Act>
struct TimesSlope {
  template <class T> SADDLE_HD T operator()(T dy, T y) const { return dy * Act::slope(y); }
};

/// Second-order term of y = f(z) from what the passes keep: with u = f' t and bz = f' b,
/// f'' t b = f'' (u / f') (bz / f'), which is 0 where f' = 0.
template <class Act>
struct CurvatureTerm {
  template <class T> SADDLE_HD T operator()(T y, T u, T bz) const {
    const T slope = Act::slope(y);
    const auto flat = slope == T(0);
    const T safe = math::select(flat, T(1), slope);
    return math::select(flat, T(0), Act::curvature(y) * (u / safe) * (bz / safe));
  }
};

/// a_z = f' a + f'' t b.
template <class Act>
struct CurvedAdjoint {
  template <class T> SADDLE_HD T operator()(T a, T y, T u, T bz) const {
    return a * Act::slope(y) + CurvatureTerm<Act>{}(y, u, bz);
  }
};

namespace detail {

template <class Act>
struct Apply {
  template <class T> SADDLE_HD T operator()(T x) const { return Act::value(x); }
};
/// f'' t b from y, t, b.
template <class Act>
struct CurvatureOfTangent {
  template <class T> SADDLE_HD T operator()(T y, T t, T b) const {
    return Act::curvature(y) * t * b;
  }
};
/// f' a + f'' t b.
template <class Act>
struct Adjoint {
  template <class T> SADDLE_HD T operator()(T a, T y, T t, T b) const {
    return Act::slope(y) * a + Act::curvature(y) * t * b;
  }
};
/// Act(scale x + offset): a norm's last step.
template <class Act>
struct AffineThen {
  template <class T> SADDLE_HD T operator()(T scale, T offset, T x) const {
    return Act::value(scale * x + offset);
  }
};

}  // namespace detail

/// An activation that stands alone, where no layer before it can fuse it.
template <class In, class Act>
struct ElementwiseOn : LayerDefaults<In, In> {
  static constexpr bool is_activation = !Act::is_identity;
  static constexpr std::string_view name = Act::name;
  static constexpr bool curved = !Act::piecewise_linear;

  static std::string pytorch()
    requires HasPyTorch<Act>
  {
    return Act::pytorch();
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    map(*pass.device, detail::Apply<Act>{}, pass.n * In::size, y.ref(), x.ref());
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<In, D> y, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    if (dx) map(*pass.device, TimesSlope<Act>{}, pass.n * In::size, dx.ref(), dy.ref(), y.ref());
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<In, D> y, ConstBatch<In, D> t,
                          Batch<In, D> u, Write<D>) {
    map(*pass.device, TimesSlope<Act>{}, pass.n * In::size, u.ref(), t.ref(), y.ref());
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, In, D> s) {
    const std::size_t count = pass.n * In::size;
    if (!s.xa) return;
    if constexpr (has_a && curved) {
      map(*pass.device, detail::Adjoint<Act>{}, count, s.xa.ref(), s.a.ref(), s.y.ref(), s.t.ref(),
          s.b.ref());
    } else if constexpr (has_a) {
      map(*pass.device, TimesSlope<Act>{}, count, s.xa.ref(), s.a.ref(), s.y.ref());
    } else if constexpr (curved) {
      map(*pass.device, detail::CurvatureOfTangent<Act>{}, count, s.xa.ref(), s.y.ref(), s.t.ref(),
          s.b.ref());
    }
  }
};

}  // namespace saddle
