// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/learner/state_dict.hpp>
#include <saddle/learner/training_state.hpp>
#include <saddle/nn/chain/blocks.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace saddle::detail {

/// Where the tensors of one buffer are in a file, and the buffer.
template <class D>
struct StoredBuffer {
  using Scalar = typename D::Scalar;
  std::string prefix;
  const StateBuffer<D>* buffer;

  /// What stands before the names of a network's tensors.
  std::string level() const { return prefix.empty() ? "" : prefix + "."; }

  /// Errors: NumericError for a number that is not finite, which no reader would take.
  void add(SafetensorsWriter& writer) const {
    const Scalar* const numbers = buffer->values->data();
    if (const auto bad = not_finite(numbers)) {
      throw NumericError(std::string("tensor ") + shown(*bad) + " is not finite and was not saved");
    }
    if (!buffer->blocks.empty()) {
      add_blocks<Scalar>(writer, level(), buffer->blocks, numbers);
      return;
    }
    const std::size_t size = buffer->values->size();
    writer.add<Scalar>(prefix, {size}, [=](Scalar* out) { std::copy_n(numbers, size, out); });
  }

  /// The numbers in the file, all checked.
  std::vector<Scalar> read(const Safetensors& file, std::set<std::string>& names) const {
    std::vector<Scalar> numbers(buffer->values->size());
    const ParameterBlock row{
        ParameterPath{} / prefix, ParameterBlock::Kind::bias, 0, 1, numbers.size(), {}};
    const bool plain = buffer->blocks.empty();
    const std::span<const ParameterBlock> blocks = plain ? std::span(&row, 1) : buffer->blocks;
    const std::string before = plain ? "" : level();
    check_blocks<Scalar>(file, before, blocks);
    read_blocks<Scalar>(file, before, blocks, numbers.data());
    for (const ParameterBlock& block : blocks) {
      const std::string name = stored_name(before, block);
      names.insert(name);
      if (block.kind == ParameterBlock::Kind::statistic) {
        // PyTorch counts the batches beside them.
        names.insert(name.substr(0, name.rfind('.') + 1) + "num_batches_tracked");
      }
    }
    if (const auto bad = not_finite(numbers.data())) {
      throw DataError(file.path(), std::string("tensor ") + shown(*bad), "finite numbers",
                      "one that is not");
    }
    return numbers;
  }

 private:
  /// The name of the first tensor with a number that is not finite, if there is one.
  std::optional<std::string> not_finite(const Scalar* numbers) const {
    const Scalar* const end = numbers + buffer->values->size();
    const Scalar* const bad =
        std::find_if_not(numbers, end, [](Scalar x) { return std::isfinite(x); });
    if (bad == end) return {};
    const auto place = static_cast<std::size_t>(bad - numbers);
    for (const ParameterBlock& block : buffer->blocks) {
      if (place < block.offset + block.size()) return stored_name(level(), block);
    }
    return prefix;
  }
};

}  // namespace saddle::detail
