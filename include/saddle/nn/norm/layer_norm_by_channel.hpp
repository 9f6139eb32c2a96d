// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/python_text.hpp>
#include <saddle/nn/norm/sample_norm.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

/// A `LayerNormByChannel` bound to its input, with the activation that follows it fused in.
template <class In, class Act>
struct LayerNormByChannelOn : SampleNormOn<In, WholeSample, true, 1e-5, Act> {
  static constexpr std::string_view name = "LayerNormByChannel";

  static std::string pytorch() {
    return PythonCall("nn.GroupNorm")(std::size_t{1})(In::last).text();
  }
};

/// Each image is standardised over all its numbers, then scaled and shifted per channel: PyTorch's
/// GroupNorm with one group, and the LayerNorm of WGAN-GP's critics.
///
/// Shapes: (n, h, w, c) -> (n, h, w, c).
/// Source: Ba et al. 2016; statistics biased, epsilon 1e-5 under the root, as in PyTorch.
struct LayerNormByChannel {
  static constexpr Role role = Role::layer;
  static constexpr bool fuses_activation = true;
  template <class In>
  static constexpr bool accepts = SingleValue<In>;
  template <class In, class Act = Identity>
  using On = LayerNormByChannelOn<In, Act>;
};

}  // namespace saddle
