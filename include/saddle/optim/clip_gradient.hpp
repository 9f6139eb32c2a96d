// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/role.hpp>

#include <cstddef>

namespace saddle {

namespace detail {

/// What is left of a gradient of that length; all of one whose length is no number.
struct ShareWithin {
  double norm;
  template <class T> SADDLE_HD T operator()(T length) const {
    const T share = T(norm) / (length + T(1e-6));
    return share < T(1) ? share : T(1);
  }
};

}  // namespace detail

/// Cuts a gradient that is longer than `norm`, in the Euclidean norm of all of its numbers, to that
/// length, as PyTorch's clip_grad_norm_ does.
///
/// Source: Pascanu et al. 2013.
template <class D>
void clip_gradient(D& device, Write<D> gradient, std::size_t count, double norm) {
  ScratchFrame<D> scratch(device);
  const Slot<D> share = scratch.slot();
  norm2(device, share, Read<D>(gradient), count);
  map(device, detail::ShareWithin{norm}, share, share);
  map(device, math::Product{}, count, gradient, share, Read<D>(gradient));
}

}  // namespace saddle
