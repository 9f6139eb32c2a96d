// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/linalg/matrix_product.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace saddle {

/// The nearest other samples of every sample.
struct Neighbours {
  Tensor<double, 2> square;       ///< (n, k): squared distances, ascending
  Tensor<std::size_t, 2> number;  ///< (n, k): which sample; of equally near ones the first

  /// The distance of sample `i` to the k-th nearest, counted from 0. Distances are compared by
  /// their squares: a root squared again is another number, and what lies on a ball would fall out
  /// of it.
  double distance(std::size_t i, std::size_t k) const { return std::sqrt(square(i, k)); }
};

/// Whether a sample is its own neighbour, where both sets are the same.
enum class Itself { counts, is_skipped };

namespace detail {

/// Errors: ConfigError unless both sets have samples, of the same number of features.
template <class T>
void check_features(const Tensor<T, 2>& a, const Tensor<T, 2>& b) {
  if (a.shape(0) > 0 && b.shape(0) > 0 && a.shape(1) == b.shape(1)) return;
  const auto text = [](const Tensor<T, 2>& x) {
    return std::string("(") + std::to_string(x.shape(0)) + ", " + std::to_string(x.shape(1)) + ")";
  };
  throw ConfigError("features", "two sets (n, d) and (m, d)", text(a) + " and " + text(b));
}

inline double squared_distance(const double* a, const double* b, std::size_t d) {
  double square = 0;
  for (std::size_t j = 0; j < d; ++j) square += (a[j] - b[j]) * (a[j] - b[j]);
  return square;
}

/// Half the squared length of every row.
inline std::vector<double> half_squares(const Tensor<double, 2>& rows, std::size_t count) {
  std::vector<double> result(count);
  parallel::for_each(count, [&](std::size_t i) {
    double square = 0;
    for (std::size_t j = 0; j < rows.shape(1); ++j) square += rows(i, j) * rows(i, j);
    result[i] = square / 2;
  });
  return result;
}

}  // namespace detail

/// Calls visit(i, first, squares) with the squared distances from sample i of `from` to samples
/// first, first + 1, ... of `to`, for all pairs: on all workers, but block after block for each i.
///
/// Shapes: from (n, d), to (m, d).
/// Errors: ConfigError for no samples or different numbers of features.
/// Accuracy: some 1e-8 of the square; 0 between equal samples.
/// Cost:   n m d multiplications; 8 (n + 1024) d + 4 MiB bytes.
template <class A = simd::Arch, class T, class Visit>
void visit_distances(const Tensor<T, 2>& from, const Tensor<T, 2>& to, Visit&& visit) {
  detail::check_features(from, to);
  constexpr std::size_t to_block = 1024, from_block = 512;
  const std::size_t n = from.shape(0), m = to.shape(0), d = from.shape(1);
  const std::size_t stride = cpu::spread_stride<double>(d);
  Tensor<double, 2> left({n, stride}, 0.0), right({std::min(m, to_block), stride}, 0.0);
  for (std::size_t i = 0; i < n; ++i) std::copy_n(&from(i, 0), d, &left(i, 0));
  const std::vector<double> left_squares = detail::half_squares(left, n);
  Tensor<double, 2> halves = Tensor<double, 2>::from_shape({from_block, to_block});
  for (std::size_t first = 0; first < m; first += to_block) {
    const std::size_t columns = std::min(to_block, m - first);
    for (std::size_t j = 0; j < columns; ++j) std::copy_n(&to(first + j, 0), d, &right(j, 0));
    const std::vector<double> right_squares = detail::half_squares(right, columns);
    for (std::size_t row = 0; row < n; row += from_block) {
      const std::size_t rows = std::min(from_block, n - row);
      parallel::for_each(rows, [&](std::size_t i) {
        for (std::size_t j = 0; j < columns; ++j) {
          halves(i, j) = left_squares[row + i] + right_squares[j];
        }
      });
      cpu::add_product<A, cpu::Left::rows, cpu::Right::columns>(
          cpu::ProductOf<double>{&left(row, 0), stride, right.data(), stride, rows, columns, d},
          cpu::Accumulate<double>{halves.data(), to_block}, cpu::Part::all, cpu::Sign::minus);
      parallel::for_each(rows, [&](std::size_t i) {
        double* const squares = &halves(i, 0);
        for (std::size_t j = 0; j < columns; ++j) {
          squares[j] *= 2;
          // Of what is left of large numbers little is right: near samples are compared themselves.
          constexpr double trusted = 1e-8;
          if (squares[j] > trusted * (left_squares[row + i] + right_squares[j])) continue;
          squares[j] = detail::squared_distance(&left(row + i, 0), &right(j, 0), d);
        }
        visit(row + i, first, std::span<const double>(squares, columns));
      });
    }
  }
}

/// The `k` samples of `to` that are nearest to each sample of `from`.
///
/// Shapes: from (n, d), to (m, d).
/// Errors: as `visit_distances`; ConfigError where there are not k samples.
/// Cost:   n m d multiplications.
template <class A = simd::Arch, class T>
Neighbours nearest(const Tensor<T, 2>& from, const Tensor<T, 2>& to, std::size_t k,
                   Itself self = Itself::counts) {
  const std::size_t others = to.shape(0) - (self == Itself::is_skipped && to.shape(0) > 0 ? 1 : 0);
  if (k == 0 || k > others) {
    throw ConfigError("neighbours", std::string("1 to ") + std::to_string(others),
                      std::to_string(k));
  }
  const std::size_t n = from.shape(0);
  Neighbours found{Tensor<double, 2>({n, k}, std::numeric_limits<double>::infinity()),
                   Tensor<std::size_t, 2>({n, k}, std::size_t{0})};
  visit_distances<A>(from, to,
                     [&](std::size_t i, std::size_t first, std::span<const double> squares) {
                       double* const nearest_squares = &found.square(i, 0);
                       std::size_t* const number = &found.number(i, 0);
                       for (std::size_t j = 0; j < squares.size(); ++j) {
                         if (!(squares[j] < nearest_squares[k - 1])) continue;
                         if (self == Itself::is_skipped && first + j == i) continue;
                         std::size_t place = k - 1;
                         for (; place > 0 && squares[j] < nearest_squares[place - 1]; --place) {
                           nearest_squares[place] = nearest_squares[place - 1];
                           number[place] = number[place - 1];
                         }
                         nearest_squares[place] = squares[j];
                         number[place] = first + j;
                       }
                     });
  return found;
}

}  // namespace saddle
