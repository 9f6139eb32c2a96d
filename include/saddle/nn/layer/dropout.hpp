// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

template <class In, double probability>
struct DropoutOn : LayerDefaults<In, In> {
  static constexpr std::string_view name = "Dropout";
  static constexpr double parameter = probability;
  static constexpr std::size_t site_count = 1;

  static std::string pytorch() { return PythonCall("nn.Dropout")(probability).text(); }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    mask(pass, x.ref(), y.ref());
  }
  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<In, D>, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    if (dx) mask(pass, dy.ref(), dx.ref());
  }
  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<In, D>, ConstBatch<In, D> t,
                          Batch<In, D> u, Write<D>) {
    mask(pass, t.ref(), u.ref());
  }
  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, In, D> s) {
    if constexpr (has_a) {
      if (s.xa) mask(pass, s.a.ref(), s.xa.ref());
    }
  }

 private:
  /// The mask is a function of (seed, time, site, sample): it is drawn again, never stored.
  template <class P, class D = typename P::Device>
  static void mask(P pass, Read<D> from, Write<D> to) {
    if constexpr (P::mode == Mode::train) {
      dropout(*pass.device, to, from, pass.n, In::size, 0, 1 - probability, pass.draw);
    } else {
      copy(*pass.device, to, from, pass.n * In::size);
    }
  }
};

/// In training every number is dropped with `probability`, the others divided by what is kept.
/// Source: Srivastava et al. 2014.
template <double probability>
struct Dropout {
  static_assert(probability >= 0 && probability < 1, "Dropout needs a probability in [0, 1)");
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = SingleValue<In>;
  template <class In>
  using On = DropoutOn<In, probability>;
};

}  // namespace saddle
