// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/nn/layer.hpp>
#include <saddle/nn/plane_norm.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// How running statistics follow those of the batches.
enum class Running {
  exponential,  // run += momentum (batch - run)
  average,      // the plain average of all batches so far; counts them
  none          // there are none: evaluation uses the batch's own, too
};

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
  using OutputActivation = Act;
  static constexpr std::string_view name = "BatchNorm";
  static constexpr std::size_t d = options.per_element ? In::size : In::last;
  static constexpr bool keeps = options.running != Running::none;
  static constexpr bool counts = options.running == Running::average;
  static constexpr std::size_t parameter_count = options.affine ? 2 * d : 0;  // gain, then shift
  static constexpr std::size_t state_count =
      keeps ? 2 * d + (counts ? 1 : 0) : 0;  // mean, variance, batches
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
  static constexpr void parameter_blocks(F&& f, Path path, std::size_t offset) {
    if constexpr (options.affine) {
      constexpr Fill gain = gain_fill<Initializer>();
      f(Block{path / "weight", Block::Kind::gain, offset, 1, d, gain});
      f(Block{path / "bias", Block::Kind::shift, offset + d, 1, d, Fill::constant(0)});
    }
  }
  template <class F>
  static constexpr void state_blocks(F&& f, Path path, std::size_t offset) {
    if constexpr (keeps) {
      f(Block{path / "running_mean", Block::Kind::statistic, offset, 1, d, Fill::constant(0)});
      f(Block{path / "running_var", Block::Kind::statistic, offset + d, 1, d, Fill::constant(1)});
    }
    if constexpr (counts) {
      f(Block{path / "num_batches_tracked", Block::Kind::statistic, offset + 2 * d, 1, 1,
              Fill::constant(0)});
    }
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
      if constexpr (keeps && P::mode == Mode::train) move_running(pass, variance);
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
  static constexpr bool from_batch = P::mode == Mode::train || !keeps;

  template <class T>
  struct MoveTowards {
    T scale;
    template <class B> SADDLE_HD B operator()(B running, B batch) const {
      return B(T(1 - options.momentum)) * running + B(T(options.momentum) * scale) * batch;
    }
  };
  template <class T>
  struct MoveAverage {
    T scale;
    template <class B> SADDLE_HD B operator()(B batches, B running, B batch) const {
      return running + (B(scale) * batch - running) / (batches + B(T(1)));
    }
  };
  struct Next {
    template <class T> SADDLE_HD T operator()(T count) const { return count + T(1); }
  };
  template <class Initializer>
  static constexpr Fill gain_fill() {
    if constexpr (requires { Initializer::gain(); }) return Initializer::gain();
    else return Fill::constant(1);
  }

  /// Moves the running statistics; that of the variance is unbiased.
  template <class P, class D = typename P::Device>
  static void move_running(P pass, Read<D> variance) {
    using T = typename D::Scalar;
    const std::size_t m = Norm::planes(pass.n).pixels;
    const double unbiased = m > 1 ? static_cast<double>(m) / static_cast<double>(m - 1) : 1.0;
    move(pass, pass.state, Norm::mean(pass), T(1));
    move(pass, pass.state + d, variance, static_cast<T>(unbiased));
    if constexpr (counts) {
      map(*pass.device, Next{}, 1, pass.state + 2 * d, Read<D>(pass.state + 2 * d));
    }
  }
  template <class P, class D = typename P::Device>
  static void move(P pass, Write<D> running, Read<D> batch, typename D::Scalar scale) {
    using T = typename D::Scalar;
    if constexpr (counts) {
      map_columns(*pass.device, MoveAverage<T>{scale}, 1, d, running, Read<D>(pass.state + 2 * d),
                  Read<D>(running), batch);
    } else {
      map(*pass.device, MoveTowards<T>{scale}, d, running, Read<D>(running), batch);
    }
  }
};

/// Every feature (or channel) is standardised over the batch, then scaled and shifted.
///
/// Training uses the batch's biased variance and moves running statistics (the variance unbiased);
/// evaluation uses the running statistics, where it keeps any. It couples the samples of a batch,
/// so it has no dual rule and cannot stand in a penalised critic. Source: Ioffe and Szegedy 2015;
/// epsilon 1e-5, momentum 0.1 as in PyTorch.
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
