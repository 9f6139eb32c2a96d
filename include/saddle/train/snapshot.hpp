// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/learner/training_state.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace saddle::inline per_set {

/// A training state in memory, to which a trainer can be turned back.
template <class D>
class Snapshot {
 public:
  /// Copies the state; memory is taken by the first call only.
  void take(const TrainingState<D>& state) {
    numbers_.resize(state.buffers.size());
    counts_.resize(state.counters.size());
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      const auto& values = *state.buffers[i].values;
      numbers_[i].assign(values.data(), values.data() + values.size());
    }
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] = *state.counters[i].value;
  }

  /// Turns the state back, except for what numbers random draws and samples: what follows is drawn
  /// anew, or the same step would fail again.
  void restore(const TrainingState<D>& state) const {
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      std::copy(numbers_[i].begin(), numbers_[i].end(), state.buffers[i].values->data());
    }
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      if (state.counters[i].turns_back) *state.counters[i].value = counts_[i];
    }
    state.drop_gradients();
  }

  /// Turns all of it back, so that what follows is what would have followed without a trace.
  void rewind(const TrainingState<D>& state) const {
    restore(state);
    for (std::size_t i = 0; i < counts_.size(); ++i) *state.counters[i].value = counts_[i];
  }

 private:
  std::vector<std::vector<typename D::Scalar>> numbers_;
  std::vector<std::uint64_t> counts_;
};

}  // namespace saddle::inline per_set
