// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/dense.hpp>
#include <saddle/backend/cpu/device.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/transport/wasserstein_1d.hpp>
#include <saddle/nn/chain/activation.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// How `sliced_wasserstein` looks at samples.
struct SlicedConfig {
  std::size_t projections = 128;  ///< random directions
  double power = 1;               ///< p of the distance
  std::uint64_t seed = 0;         ///< of the directions
};

namespace transport {

/// Directions `first` ... first + count - 1 of a seed, even on the unit sphere: (count, d).
template <class T>
Tensor<T, 2> directions(std::size_t first, std::size_t count, std::size_t d, std::uint64_t seed) {
  Tensor<T, 2> rows = xt::empty<T>({count, d});  // (count, d)
  random::normal<T>(rows.data(), first, count, d,
                    {.seed = seed, .stream = random::Stream::evaluation});
  for (std::size_t i = 0; i < count; ++i) {
    T* const row = rows.data() + i * d;
    double square = 0;
    for (std::size_t k = 0; k < d; ++k) square += static_cast<double>(row[k]) * row[k];
    const double scale = 1 / std::sqrt(square);
    for (std::size_t k = 0; k < d; ++k) row[k] = static_cast<T>(row[k] * scale);
  }
  return rows;
}

/// Each sample's coordinate along each direction: (directions, n), every direction's side by side.
template <class T>
void project(BasicCpu<T>& device, const Tensor<T, 2>& directions, const Tensor<T, 2>& samples,
             Tensor<T, 2>& coordinates) {
  using D = BasicCpu<T>;
  const std::size_t count = directions.shape(0), n = samples.shape(0), d = samples.shape(1);
  device.reserve_scratch(dense_scratch_size(count, n, d));
  dense_input_gradient<Identity>(device, Ref<T, D>(coordinates.data()),
                                 Ref<const T, D>(directions.data()),
                                 Ref<const T, D>(samples.data()), Read<D>{}, count, n, d);
}

}  // namespace transport

/// The sliced Wasserstein-p distance: the p-th root of the mean, over random directions, of the
/// cost W_p^p between the samples' coordinates along them.
///
/// The same seed looks along the same directions, whatever the samples and the number of workers.
///
/// Shapes:   x (n, d), y (m, d).
/// Units:    those of the samples.
/// Errors:   ConfigError for no projections, no samples, another number of columns, samples that
///           are not finite, or power < 1.
/// Accuracy: projections as the samples' scalar type has them; distances along them in double.
/// Source:   Rabin et al. 2011; Bonneel et al. 2015.
template <class T>
double sliced_wasserstein(const Tensor<T, 2>& x, const Tensor<T, 2>& y,
                          const SlicedConfig& config = {}) {
  const std::size_t n = x.shape(0), m = y.shape(0), d = x.shape(1);
  if (config.projections == 0 || config.projections >= std::size_t{1} << 32) {
    throw ConfigError("sliced_wasserstein: projections", "1 to 2^32 - 1",
                      std::to_string(config.projections));
  }
  if (n == 0 || m == 0 || d == 0 || y.shape(1) != d) {
    throw ConfigError("sliced_wasserstein", "samples (n, d) and (m, d)",
                      std::string("(") + std::to_string(n) + ", " + std::to_string(d) + ") and (" +
                          std::to_string(m) + ", " + std::to_string(y.shape(1)) + ")");
  }
  constexpr std::size_t chunk = 128;  // projections whose coordinates are in memory together
  constexpr std::size_t group = 4;    // and of a task
  const std::size_t most = std::min(chunk, config.projections);
  Tensor<T, 2> xs = xt::empty<T>({most, n}), ys = xt::empty<T>({most, m});
  std::vector<transport::ScaledCost> costs(config.projections);
  BasicCpu<T> device;
  for (std::size_t first = 0; first < config.projections; first += chunk) {
    const std::size_t count = std::min(chunk, config.projections - first);
    const Tensor<T, 2> rows = transport::directions<T>(first, count, d, config.seed);
    transport::project(device, rows, x, xs);
    transport::project(device, rows, y, ys);
    parallel::for_each((count + group - 1) / group, [&](std::size_t task) {
      transport::LineTransport<T> line;
      for (std::size_t k = task * group; k < std::min(count, (task + 1) * group); ++k) {
        costs[first + k] = line.cost(std::span<const T>(xs.data() + k * n, n),
                                     std::span<const T>(ys.data() + k * m, m), config.power);
      }
    });
  }
  transport::ScaledCost total;
  for (const transport::ScaledCost& cost : costs) {
    if (cost.mean > 0) total.unit = std::max(total.unit, cost.unit);
  }
  for (const transport::ScaledCost& cost : costs) {
    if (cost.mean > 0) {
      total.mean += cost.mean * transport::cost_of(cost.unit, total.unit, config.power) /
                    static_cast<double>(costs.size());
    }
  }
  return total.root(config.power);
}

}  // namespace saddle::inline per_set
