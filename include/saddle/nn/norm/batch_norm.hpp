// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>
#include <saddle/nn/norm/plane_norm.hpp>
#include <saddle/nn/norm/running_statistics.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

/// What is rarely wanted of a BatchNorm; the default is PyTorch's.
struct BatchNormOptions {
  bool affine = true;        // a gain and a shift per channel
  bool per_element = false;  // of an image: each pixel of a channel by itself
  double epsilon = 1e-5;     // under the root
  Running running = Running::exponential;
  double momentum = 0.1;  // of Running::exponential
};

/// A `BatchNorm` bound to its input, with the activation that follows it fused in.
template <class In, BatchNormOptions options, class Act>
struct BatchNormOn : LayerDefaults<In, In> {
  static_assert(options.epsilon > 0, "a norm needs an epsilon above 0");
  using OutputActivation = Act;
  static constexpr std::string_view name = "BatchNorm";
  static constexpr std::size_t d = options.per_element ? In::size : In::last;
  using Statistics = RunningStatistics<d, options.running, options.momentum>;
  static constexpr std::size_t parameter_count = options.affine ? 2 * d : 0;  // gain, then shift
  static constexpr std::size_t state_count = Statistics::size;
  static constexpr bool curved = true;
  static constexpr bool couples_samples = true;
  static constexpr bool has_dual = false;
  static constexpr bool scales_input_gradient = true;
  using Norm = PlaneNorm<WholeBatch, In::size / d, d>;

  static constexpr std::size_t cache_size(std::size_t n) { return Norm::cache_size(n); }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return Norm::scratch_size(n);
  }

  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    if constexpr (options.affine) {
      constexpr Fill gain = gain_fill<Initializer>();
      f(ParameterBlock{path / "weight", ParameterBlock::Kind::gain, offset, 1, d, gain});
      f(ParameterBlock{path / "bias", ParameterBlock::Kind::shift, offset + d, 1, d,
                       Fill::constant(0)});
    }
  }
  template <class F>
  static constexpr void state_blocks(F&& f, ParameterPath path, std::size_t offset) {
    Statistics::blocks(f, path, offset);
  }

  static std::string pytorch()
    requires(In::rank <= 4)
  {
    const std::string plain =
        "nn.BatchNorm" + std::to_string(In::rank > 1 ? In::rank - 1 : 1) + "d";
    PythonCall call(options.per_element && In::rank > 1 ? "ElementwiseBatchNorm" : plain);
    call(d)("eps", options.epsilon, 1e-5)("affine", options.affine, true);
    Statistics::pytorch(call);
    return call.text();
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    ScratchFrame<D> scratch(device);
    const Write<D> shift = scratch.take(d);
    if constexpr (from_batch<P>) {
      const Write<D> variance = scratch.take(d);
      Norm::moments(pass, variance, x.ref());
      Norm::template set_r<options.epsilon>(pass, variance);
      if constexpr (P::mode == Mode::train) {
        Statistics::move(device, pass.state, Norm::mean(pass), Read<D>(variance),
                         Norm::planes(pass.n).pixels);
      }
    } else {
      copy(device, Norm::mean(pass), pass.state, d);
      Norm::template set_r<options.epsilon>(pass, pass.state + d);
    }
    Norm::template set_affine<options.affine>(pass, shift);
    Norm::template finish<Act>(pass, y.ref(), x.ref(), shift);
  }

  template <class InputAct, class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D>, ConstBatch<In, D> dz,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    ScratchFrame<D> scratch(*pass.device);
    const Write<D> plain = scratch.take(d), along = scratch.take(d);
    const bool wanted = options.affine && gradient;
    if (wanted || (dx && from_batch<P>)) Norm::sums(pass, plain, along, dz.ref(), x.ref());
    if (wanted) Norm::add_affine_gradient(pass, gradient, plain, along);
    if (!dx) return;
    if constexpr (from_batch<P>) {
      Norm::template pullback<InputAct>(pass, dx.ref(), dz.ref(), x.ref(), x.ref(), plain, along);
    } else {
      Norm::template scaled<InputAct>(pass, dx.ref(), dz.ref(), x.ref());
    }
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> t,
                          Batch<In, D> u, Write<D>) {
    if constexpr (from_batch<P>) {
      Norm::template pushforward<Act>(pass, u.ref(), t.ref(), x.ref(), y.ref());
    } else {
      Norm::template scaled<Act>(pass, u.ref(), t.ref(), y.ref());
    }
  }

 private:
  /// Whether a pass standardises by the batch's own statistics.
  template <class P>
  static constexpr bool from_batch = P::mode == Mode::train || !Statistics::keeps;

  template <class Initializer>
  static constexpr Fill gain_fill() {
    if constexpr (requires { Initializer::gain(); }) return Initializer::gain();
    else return Fill::constant(1);
  }
};

/// Every feature (or channel) is standardised over the batch, then scaled and shifted.
///
/// Training uses the batch's biased variance and moves running statistics (the variance unbiased);
/// evaluation uses the running statistics, where it keeps any. It couples the samples of a batch,
/// so it has no dual rule and cannot stand in a penalised critic.
///
/// Source: Ioffe and Szegedy 2015; epsilon 1e-5, momentum 0.1 as in PyTorch.
template <BatchNormOptions options = {}>
struct BasicBatchNorm {
  static constexpr Role role = Role::layer;
  static constexpr bool fuses_activation = true;
  template <class In>
  static constexpr bool accepts = SingleValue<In>;
  template <class In, class Act = Identity>
  using On = BatchNormOn<In, options, Act>;
};

/// BatchNorm as PyTorch has it by default.
using BatchNorm = BasicBatchNorm<>;

}  // namespace saddle
