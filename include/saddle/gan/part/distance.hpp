// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/norm.hpp>

#include <cstddef>

namespace saddle::part {

namespace detail {

/// A distance between numbers, and its derivative in the first of them.
template <class Norm>
struct GapOf;
template <>
struct GapOf<L1> {
  template <class B> SADDLE_HD static B value(B gap) { return math::max(gap, -gap); }
  template <class B> SADDLE_HD static B slope(B gap) {
    return math::select(gap > B(0), B(1), math::select(gap < B(0), B(-1), B(0)));
  }
};
template <>
struct GapOf<L2> {
  template <class B> SADDLE_HD static B value(B gap) { return gap * gap; }
  template <class B> SADDLE_HD static B slope(B gap) { return B(2) * gap; }
};

template <class Norm>
struct GapValue {
  template <class B> SADDLE_HD B operator()(B a, B b) const { return GapOf<Norm>::value(B(a - b)); }
};
template <class Norm, class T>
struct GapSlope {
  T share;
  template <class B> SADDLE_HD B operator()(B a, B b) const {
    return B(share) * GapOf<Norm>::slope(B(a - b));
  }
};

}  // namespace detail

/// `loss` becomes the mean distance between the numbers of two batches, |a - b| (L1) or (a - b)^2
/// (L2), `weight` times; its slope in `a` goes to `da`, which may be null. Returns `loss`.
///
/// Source: the cycle, identity and reconstruction losses of Zhu et al. 2017 and Choi et al. 2018
/// (L1), of Li et al. 2017 and latent regression (L2).
template <class Norm, class D>
Slot<D> distance(D& device, Slot<D> loss, std::size_t count, double weight, Write<D> da, Read<D> a,
                 Read<D> b) {
  const double share = weight / static_cast<double>(count);
  if (da) {
    using Scalar = typename D::Scalar;
    map(device, detail::GapSlope<Norm, Scalar>{static_cast<Scalar>(share)}, count, da, a, b);
  }
  sum(device, loss, detail::GapValue<Norm>{}, count, a, b);
  map(device, math::Times<double>{share}, loss, loss);
  return loss;
}

}  // namespace saddle::part
