// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/nn/layer.hpp>
#include <saddle/nn/layer_norm.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Every feature (or channel) is standardised over the batch, then scaled and shifted.
///
/// Training uses the batch's biased variance and moves running statistics by `momentum` (the
/// variance unbiased); evaluation uses the running statistics. It couples the samples of a batch,
/// so it has no dual rule and cannot stand in a penalised critic.
/// Source: Ioffe and Szegedy 2015; epsilon 1e-5, momentum 0.1 as in PyTorch.
template <class In>
struct BatchNormOn : LayerDefaults<In, In> {
  static constexpr std::string_view name = "BatchNorm";
  static constexpr double epsilon = 1e-5;
  static constexpr double momentum = 0.1;
  static constexpr std::size_t d = In::last;
  static constexpr std::size_t parameter_count = 2 * d;  // gain, then shift
  static constexpr std::size_t state_count = 2 * d;      // running mean, then running variance
  static constexpr bool curved = true;
  static constexpr bool couples_samples = true;
  static constexpr bool has_dual = false;

  // xh (rows, d), then r (d)
  static constexpr std::size_t cache_size(std::size_t n) { return padded(rows(n) * d) + padded(d); }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t) {
    return 2 * padded(d);
  }

  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, Path path, std::size_t offset) {
    f(Block{path / "weight", Block::Kind::gain, offset, 1, d, gain_fill<Initializer>()});
    f(Block{path / "bias", Block::Kind::shift, offset + d, 1, d, Fill::constant(0)});
  }
  template <class F>
  static constexpr void state_blocks(F&& f, Path path, std::size_t offset) {
    f(Block{path / "running_mean", Block::Kind::statistic, offset, 1, d, Fill::constant(0)});
    f(Block{path / "running_var", Block::Kind::statistic, offset + d, 1, d, Fill::constant(1)});
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    const std::size_t m = rows(pass.n);
    if constexpr (P::mode == Mode::train) {
      ScratchFrame<D> scratch(device);
      const Write<D> mean = scratch.take(d), variance = scratch.take(d);
      standardise<Group::columns>(device, xh(pass), r(pass), mean, variance, x.ref(), m, d,
                                  epsilon);
      using T = typename D::Scalar;
      const double unbiased = m > 1 ? static_cast<double>(m) / static_cast<double>(m - 1) : 1.0;
      move_towards(device, pass.state, mean, T(1));
      move_towards(device, pass.state + d, variance, static_cast<T>(unbiased));
    } else {
      map(device, ReciprocalRoot{}, d, r(pass), pass.state + d);
      map_rows<2>(device, Centre{}, m, d, xh(pass), pass.state, Read<D>(r(pass)), x.ref());
    }
    map_rows<2>(device, GainShift{}, m, d, y.ref(), pass.parameters, pass.parameters + d, xh(pass));
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<In, D>, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    D& device = *pass.device;
    const std::size_t m = rows(pass.n);
    if (gradient) {
      column_sums(device, Product{}, m, d, gradient, dy.ref(), xh(pass));
      column_sums(device, Self{}, m, d, gradient + d, dy.ref());
    }
    if (!dx) return;
    map_rows<1>(device, Product{}, m, d, dx.ref(), pass.parameters, dy.ref());
    jacobian(pass, dx.ref(), dx.ref());
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<In, D>, ConstBatch<In, D> t,
                          Batch<In, D> u, Write<D>) {
    jacobian(pass, u.ref(), t.ref());
    map_rows<1>(*pass.device, Product{}, rows(pass.n), d, u.ref(), pass.parameters,
                Read<D>(u.ref()));
  }

 private:
  struct ReciprocalRoot {
    template <class T> SADDLE_HD T operator()(T variance) const {
      return T(1) / math::sqrt(variance + math::constant<T>(epsilon));
    }
  };
  struct Centre {
    template <class T> SADDLE_HD T operator()(T mean, T r, T x) const { return (x - mean) * r; }
  };
  template <class T>
  struct MoveTowards {
    T scale;
    template <class B> SADDLE_HD B operator()(B running, B batch) const {
      return B(T(1 - momentum)) * running + B(T(momentum) * scale) * batch;
    }
  };
  template <class Initializer>
  static constexpr Fill gain_fill() {
    if constexpr (requires { Initializer::gain(); }) return Initializer::gain();
    else return Fill::constant(1);
  }

  /// The symmetric Jacobian of the standardisation, applied to `w`.
  template <class P, class D = typename P::Device>
  static void jacobian(P pass, Write<D> out, Read<D> w) {
    if constexpr (P::mode == Mode::train) {
      standardise_linear<Group::columns>(*pass.device, out, w, xh(pass), r(pass), rows(pass.n), d);
    } else {
      map_rows<1>(*pass.device, Product{}, rows(pass.n), d, out, Read<D>(r(pass)), w);
    }
  }
  template <class D>
  static void move_towards(D& device, Write<D> running, Read<D> batch, typename D::Scalar scale) {
    map(device, MoveTowards<typename D::Scalar>{scale}, d, running, Read<D>(running), batch);
  }
  static constexpr std::size_t rows(std::size_t n) { return n * (In::size / d); }
  template <class P>
  static Write<typename P::Device> xh(P pass) {
    return pass.cache;
  }
  template <class P>
  static Write<typename P::Device> r(P pass) {
    return pass.cache + padded(rows(pass.n) * d);
  }
};

struct BatchNorm {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = SingleValue<In>;
  template <class In>
  using On = BatchNormOn<In>;
};

}  // namespace saddle
