// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace saddle {

/// loss = the softmax cross-entropy -sum_c target_c log softmax(logits)_c, mean over samples;
/// dlogits = `weight` times its gradient. In double, row by row: a class head is a few numbers per
/// sample.
///
/// Shapes: dlogits, logits, targets (n, classes).
template <class T, class A>
void softmax_cross_entropy(BasicCpu<T, A>& device, Slot<BasicCpu<T, A>> loss,
                           Write<BasicCpu<T, A>> dlogits, Read<BasicCpu<T, A>> logits,
                           Read<BasicCpu<T, A>> targets, std::size_t n, std::size_t classes,
                           double weight) {
  const double share = weight / static_cast<double>(n);
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const T* logit = raw(logits) + i * classes;
    const T* target = raw(targets) + i * classes;
    T* slope = raw(dlogits) + i * classes;
    const double top = static_cast<double>(*std::max_element(logit, logit + classes));
    double total = 0, mass = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      total += std::exp(static_cast<double>(logit[c]) - top);
      mass += static_cast<double>(target[c]);
    }
    const double log_total = top + std::log(total);
    for (std::size_t c = 0; c < classes; ++c) {
      const double log_share = static_cast<double>(logit[c]) - log_total;
      const auto wanted = static_cast<double>(target[c]);
      sum -= wanted * log_share;
      slope[c] = static_cast<T>(share * (mass * std::exp(log_share) - wanted));
    }
  }
  cpu::number(device, loss) = sum / static_cast<double>(n);
}

}  // namespace saddle
