// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/linalg/cholesky.hpp>
#include <saddle/backend/cpu/linalg/symmetric_eigenvalues.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/quality/gaussian_statistics.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace saddle {

/// The squared Frechet distance of two Gaussians (FID, where they describe features).
struct FrechetDistance {
  double value = 0;
  double means = 0;        ///< |m1 - m2|^2
  double covariances = 0;  ///< Tr S1 + Tr S2 - 2 Tr (S1 S2)^(1/2)
  std::string warning;     ///< a sentence where the number is to be doubted, else empty
};

/// Tr (S1 S2)^(1/2) of two covariances.
///
/// The eigenvalues of S1 S2 are those of the symmetric L^T S2 L, where S1 = L L^T. Pivoting leaves
/// out what S1 has no rank for, so singular covariances (fewer samples than features) are no
/// special case.
///
/// Shapes: s1, s2 (d, d).
/// Errors: ConfigError for other shapes, NumericError for numbers that are not finite.
/// Accuracy: some 1e-15 of the trace where both have full rank; some 1e-8 of it where the sum holds
///           the roots of eigenvalues that are zero but for rounding.
/// Cost:   4/3 d^3 multiplications in double, 4 d^2 numbers of memory.
template <class A = simd::Arch>
double trace_of_root(const Tensor<double, 2>& s1, const Tensor<double, 2>& s2) {
  using namespace cpu;
  const std::size_t d = s1.shape(0);
  if (s1.shape(1) != d || s2.shape() != s1.shape()) {
    throw ConfigError("covariances", "two of one shape (d, d)",
                      std::string("(") + std::to_string(d) + ", " + std::to_string(s1.shape(1)) +
                          ") and (" + std::to_string(s2.shape(0)) + ", " +
                          std::to_string(s2.shape(1)) + ")");
  }
  for (std::size_t i = 0; i < d; ++i) {
    if (!std::isfinite(s1(i, i)) || !std::isfinite(s2(i, i))) {
      throw NumericError(std::string("covariances: variance ") + std::to_string(i) +
                         " is not finite");
    }
  }
  const std::size_t stride = spread_stride<double>(d);
  const Cholesky root = cholesky<A>(s1);
  const double* const l = root.factor.data();
  Tensor<double, 2> ordered = Tensor<double, 2>::from_shape({d, stride});
  for (std::size_t i = 0; i < d; ++i) {
    const double* const row = &s2(root.order[i], 0);
    for (std::size_t j = 0; j < d; ++j) ordered(i, j) = row[root.order[j]];
  }
  // Below the diagonal both products need only what lies below the block's first row.
  constexpr std::size_t block = 128;
  Tensor<double, 2> product({d, stride}, 0.0), square({root.rank, stride}, 0.0);  // S2 L, L^T S2 L
  for (std::size_t first = 0; first < root.rank; first += block) {
    const std::size_t columns = std::min(block, root.rank - first), below = d - first;
    const std::size_t corner = first * stride + first;
    add_product<A, Left::rows, Right::rows>(
        ProductOf<double>{ordered.data() + corner, stride, l + corner, stride, below, columns,
                          below},
        Accumulate<double>{product.data() + corner, stride});
  }
  for (std::size_t first = 0; first < root.rank; first += block) {
    const std::size_t rows = std::min(block, root.rank - first);
    add_product<A, Left::columns, Right::rows>(
        ProductOf<double>{l + first * stride + first, stride, product.data() + first * stride,
                          stride, rows, first + rows, d - first},
        Accumulate<double>{square.data() + first * stride, stride});
  }
  double trace = 0;
  std::vector<double> values = eigenvalues(tridiagonalise<A>(square.data(), stride, root.rank));
  std::sort(values.begin(), values.end());  // small ones first
  for (double value : values) trace += std::sqrt(std::max(0.0, value));
  return trace;
}

/// |m1 - m2|^2 + Tr (S1 + S2 - 2 (S1 S2)^(1/2)).
///
/// Warns where one side has no more samples than features: its covariance is then singular, and
/// the distance far above that of the distributions.
///
/// Units:  squared units of the features.
/// Errors: ConfigError for different numbers of features, NumericError for numbers that are not
///         finite, or a distance that is none.
/// Accuracy: absolute; about 1e-15 (1e-8 for singular covariances) of Tr S1 + Tr S2.
/// Source: Dowson and Landau 1982; as a score of samples Heusel et al. 2017.
template <class A = simd::Arch>
FrechetDistance frechet_distance(const GaussianStatistics& a, const GaussianStatistics& b) {
  const std::size_t d = a.mean.size();
  if (b.mean.size() != d) {
    throw ConfigError("statistics", std::to_string(d) + " features, as on the other side",
                      std::to_string(b.mean.size()));
  }
  FrechetDistance result;
  for (std::size_t i = 0; i < d; ++i) {
    const double away = a.mean(i) - b.mean(i);
    result.means += away * away;
    result.covariances += a.covariance(i, i) + b.covariance(i, i);
  }
  result.covariances -= 2 * trace_of_root<A>(a.covariance, b.covariance);
  if (!std::isfinite(result.means + result.covariances)) {
    throw NumericError("Frechet distance: the features go beyond what a double holds");
  }
  result.covariances = std::max(0.0, result.covariances);  // below it is rounding
  result.value = result.means + result.covariances;
  for (std::size_t n : {a.n, b.n}) {
    if (n == 0 || n > d) continue;
    result.warning = std::string("only ") + std::to_string(n) + " samples for " +
                     std::to_string(d) +
                     " features: the covariance is singular and the distance too large";
    break;
  }
  return result;
}

}  // namespace saddle
