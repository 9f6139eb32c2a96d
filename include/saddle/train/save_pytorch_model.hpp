// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/name.hpp>
#include <saddle/io/atomic_file.hpp>
#include <saddle/nn/pytorch_model.hpp>

#include <string>

namespace saddle::inline per_set {

/// Whether a trainer or a `Model` has a generator that `save_pytorch_model` can write.
template <class G>
concept HasPyTorchModel = requires {
  typename G::Generator;
  typename G::Latent;
} && SingleValue<typename G::Generator::Output> && HasPyTorch<Chain<typename G::Generator>>;

/// Writes a Python program that builds the generator of a trainer or of a `Model` in PyTorch, loads
/// the `generator.safetensors` beside it and samples; see `pytorch_model`.
///
/// Errors: ConfigError for features of images in an order that PyTorch's layer does not take;
///         FileError if the system will not write.
template <class G>
void save_pytorch_model(const G&, const std::string& path) {
  const std::string program = pytorch_model<typename G::Generator>(full_name<typename G::Latent>());
  write_file(path, program.data(), program.size());
}

}  // namespace saddle::inline per_set
