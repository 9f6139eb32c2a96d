// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/batch.hpp>
#include <saddle/nn/chain/activation.hpp>
#include <saddle/nn/chain/block.hpp>
#include <saddle/nn/chain/feature_order.hpp>
#include <saddle/nn/chain/pass.hpp>

#include <cstddef>
#include <type_traits>

namespace saddle {

/// What a layer bound to its input shape states when it has nothing special to say.
///
/// A layer in a network's list is a small type with the role `layer` and a template `On<In>`: the
/// layer bound to the shape it gets. The bound layer states its sizes and these static functions
/// (P is a `Pass`; a batch or reference that is null is absent and is not computed):
///
///     forward(pass, x, y)
///     pullback(pass, x, y, dy, dx, gradient, cotangents)   dx = J^T dy;  gradient += J_theta^T dy
///     pushforward(pass, x, y, t, u, tangents)              u = J t
///     dual<has_a>(pass, SecondOrder)                       second order, see there
///
/// Beside these it says where its features come from (`orders`) and what it is in Python
/// (`static std::string pytorch()`, see `HasPyTorch`).
///
/// `cotangents` and `tangents` are the layer's own part (`trace_size`) of what a gradient penalty
/// keeps between the passes.
/// Source: the maths of every layer is reverse mode over one forward-mode pass (Pearlmutter 1994).
template <Value In, Value Out>
struct LayerDefaults {
  using Input = In;
  using Output = Out;
  using OutputActivation = Identity;

  static constexpr std::size_t parameter_count = 0;
  static constexpr std::size_t state_count = 0;
  static constexpr std::size_t site_count = 0;    // random draws
  static constexpr bool curved = false;           // the Jacobian depends on x (almost everywhere)
  static constexpr bool couples_samples = false;  // a sample's output depends on the others
  static constexpr bool has_dual = true;
  static constexpr bool scales_input_gradient = false;  // pullback<Activation> applies its slope
  static constexpr std::size_t macs = 0;                // multiply-adds per sample
  static constexpr bool holds_layers = false;           // each_layer instead of blocks of its own

  static constexpr std::size_t cache_size(std::size_t) { return 0; }
  static constexpr std::size_t trace_size(std::size_t) { return 0; }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t) {
    return 0;
  }

  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&&, ParameterPath, std::size_t) {}
  template <class F>
  static constexpr void state_blocks(F&&, ParameterPath, std::size_t) {}

  /// What the order of the input's features says of the output's, and the other way round: fills in
  /// what is not known. A layer that keeps the shape keeps the features.
  static constexpr void orders(FeatureOrders in, FeatureOrders out) {
    if constexpr (std::is_same_v<In, Out>) agree(in, out);
  }
};

/// The arguments of the dual pass of one layer y = f(x), u = J t.
///
/// Given the adjoints a of y and b of u, it writes xa, the adjoint of x,
///
///     xa = J^T a + [d(J t)/dx]^T b,      gradient += J_theta^T a + [d(J t)/dtheta]^T b.
///
/// The adjoint of t is J^T b, which is the cotangent that the first pullback kept. Without `has_a`
/// a is zero and absent; xa is then written only by layers that are `curved`.
template <Value In, Value Out, class D>
struct SecondOrder {
  ConstBatch<In, D> x;
  ConstBatch<Out, D> y;
  ConstBatch<In, D> t;
  ConstBatch<Out, D> u;
  ConstBatch<Out, D> a;
  ConstBatch<Out, D> b;
  Batch<In, D> xa;
  Write<D> gradient{};
  Read<D> cotangents{};
  Read<D> tangents{};
};

namespace detail {

struct LayerFunctions {
  void forward();
  void pullback();
  void pushforward();
  void dual();
};
/// A function of this name is ambiguous here exactly if the layer has one, of whatever arguments.
template <class L>
struct BesideFunctions : L, LayerFunctions {};

template <class L>
inline constexpr bool has_forward = !requires { &BesideFunctions<L>::forward; };
template <class L>
inline constexpr bool has_pullback = !requires { &BesideFunctions<L>::pullback; };
template <class L>
inline constexpr bool has_pushforward =
    !L::has_dual || !requires { &BesideFunctions<L>::pushforward; };
template <class L>
inline constexpr bool has_dual_or_says_so =
    !L::has_dual || !requires { &BesideFunctions<L>::dual; };

}  // namespace detail

/// A layer that is bound to its shape: it has the functions that `LayerDefaults` lists; one that
/// says `has_dual = false` needs neither `dual` nor the `pushforward` before it.
template <class L>
concept BoundLayer = detail::has_forward<L> && detail::has_pullback<L> &&
                     detail::has_pushforward<L> && detail::has_dual_or_says_so<L>;

/// What may stand in a network's list: a layer, an activation, or a whole network.
template <class L>
concept LayerSpec =
    HasRole<L, Role::layer> || HasRole<L, Role::activation> || HasRole<L, Role::network>;

}  // namespace saddle
