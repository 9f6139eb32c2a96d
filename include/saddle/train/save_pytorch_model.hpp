// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/learner/pytorch_model.hpp>
#include <saddle/learner/pytorch_network.hpp>

#include <string>

namespace saddle::inline per_set {

/// Writes the program that builds the generator of a trainer or of a `Sampler` in PyTorch, loads
/// the `generator.safetensors` beside it, and samples; see `pytorch_model`.
///
/// Errors: as `pytorch_network`; FileError if the system will not write.
template <HasPyTorchModel G>
void save_pytorch_model(const G& gan, const std::string& path) {
  const std::string program = pytorch_model(pytorch_network_of(gan));
  write_file(path, program.data(), program.size());
}

}  // namespace saddle::inline per_set
