// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/nn/chain/blocks.hpp>
#include <saddle/nn/chain/feature_order.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace saddle {

inline namespace per_set {

/// What a model.py says of one generator; see `pytorch_model`.
struct PyTorchNetwork {
  std::string module;  // the expression that makes it
  std::string codes;   // the shapes of the parts of a code, as a Python list
  std::string sample;  // the shape of a sample
  std::string order;   // the module that puts a sample's features into saddle's order
  std::string latent;  // the name of the law of its codes
  bool labelled;       // whether one-hot labels stand behind them
};

}  // namespace per_set

namespace detail {

template <std::size_t... Extents>
std::string python_shapes(Shape<Extents...>) {
  return python_tuple(Shape<Extents...>::extents);
}
template <SingleValue... Parts>
std::string python_shapes(Joint<Parts...>) {
  std::string text;
  ((text += (text.empty() ? "" : ", ") + python_tuple(Parts::extents)), ...);
  return text;
}

}  // namespace detail

inline namespace per_set {

/// What model.py says of a generator; `latent` is the name of the law of its codes, a `labelled`
/// one has one-hot labels behind them. A layer or an activation of your own has to say what it is
/// in Python: `static std::string pytorch()`.
///
/// Errors: ConfigError for features of images in an order that PyTorch's layer does not take.
template <NetworkType Net>
PyTorchNetwork pytorch_network(std::string_view latent, bool labelled) {
  constexpr bool known = HasPyTorch<Chain<Net>>;
  static_assert(known,
                "model.py: a layer or activation of this network says no Python expression "
                "for PyTorch: give it a static std::string pytorch()");
  static_assert(SingleValue<typename Net::Output>, "model.py: a generator makes one value");
  if constexpr (known) {
    constexpr std::size_t size = Net::Output::size;
    std::array in = image_orders<typename Net::Input>();
    std::array out = image_orders<typename Net::Output>();
    settle<typename Net::Input>(in);
    const std::string module = Chain<Net>::pytorch(in, out);  // settles the orders of the output
    const bool plain = Net::Output::rank > 1 || out[0].is_plain();
    return {.module = module,
            .codes = '[' + detail::python_shapes(typename Net::Input{}) + ']',
            .sample = python_tuple(Net::Output::extents),
            .order = plain ? "nn.Identity()"
                           : python_reorder(out[0], FeatureOrder::plain(size), std::array{size}),
            .latent = std::string(latent),
            .labelled = labelled};
  } else {
    return {};
  }
}

/// Whether a trainer or a `Sampler` has a generator that can be written for PyTorch; one behind an
/// erasure says itself what it is there.
template <class G>
concept HasPyTorchModel =
    requires(const G& gan) { gan.pytorch_network(); } || (requires {
      typename G::Generator;
      typename G::Latent;
    } && SingleValue<typename G::Generator::Output> && HasPyTorch<Chain<typename G::Generator>>);

/// `pytorch_network` of the generator of a trainer or of a `Sampler`.
template <HasPyTorchModel G>
PyTorchNetwork pytorch_network_of(const G& gan) {
  if constexpr (requires { gan.pytorch_network(); }) {
    return gan.pytorch_network();
  } else {
    using Code = typename G::Latent::Value;
    return pytorch_network<typename G::Generator>(
        full_name<typename G::Latent>(), !std::is_same_v<typename G::Generator::Input, Code>);
  }
}

}  // namespace per_set

}  // namespace saddle
