// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/role.hpp>

namespace saddle::detail {

/// The gradient of a loss and of weight_decay / 2 times the parameter's square: L2 regularisation
/// as PyTorch's optimisers have it. Without any the gradient keeps its bits, the sign of a zero
/// too.
template <class T, class B>
SADDLE_HD B with_weight_decay(T weight_decay, const B& p, const B& g) {
  return weight_decay == T(0) ? g : g + B(weight_decay) * p;
}

}  // namespace saddle::detail
