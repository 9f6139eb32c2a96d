// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/metric/quality/neighbours.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace saddle {

/// How two sets of features cover each other, by balls around every sample that reach to its k-th
/// neighbour in its own set.
struct ManifoldScores {
  double precision = 0;  ///< fakes that lie in some real sample's ball
  double recall = 0;     ///< real samples that lie in some fake's ball
  double density = 0;    ///< real balls a fake lies in, over k; its mean is 1 for equal laws
  double coverage = 0;   ///< real samples with a fake in their ball
  double points = 0;     ///< balls of radius 0, because samples repeat: only equal ones are inside
};

/// Precision, recall, density and coverage.
///
/// Shapes: real (n, d), fake (m, d).
/// Errors: as `nearest`.
/// Cost:   (n + m)^2 d multiplications.
/// Source: Kynkaanniemi et al. 2019 (k = 3) for the first two, Naeem et al. 2020 (k = 5) for the
///         last two.
template <class A = simd::Arch, class T>
ManifoldScores manifold_scores(const Tensor<T, 2>& real, const Tensor<T, 2>& fake,
                               std::size_t k = 5) {
  detail::check_features(real, fake);
  const auto squared_radii = [&](const Tensor<T, 2>& samples) {
    const Neighbours found = nearest<A>(samples, samples, k, Itself::is_skipped);
    std::vector<double> radii(samples.shape(0));
    for (std::size_t i = 0; i < radii.size(); ++i) radii[i] = found.square(i, k - 1);
    return radii;
  };
  const std::vector<double> real_ball = squared_radii(real), fake_ball = squared_radii(fake);
  std::vector<std::size_t> balls(fake.shape(0)), others(real.shape(0)), inside(real.shape(0));
  visit_distances<A>(fake, real,
                     [&](std::size_t i, std::size_t first, std::span<const double> squares) {
                       for (std::size_t j = 0; j < squares.size(); ++j) {
                         balls[i] += squares[j] <= real_ball[first + j];
                       }
                     });
  visit_distances<A>(real, fake,
                     [&](std::size_t i, std::size_t first, std::span<const double> squares) {
                       for (std::size_t j = 0; j < squares.size(); ++j) {
                         others[i] += squares[j] <= fake_ball[first + j];
                         inside[i] += squares[j] <= real_ball[i];
                       }
                     });
  const auto share = [](const std::vector<std::size_t>& counts) {
    double some = 0;
    for (std::size_t count : counts) some += count > 0 ? 1 : 0;
    return some / static_cast<double>(counts.size());
  };
  double all = 0;
  for (std::size_t count : balls) all += static_cast<double>(count);
  const auto points = std::count(real_ball.begin(), real_ball.end(), 0.0) +
                      std::count(fake_ball.begin(), fake_ball.end(), 0.0);
  return {.precision = share(balls),
          .recall = share(others),
          .density = all / static_cast<double>(k * balls.size()),
          .coverage = share(inside),
          .points = static_cast<double>(points) /
                    static_cast<double>(real_ball.size() + fake_ball.size())};
}

}  // namespace saddle
