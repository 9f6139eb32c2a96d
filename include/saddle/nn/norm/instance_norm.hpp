// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/image.hpp>
#include <saddle/nn/chain/python_text.hpp>
#include <saddle/nn/norm/running_statistics.hpp>
#include <saddle/nn/norm/sample_norm.hpp>

#include <array>
#include <cstddef>
#include <string>
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
  using Statistics = RunningStatistics<channels, Running::exponential, options.momentum>;
  static constexpr std::size_t state_count = options.running_statistics ? Statistics::size : 0;

  template <class F>
  static constexpr void state_blocks(F&& f, ParameterPath path, std::size_t offset) {
    if constexpr (options.running_statistics) Statistics::blocks(f, path, offset);
  }

  static std::string pytorch() {
    PythonCall call(options.running_statistics ? "RecordingInstanceNorm2d" : "nn.InstanceNorm2d");
    call(channels)("eps", options.epsilon, 1e-5)("affine", options.affine, false);
    return call("momentum", options.momentum, 0.1).text();
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    ScratchFrame<D> scratch(*pass.device);
    const Write<D> variance = scratch.take(Norm::planes(pass.n).count());
    Norm::moments(pass, variance, x.ref());
    if constexpr (options.running_statistics && P::mode == Mode::train) move(pass, variance);
    Base::finish(pass, x, y, variance);
  }

 private:
  /// Moves the running statistics towards the means of the samples' own.
  template <class P, class D = typename P::Device>
  static void move(P pass, Read<D> variance) {
    D& device = *pass.device;
    const Planes p = Norm::planes(pass.n);
    ScratchFrame<D> scratch(device);
    const std::array<Write<D>, 2> means{scratch.take(p.count()), scratch.take(p.count())};
    copy(device, means[0], Norm::mean(pass), p.count());
    copy(device, means[1], variance, p.count());
    for (Write<D> values : means) AllSamples::average(device, p, values);
    Statistics::move(device, pass.state, Read<D>(means[0]), Read<D>(means[1]), p.pixels);
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
  static constexpr bool accepts = ImageShape<In>;
  template <class In, class Act = Identity>
  using On = InstanceNormOn<In, options, Act>;
};

}  // namespace saddle
