// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/learner/pytorch_model.hpp>

#include <string>
#include <type_traits>

namespace saddle::inline per_set {

/// Whether a trainer or a `Sampler` has a generator that `save_pytorch_model` can write; one behind
/// an erasure says its program itself.
template <class G>
concept HasPyTorchModel =
    requires(const G& gan) { gan.pytorch_model(); } || (requires {
      typename G::Generator;
      typename G::Latent;
    } && SingleValue<typename G::Generator::Output> && HasPyTorch<Chain<typename G::Generator>>);

/// The Python program that builds the generator of a trainer or of a `Sampler` in PyTorch; see
/// `pytorch_model`.
///
/// Errors: ConfigError for features of images in an order that PyTorch's layer does not take.
template <HasPyTorchModel G>
std::string pytorch_model_of(const G& gan) {
  if constexpr (requires { gan.pytorch_model(); }) {
    return gan.pytorch_model();
  } else {
    using Code = typename G::Latent::Value;
    return pytorch_model<typename G::Generator>(
        full_name<typename G::Latent>(), !std::is_same_v<typename G::Generator::Input, Code>);
  }
}

/// Writes that program, which loads the `generator.safetensors` beside it and samples.
///
/// Errors: as `pytorch_model_of`; FileError if the system will not write.
template <HasPyTorchModel G>
void save_pytorch_model(const G& gan, const std::string& path) {
  const std::string program = pytorch_model_of(gan);
  write_file(path, program.data(), program.size());
}

}  // namespace saddle::inline per_set
