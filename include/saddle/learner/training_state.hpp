// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/nn/chain/block.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// What the numbers of a buffer are.
enum class Content { parameters, statistics, moment, average, vectors, samples };

/// One buffer of a training state: where its numbers are and, where they are laid out as a
/// network's parameters or statistics, how.
template <class D>
struct StateBuffer {
  std::string name;  // the network's, such as "encoder" or "encoder.moment0"
  Content content;
  typename D::template Buffer<typename D::Scalar>* values;
  std::span<const ParameterBlock> blocks{};  // empty: one row of numbers
};

/// A number that counts: updates, samples drawn.
struct StateCounter {
  std::string name;
  std::uint64_t* value;
  bool turns_back = true;  // with an undone step; what numbers random draws never does
};

/// All that a training run needs to go on where it stopped: the one list behind saving, loading,
/// and undoing a step. It refers to the trainer that gave it, which must outlive it and stay where
/// it is.
template <class D>
struct TrainingState {
  using Device = D;
  using Buffer = typename D::template Buffer<typename D::Scalar>;

  std::vector<StateBuffer<D>> buffers;
  std::vector<StateCounter> counters;
  std::vector<Buffer*> gradients{};  // 0 between two steps, unless one broke off

  void drop_gradients() const {
    for (Buffer* gradient : gradients) {
      std::fill_n(gradient->data(), gradient->size(), typename D::Scalar(0));
    }
  }
};

}  // namespace saddle::inline per_set
