// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/experiment/latent.hpp>

#include <cstddef>

namespace saddle::part {

/// `loss` becomes `weight` times the mean negative logarithm of the density that a flow has at its
/// samples, by their codes and log-determinants; its slope in both goes to `slope`. Returns `loss`.
/// `terms` is room for a number of each sample.
///
/// Source: Dinh et al. 2014, the change of variables.
template <Prior P, class D, Value V>
Slot<D> negative_log_likelihood(D& device, Slot<D> loss, std::size_t n, double weight,
                                BasicBatch<V, typename D::Scalar, D> slope,
                                BasicBatch<V, typename D::Scalar, D> code, Write<D> terms) {
  const double share = -weight / static_cast<double>(n);
  P::log_density(device, terms, Read<D>(code[0]), n);
  sum(device, loss, math::Sum{}, n, Read<D>(terms), Read<D>(code[1]));
  map(device, math::Times<double>{share}, loss, loss);
  P::log_density_slope(device, slope[0], Read<D>(code[0]), n, share);
  fill(device, slope[1], share, n);
  return loss;
}

}  // namespace saddle::part
