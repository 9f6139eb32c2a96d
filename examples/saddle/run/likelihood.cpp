// SPDX-License-Identifier: BSL-1.0
#include "run/likelihood.hpp"

#include <cmath>
#include <numbers>

namespace saddle_program {

nlohmann::ordered_json likelihood_json(const saddle::Tensor<double, 1>& nats, std::size_t size,
                                       const std::vector<saddle::data::Column>& columns) {
  const double n = static_cast<double>(nats.size());
  double mean = 0, squares = 0;
  for (const double one : nats) mean += one / n;
  for (const double one : nats) squares += (one - mean) * (one - mean);
  const double error = std::sqrt(squares / (n - 1) / n);  // NaN, null in JSON, of a single sample
  for (const saddle::data::Column& column : columns) mean += std::log(column.deviation);
  return {{"n", nats.size()},
          {"nats", mean},
          {"standard_error", error},
          {"bits_per_dimension", mean / (static_cast<double>(size) * std::numbers::ln2)}};
}

}  // namespace saddle_program
