// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/nn/sample_norm.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// What is rarely wanted of an InstanceNorm; the default is PyTorch's.
struct InstanceNormOptions {
  bool affine = false;              // a gain and a shift per channel
  bool running_statistics = false;  // moved in training and kept in files, used nowhere
  double epsilon = 1e-5;            // under the root
  double momentum = 0.1;            // of the running statistics
};

/// An `InstanceNorm` bound to its input, with the activation that follows it fused in.
template <class In, InstanceNormOptions options, class Act>
struct InstanceNormOn : SampleNormOn<In, EachPlane, options.affine, options.epsilon, Act> {
  using Base = SampleNormOn<In, EachPlane, options.affine, options.epsilon, Act>;
  using typename Base::Norm;
  static constexpr std::string_view name = "InstanceNorm";
  static constexpr std::size_t channels = Base::channels;
  static constexpr std::size_t state_count = options.running_statistics ? 2 * channels : 0;

  template <class F>
  static constexpr void state_blocks(F&& f, Path path, std::size_t offset) {
    if constexpr (options.running_statistics) {
      f(Block{path / "running_mean", Block::Kind::statistic, offset, 1, channels,
              Fill::constant(0)});
      f(Block{path / "running_var", Block::Kind::statistic, offset + channels, 1, channels,
              Fill::constant(1)});
    }
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    ScratchFrame<D> scratch(*pass.device);
    const Planes p = Norm::planes(pass.n);
    const Write<D> variance = scratch.take(p.count());
    Norm::moments(pass, variance, x.ref());
    if constexpr (options.running_statistics && P::mode == Mode::train) {
      const double pixels = static_cast<double>(p.pixels);
      move(pass, pass.state, Norm::mean(pass), 1);
      move(pass, pass.state + channels, variance, pixels > 1 ? pixels / (pixels - 1) : 1);
    }
    Base::finish(pass, x, y, variance);
  }

 private:
  template <class T>
  struct MoveTowards {
    T scale;
    template <class B> SADDLE_HD B operator()(B running, B sum) const {
      return B(T(1 - options.momentum)) * running + B(T(options.momentum) * scale) * sum;
    }
  };
  /// Moves running statistics towards the mean over the samples, times `scale`.
  template <class P, class D = typename P::Device>
  static void move(P pass, Write<D> running, Read<D> own, double scale) {
    using T = typename D::Scalar;
    ScratchFrame<D> scratch(*pass.device);
    const Write<D> sum = scratch.take(channels);
    fill(*pass.device, sum, 0, channels);
    column_sums(*pass.device, Self{}, pass.n, channels, sum, own);
    map(*pass.device, MoveTowards<T>{static_cast<T>(scale / static_cast<double>(pass.n))}, channels,
        running, Read<D>(running), Read<D>(sum));
  }
};

/// Every channel of every image is standardised over its pixels, then scaled and shifted where it
/// is affine.
///
/// Evaluation standardises by the image's own statistics too, as the published CycleGAN and StarGAN
/// do; running statistics are only kept for files that have them (StarGAN's).
/// Shapes: (n, h, w, c) -> (n, h, w, c).
/// Source: Ulyanov et al. 2016; statistics biased, epsilon 1e-5, as in PyTorch.
template <InstanceNormOptions options = {}>
struct InstanceNorm {
  static constexpr Role role = Role::layer;
  static constexpr bool fuses_activation = true;
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (SingleValue<In>) return In::rank == 3;
    return false;
  }();
  template <class In, class Act = Identity>
  using On = InstanceNormOn<In, options, Act>;
};

}  // namespace saddle
