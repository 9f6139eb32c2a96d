// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace saddle::exact {

/// A local minimum of a function of a few numbers, found without slopes.
///
/// Values that are not finite count as the worst. Ends where the simplex is smaller than
/// `tolerance` in every direction, or after 1,000 moves.
///
/// Source: Nelder and Mead 1965, in the variant of Lagarias et al. 1998.
template <std::size_t N, class F>
std::array<double, N> nelder_mead(F f, std::array<double, N> start, double step, double tolerance) {
  struct Vertex {
    std::array<double, N> x;
    double value;
  };
  const auto at = [&](const std::array<double, N>& x) {
    const double value = f(x);
    return Vertex{x, std::isnan(value) ? HUGE_VAL : value};
  };
  std::array<Vertex, N + 1> simplex;
  for (std::size_t i = 0; i <= N; ++i) {
    std::array<double, N> x = start;
    if (i > 0) x[i - 1] += step;
    simplex[i] = at(x);
  }
  const auto better = [](const Vertex& a, const Vertex& b) { return a.value < b.value; };
  for (int move = 0; move < 1000; ++move) {
    std::sort(simplex.begin(), simplex.end(), better);
    double size = 0;
    for (std::size_t i = 1; i <= N; ++i) {
      for (std::size_t k = 0; k < N; ++k) {
        size = std::max(size, std::abs(simplex[i].x[k] - simplex[0].x[k]));
      }
    }
    if (size < tolerance) break;
    Vertex& worst = simplex[N];
    std::array<double, N> centre{};
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t k = 0; k < N; ++k) centre[k] += simplex[i].x[k] / static_cast<double>(N);
    }
    const auto along = [&](double factor) {  // 1 is the centre's mirror image of the worst
      std::array<double, N> x = centre;
      for (std::size_t k = 0; k < N; ++k) x[k] += factor * (centre[k] - worst.x[k]);
      return at(x);
    };
    const Vertex mirrored = along(1);
    if (better(mirrored, simplex[0])) {
      const Vertex further = along(2);
      worst = better(further, mirrored) ? further : mirrored;
    } else if (better(mirrored, simplex[N - 1])) {
      worst = mirrored;
    } else {
      const Vertex nearer = along(better(mirrored, worst) ? 0.5 : -0.5);
      if (better(nearer, better(mirrored, worst) ? mirrored : worst)) {
        worst = nearer;
        continue;
      }
      for (std::size_t i = 1; i <= N; ++i) {
        for (std::size_t k = 0; k < N; ++k) {
          simplex[i].x[k] = (simplex[i].x[k] + simplex[0].x[k]) / 2;
        }
        simplex[i] = at(simplex[i].x);
      }
    }
  }
  return std::min_element(simplex.begin(), simplex.end(), better)->x;
}

}  // namespace saddle::exact
