// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/backend/geometry/convolution.hpp>
#include <saddle/nn/chain/image.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

/// Linear given the choice of each window, which is kept in the cache.
template <class In, class Out, class Spec>
struct MaxPoolOn : LayerDefaults<In, Out> {
  static constexpr std::string_view name = "MaxPool";
  static constexpr Convolution geometry = Spec::template geometry<In>;

  static constexpr std::size_t cache_size(std::size_t n) { return storage_size<Out>(n); }

  static std::string pytorch() {
    constexpr Padding border = geometry.padding;
    constexpr bool alike = border.before == border.after && 2 * border.before <= geometry.kernel;
    PythonCall call(alike ? "nn.MaxPool2d" : "PaddedMaxPool2d");
    call(geometry.kernel)(geometry.stride);
    if constexpr (alike) call("padding", border.before, std::size_t{0});
    else call(python_tuple(std::array{border.before, border.after}));
    return call.text();
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    max_pool(*pass.device, geometry, y.ref(), pass.cache, x.ref(), pass.n);
  }
  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<Out, D>, ConstBatch<Out, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    if (dx) max_pool_pullback(*pass.device, geometry, dx.ref(), dy.ref(), pass.cache, pass.n);
  }
  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<Out, D>, ConstBatch<In, D> t,
                          Batch<Out, D> u, Write<D>) {
    max_pool_tangent(*pass.device, geometry, u.ref(), t.ref(), pass.cache, pass.n);
  }
  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Out, D> s) {
    if constexpr (has_a) {
      if (s.xa)
        max_pool_pullback(*pass.device, geometry, s.xa.ref(), s.a.ref(), pass.cache, pass.n);
    }
  }
};

/// The largest number in each window, channel by channel; the border is never chosen.
/// Shapes: (n, h, w, c) -> (n, (h + padding - kernel) / stride + 1, ..., c).
template <std::size_t kernel, std::size_t stride = kernel, Padding padding = 0>
struct MaxPool {
  static_assert(padding.border == Border::zero && padding.before < kernel && padding.after < kernel,
                "a window of MaxPool<kernel, stride, padding> must reach the image");
  static constexpr Role role = Role::layer;

  template <class In>
  static constexpr Convolution geometry = {
      In::extents[0], In::extents[1], In::extents[2], In::extents[2], kernel, stride, padding};
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (ImageShape<In>) return geometry<In>.possible();
    return false;
  }();
  template <class In>
  using On =
      MaxPoolOn<In, Shape<geometry<In>.out_height(), geometry<In>.out_width(), In::last>, MaxPool>;
};

}  // namespace saddle
