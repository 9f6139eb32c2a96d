// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/nn/chain/elementwise.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace saddle {

/// A `LayerNorm` bound to its input, with the activation that follows it fused in.
template <class In, class Act>
struct LayerNormOn : LayerDefaults<In, In> {
  using OutputActivation = Act;
  static constexpr std::string_view name = "LayerNorm";
  static constexpr double epsilon = 1e-5;
  static constexpr std::size_t d = In::size;
  static constexpr std::size_t parameter_count = 2 * d;  // gain, then shift
  static constexpr bool curved = true;
  static constexpr bool scales_input_gradient = true;

  // xh (n, d), then r (n)
  static constexpr std::size_t cache_size(std::size_t n) { return padded(n * d) + padded(n); }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 2 * padded(n * d);
  }

  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    ParameterBlock gain{path / "weight",  ParameterBlock::Kind::gain, offset, 1, d,
                        Fill::constant(1)};
    ParameterBlock shift{path / "bias",    ParameterBlock::Kind::shift, offset + d, 1, d,
                         Fill::constant(0)};
    if constexpr (In::rank > 1) {
      std::ranges::copy_n(In::extents.begin(), In::rank - 1, gain.pixels.begin());
      shift.pixels = gain.pixels;
    }
    f(gain);
    f(shift);
  }

  static std::string pytorch() {
    std::vector shape{In::last};
    shape.insert(shape.end(), In::extents.begin(), In::extents.end() - 1);
    return PythonCall("nn.LayerNorm")(python_tuple(shape)).text();
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    standardise(device, xh(pass), r(pass), x.ref(), pass.n, d, epsilon);
    map_rows<2>(device, detail::AffineThen<Act>{}, pass.n, d, y.ref(), pass.parameters,
                pass.parameters + d, xh(pass));
  }

  template <class InputAct, class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D>, ConstBatch<In, D> dz,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    D& device = *pass.device;
    affine_gradient(pass, dz.ref(), Read<D>(xh(pass)), gradient);
    if (!dx) return;
    map_rows<1>(device, math::Product{}, pass.n, d, dx.ref(), pass.parameters, dz.ref());
    standardise_linear<InputAct>(device, dx.ref(), Read<D>(dx.ref()), xh(pass), r(pass), x.ref(),
                                 pass.n, d);
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<In, D> y, ConstBatch<In, D> t,
                          Batch<In, D> u, Write<D>) {
    D& device = *pass.device;
    standardise_linear<Act>(device, u.ref(), t.ref(), xh(pass), r(pass), y.ref(), pass.n, d);
    map_rows<1>(device, math::Product{}, pass.n, d, u.ref(), pass.parameters, Read<D>(u.ref()));
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, In, D> s) {
    D& device = *pass.device;
    const std::size_t n = pass.n;
    ScratchFrame<D> scratch(device);
    const Write<D> first = scratch.take(n * d), second = scratch.take(n * d);
    standardise_linear<Identity>(device, first, s.t.ref(), xh(pass), r(pass), Read<D>{}, n, d);
    column_sums(device, math::Product{}, n, d, s.gradient, s.b.ref(), Read<D>(first));
    if constexpr (has_a) affine_gradient(pass, s.a.ref(), Read<D>(xh(pass)), s.gradient);
    if (!s.xa) return;
    map_rows<1>(device, math::Product{}, n, d, first, pass.parameters, s.b.ref());
    Read<D> a{};
    if constexpr (has_a) {
      map_rows<1>(device, math::Product{}, n, d, second, pass.parameters, s.a.ref());
      a = second;
    }
    standardise_dual(device, s.xa.ref(), a, first, s.t.ref(), xh(pass), r(pass), n, d);
  }

 private:
  template <class P>
  static Write<typename P::Device> xh(P pass) {
    return pass.cache;
  }
  template <class P>
  static Write<typename P::Device> r(P pass) {
    return pass.cache + padded(pass.n * d);
  }
  template <class P, class D = typename P::Device>
  static void affine_gradient(P pass, Read<D> dz, Read<D> standardised, Write<D> gradient) {
    if (!gradient) return;
    column_sums(*pass.device, math::Product{}, pass.n, d, gradient, dz, standardised);
    column_sums(*pass.device, math::Self{}, pass.n, d, gradient + d, dz);
  }
};

/// Each sample is standardised over all its features, then scaled and shifted per feature.
///
/// Source: Ba et al. 2016; statistics biased, epsilon 1e-5 under the root, as in PyTorch.
struct LayerNorm {
  static constexpr Role role = Role::layer;
  static constexpr bool fuses_activation = true;
  template <class In>
  static constexpr bool accepts = SingleValue<In>;
  template <class In, class Act = Identity>
  using On = LayerNormOn<In, Act>;
};

}  // namespace saddle
