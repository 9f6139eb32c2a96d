// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/linalg/matrix_product.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace saddle {

/// Eigenvalues, the greatest first, and their eigenvectors of length 1.
struct EigenPairs {
  std::vector<double> values;
  Tensor<double, 2> vectors;  ///< (k, n): one a row
};

namespace cpu {

/// All eigenpairs of a small symmetric matrix, by Jacobi's rotations.
inline EigenPairs jacobi(Tensor<double, 2> a) {
  const std::size_t n = a.shape(0);
  Tensor<double, 2> vectors({n, n}, 0.0);
  for (std::size_t i = 0; i < n; ++i) vectors(i, i) = 1;
  constexpr int sweeps = 30;
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    double beside = 0, all = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        all += a(i, j) * a(i, j);
        if (i != j) beside += a(i, j) * a(i, j);
      }
    }
    if (beside <= 1e-30 * all) break;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        if (a(p, q) == 0) continue;
        const double slant = (a(q, q) - a(p, p)) / (2 * a(p, q));
        const double tangent = std::copysign(1.0, slant) / (std::abs(slant) + std::hypot(slant, 1));
        const double cosine = 1 / std::hypot(tangent, 1), sine = tangent * cosine;
        const auto rotate = [&](double& x, double& y) {
          const double before = x;
          x = cosine * x - sine * y;
          y = sine * before + cosine * y;
        };
        for (std::size_t k = 0; k < n; ++k) rotate(a(k, p), a(k, q));
        for (std::size_t k = 0; k < n; ++k) rotate(a(p, k), a(q, k));
        for (std::size_t k = 0; k < n; ++k) rotate(vectors(p, k), vectors(q, k));
      }
    }
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t i, std::size_t j) {
    return a(i, i) > a(j, j) || (a(i, i) == a(j, j) && i < j);
  });
  EigenPairs pairs{std::vector<double>(n), Tensor<double, 2>::from_shape({n, n})};
  for (std::size_t i = 0; i < n; ++i) {
    pairs.values[i] = a(order[i], order[i]);
    std::copy_n(&vectors(order[i], 0), n, &pairs.vectors(i, 0));
  }
  return pairs;
}

/// Makes rows of `n` numbers orthogonal and of length 1, by Gram and Schmidt, twice. A row that the
/// ones before it span becomes zeros.
inline void make_orthonormal(Tensor<double, 2>& rows, std::size_t n) {
  for (std::size_t i = 0; i < rows.shape(0); ++i) {
    double* const row = &rows(i, 0);
    const double before = std::sqrt(std::inner_product(row, row + n, row, 0.0));
    for (int again = 0; again < 2; ++again) {
      for (std::size_t j = 0; j < i; ++j) {
        const double* const other = &rows(j, 0);
        const double share = std::inner_product(row, row + n, other, 0.0);
        for (std::size_t k = 0; k < n; ++k) row[k] -= share * other[k];
      }
    }
    const double length = std::sqrt(std::inner_product(row, row + n, row, 0.0));
    const double scale = length > 1e-12 * before ? 1 / length : 0;
    for (std::size_t k = 0; k < n; ++k) row[k] *= scale;
  }
}

}  // namespace cpu

/// The `k` greatest eigenvalues of a positive semidefinite matrix, and their eigenvectors, whose
/// largest numbers are positive.
///
/// Shapes: a (n, n), symmetric.
/// Errors: ConfigError unless there are k; NumericError for numbers that are not finite.
/// Accuracy: eigenvalues to about 1e-10 of the greatest; vectors of eigenvalues that nearly agree
///           span what they should, and no more is said of each.
/// Cost:   (k + 8) n^2 multiplications an iteration, some tens of them.
/// Source: subspace iteration with Rayleigh and Ritz: Parlett 1998, section 14.
template <class A = simd::Arch>
EigenPairs leading_eigenvectors(const Tensor<double, 2>& a, std::size_t k) {
  const std::size_t n = a.shape(0);
  if (k == 0 || k > n) {
    throw ConfigError("eigenvectors", std::string("1 to ") + std::to_string(n), std::to_string(k));
  }
  constexpr std::size_t spare = 8;
  constexpr int iterations = 300;
  constexpr double converged = 1e-12;  // of the greatest eigenvalue
  const std::size_t m = std::min(n, k + spare), stride = cpu::spread_stride<double>(n);
  Tensor<double, 2> rows({m, stride}, 0.0), moved({m, stride}, 0.0);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < n; ++j) rows(i, j) = random::normal({.seed = 1}, i, j);
  }
  cpu::make_orthonormal(rows, n);
  const auto product = [&](const Tensor<double, 2>& left, std::size_t depth, const double* right,
                           std::size_t right_stride, Tensor<double, 2>& result) {
    result.fill(0);
    cpu::add_product<A, cpu::Left::rows, cpu::Right::rows>(
        cpu::ProductOf<double>{left.data(), left.shape(1), right, right_stride, m, n, depth},
        cpu::Accumulate<double>{result.data(), stride});
  };
  std::vector<double> values(m, 0.0);
  for (int i = 0; i < iterations; ++i) {
    product(rows, n, a.data(), n, moved);
    Tensor<double, 2> small({m, m}, 0.0);
    for (std::size_t p = 0; p < m; ++p) {
      for (std::size_t q = 0; q <= p; ++q) {
        small(p, q) = small(q, p) =
            std::inner_product(&moved(p, 0), &moved(p, 0) + n, &rows(q, 0), 0.0);
      }
    }
    const EigenPairs pairs = cpu::jacobi(small);
    double change = 0;
    for (std::size_t p = 0; p < k; ++p) {
      change = std::max(change, std::abs(pairs.values[p] - values[p]));
    }
    values = pairs.values;
    if (!std::isfinite(values[0])) {
      throw NumericError("eigenvectors: is every number of the matrix finite?");
    }
    if (m == n || (i > 0 && change <= converged * values[0])) {
      product(pairs.vectors, m, rows.data(), stride, moved);
      rows = moved;
      break;
    }
    product(pairs.vectors, m, moved.data(), stride, rows);
    cpu::make_orthonormal(rows, n);
  }
  EigenPairs result{{values.begin(), values.begin() + static_cast<std::ptrdiff_t>(k)},
                    Tensor<double, 2>::from_shape({k, n})};
  for (std::size_t i = 0; i < k; ++i) {
    const double* const row = &rows(i, 0);
    const double largest = *std::max_element(
        row, row + n, [](double x, double y) { return std::abs(x) < std::abs(y); });
    for (std::size_t j = 0; j < n; ++j) result.vectors(i, j) = largest < 0 ? -row[j] : row[j];
  }
  return result;
}

}  // namespace saddle
