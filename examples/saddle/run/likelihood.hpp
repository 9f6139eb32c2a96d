// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <vector>

namespace saddle_program {

/// What samples of `size` numbers cost, (n) nats: their number `n`, the mean `nats` of a sample and
/// its `standard_error`, and the mean `bits_per_dimension`. A table's are those of its own units.
nlohmann::ordered_json likelihood_json(const saddle::Tensor<double, 1>& nats, std::size_t size,
                                       const std::vector<saddle::data::Column>& columns);

}  // namespace saddle_program
