// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/nn/chain/activation.hpp>
#include <saddle/nn/chain/elementwise.hpp>
#include <saddle/nn/chain/image.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/joint.hpp>
#include <saddle/nn/combine/split.hpp>
#include <saddle/nn/flow/checkerboard_coupling.hpp>
#include <saddle/nn/flow/coupling.hpp>
#include <saddle/nn/norm/batch_norm.hpp>

#include <cstddef>
#include <string_view>

/// What AlignFlow's couplings have around their networks: both signs of what stays, standardised
/// and rectified, the board's colour as a channel, and a learned scale and shift of the log-scales.
namespace saddle::detail {

/// y = max(k x, 0).
template <double k>
struct AlignFlowSign {
  static constexpr Role role = Role::activation;
  static constexpr std::string_view name = "AlignFlowSign";
  static constexpr double parameter = k;
  static constexpr bool is_identity = false;
  static constexpr bool piecewise_linear = true;
  template <class T> SADDLE_HD static T value(T x) {
    return math::max(math::constant<T>(k) * x, T(0));
  }
  template <class T> SADDLE_HD static T slope(T y) {
    return math::select(y > T(0), math::constant<T>(k), T(0));
  }
  template <class T> SADDLE_HD static T curvature(T) { return T(0); }
};

template <class In, Half changed>
struct AlignFlowColourOn : LayerDefaults<In, typename WithLast<In, In::last + 1>::type> {
  using Out = typename WithLast<In, In::last + 1>::type;
  static constexpr std::string_view name = "AlignFlowColour";
  static constexpr std::size_t pixels = In::size / In::last;
  static constexpr bool has_dual = false;

  static constexpr void orders(FeatureOrders, FeatureOrders) {}
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 2 * padded(n * pixels);
  }
  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    D& device = *pass.device;
    const std::size_t rows = pass.n * pixels;
    ScratchFrame<D> scratch(device);
    const Write<D> ones = scratch.take(rows), colour = scratch.take(rows);
    fill(device, ones, 1, rows);
    mask_checkerboard(device, colour, Read<D>(ones), pass.n, In::extents[0], In::extents[1], 1,
                      changed == Half::first ? 1 : 0);
    scatter_columns(device, y.ref(), x.ref(), rows, In::last, Out::last, 0);
    scatter_columns(device, y.ref(), Read<D>(colour), rows, 1, Out::last, In::last);
  }
  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<Out, D>, ConstBatch<Out, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    if (!dx) return;
    gather_columns(*pass.device, dx.ref(), dy.ref(), pass.n * pixels, In::last, Out::last, 0);
  }
};

/// One channel more, which is 1 at the pixels of the colour that stays.
template <Half changed>
struct AlignFlowColour {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = ImageShape<In>;
  template <class In>
  using On = AlignFlowColourOn<In, changed>;
};

template <class In>
struct AlignFlowLogScalesOn : LayerDefaults<In, In> {
  static constexpr std::string_view name = "AlignFlowLogScales";
  static constexpr std::size_t parameter_count = 2;
  static constexpr std::size_t width = In::last / 2;
  static constexpr std::size_t pixels = In::size / In::last;
  static constexpr bool has_dual = false;

  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 2 * padded(n * pixels * width) + padded(1);
  }
  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    using Kind = ParameterBlock::Kind;
    f(ParameterBlock{path / "s_scale", Kind::gain, offset, 1, 1, Fill::constant(1)});
    f(ParameterBlock{path / "s_shift", Kind::shift, offset + 1, 1, 1, Fill::constant(0)});
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    const std::size_t rows = pass.n * pixels;
    ScratchFrame<D> scratch(device);
    const Write<D> s = scratch.take(rows * width);
    gather_columns(device, s, x.ref(), rows, width, In::last, 0);
    map_columns<2>(device, AffineThen<Identity>{}, 1, rows * width, s, pass.parameters,
                   pass.parameters + 1, Read<D>(s));
    copy(device, y.ref(), x.ref(), pass.n * In::size);
    scatter_columns(device, y.ref(), Read<D>(s), rows, width, In::last, 0);
  }
  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D>, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    D& device = *pass.device;
    const std::size_t rows = pass.n * pixels;
    ScratchFrame<D> scratch(device);
    const Write<D> s = scratch.take(rows * width), ds = scratch.take(rows * width);
    gather_columns(device, ds, dy.ref(), rows, width, In::last, 0);
    if (gradient) {
      const Write<D> sum = scratch.take(1);
      gather_columns(device, s, x.ref(), rows, width, In::last, 0);
      row_sums(device, math::Product{}, 1, rows * width, sum, Read<D>(ds), Read<D>(s));
      add_to(device, gradient, Read<D>(sum), 1);
      row_sums(device, math::Self{}, 1, rows * width, sum, Read<D>(ds));
      add_to(device, gradient + 1, Read<D>(sum), 1);
    }
    if (!dx) return;
    map_columns<1>(device, math::Product{}, 1, rows * width, ds, pass.parameters, Read<D>(ds));
    copy(device, dx.ref(), dy.ref(), pass.n * In::size);
    scatter_columns(device, dx.ref(), Read<D>(ds), rows, width, In::last, 0);
  }
};

/// Scales and shifts the log-scales, the first half of the channels, by two learned numbers.
struct AlignFlowLogScales {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = BoundedScale<>::accepts<In>;
  template <class In>
  using On = AlignFlowLogScalesOn<In>;
};

/// Both signs of what stays, standardised over the batch and rectified, side by side.
template <double k>
using AlignFlowSigns =
    Sequence<BasicBatchNorm<{.affine = false}>, Fork<AlignFlowSign<k>, AlignFlowSign<-k>>, Concat>;

/// A coupling of the halves of the channels, by the network `Net`.
template <Half half, class Net>
using AlignFlowChannelwise = BasicCoupling<CouplingKind::affine, half, false, AlignFlowSigns<1.0>,
                                           Net, BoundedScale<>, AlignFlowLogScales>;

/// A coupling of the colours of a checkerboard.
template <Half half, class Net>
using AlignFlowCheckerboard =
    CheckerboardOf<CouplingKind::affine, half, SelectChannels<OnBoard<half>>,
                   PixelShuffle<2, PixelOrder::diagonal>, AlignFlowSigns<2.0>,
                   AlignFlowColour<half>, Net, PixelUnshuffle<2, PixelOrder::diagonal>,
                   SelectChannels<OffBoard<half, 2>>, BoundedScale<>, AlignFlowLogScales>;

}  // namespace saddle::detail
