// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/image.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>
#include <saddle/nn/norm/batch_norm.hpp>
#include <saddle/nn/norm/plane_norm.hpp>
#include <saddle/nn/norm/running_statistics.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

namespace detail {

template <class V>
inline constexpr bool is_labelled_image = false;
template <ImageShape Image, std::size_t classes>
inline constexpr bool is_labelled_image<Joint<Image, Shape<classes>>> = true;

/// Outside of `ConditionalBatchNormOn`, so that all shapes share these kernels.
struct ConditionalBatchNormArithmetic {
  struct TangentCoefficients {  // of gain xh + shift where gain and shift move
    template <class T>
    SADDLE_HD std::array<T, 2> operator()(T mean, T r, T gain, T shift) const {
      return {gain * r, shift - gain * r * mean};
    }
  };
  template <class Act>
  struct AddTangent {
    template <class T> SADDLE_HD T operator()(T scale, T offset, T u, T x, T y) const {
      return u + (scale * x + offset) * Act::slope(y);
    }
  };
};

}  // namespace detail

/// A `ConditionalBatchNorm` bound to its input, with the activation that follows it fused in.
template <class In, BatchNormOptions options, class Act>
struct ConditionalBatchNormOn : LayerDefaults<In, typename In::template Part<0>>,
                                private detail::ConditionalBatchNormArithmetic {
  static_assert(options.epsilon > 0, "a norm needs an epsilon above 0");
  using Image = typename In::template Part<0>;
  using OutputActivation = Act;
  static constexpr std::string_view name = "ConditionalBatchNorm";
  static constexpr std::size_t channels = Image::last;
  static constexpr std::size_t classes = In::template Part<1>::size;
  static constexpr std::size_t table = classes * channels;
  using Norm = PlaneNorm<AllSamples, Image::size / channels, channels>;
  using Statistics = RunningStatistics<channels, options.running, options.momentum>;
  static constexpr std::size_t parameter_count = 2 * table;  // gains, then shifts
  static constexpr std::size_t state_count = Statistics::size;
  static constexpr bool curved = true;
  static constexpr bool couples_samples = true;
  static constexpr bool has_dual = false;

  static constexpr std::size_t cache_size(std::size_t n) { return Norm::cache_size(n); }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return Norm::scratch_size(n) + padded(n * classes) + dense_scratch_size(n, classes, channels);
  }

  static constexpr void orders(FeatureOrders in, FeatureOrders) {
    settle<In>(in);
  }  // rows of tables
  template <class Initializer, class F>
  static constexpr void parameter_blocks(F&& f, ParameterPath path, std::size_t offset) {
    f(ParameterBlock{path / "weight", ParameterBlock::Kind::gain, offset, classes, channels,
                     Fill::constant(1)});
    f(ParameterBlock{path / "bias", ParameterBlock::Kind::shift, offset + table, classes, channels,
                     Fill::constant(0)});
  }
  template <class F>
  static constexpr void state_blocks(F&& f, ParameterPath path, std::size_t offset) {
    Statistics::blocks(f, path, offset);
  }

  static std::string pytorch() {
    PythonCall call("ConditionalBatchNorm");
    call(classes)(channels)("eps", options.epsilon, 1e-5);
    Statistics::pytorch(call);
    return call.text();
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Image, D> y) {
    D& device = *pass.device;
    ScratchFrame<D> scratch(device);
    const Write<D> other = scratch.take(pass.n * channels);  // the variance, then the shift
    if constexpr (from_batch<P>) {
      Norm::moments(pass, other, x[0]);
      if constexpr (P::mode == Mode::train) {
        Statistics::move(device, pass.state, Read<D>(Norm::mean(pass)), Read<D>(other),
                         pass.n * Image::size / channels);
      }
    } else {
      map_rows(device, math::Self{}, pass.n, channels, Norm::mean(pass), pass.state);
      map_rows(device, math::Self{}, pass.n, channels, other, pass.state + channels);
    }
    Norm::template set_r<options.epsilon>(pass, other);
    select(pass, Norm::gain(pass), x[1], pass.parameters);
    select(pass, other, x[1], pass.parameters + table);
    Norm::template finish<Act>(pass, y.ref(), x[0], other);
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<Image, D>, ConstBatch<Image, D> dz,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    D& device = *pass.device;
    ScratchFrame<D> scratch(device);
    const Write<D> plain = scratch.take(pass.n * channels);
    const Write<D> along = scratch.take(pass.n * channels);
    Norm::sums(pass, plain, along, dz.ref(), x[0]);
    if (gradient) {
      dense_weight_gradient(device, gradient, Write<D>{}, x[1], Read<D>(along), pass.n, classes,
                            channels);
      dense_weight_gradient(device, gradient + table, Write<D>{}, x[1], Read<D>(plain), pass.n,
                            classes, channels);
    }
    if (dx[1]) {
      const Write<D> by_shift = scratch.take(pass.n * classes);
      pull_labels(pass, dx[1], along, pass.parameters);
      pull_labels(pass, by_shift, plain, pass.parameters + table);
      add_to(device, dx[1], Read<D>(by_shift), pass.n * classes);
    }
    if (!dx[0]) return;
    if constexpr (from_batch<P>) {
      Norm::template pullback<Identity>(pass, dx[0], dz.ref(), x[0], x[0], plain, along);
    } else {
      Norm::template scaled<Identity>(pass, dx[0], dz.ref(), x[0]);
    }
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D> x, ConstBatch<Image, D> y, ConstBatch<In, D> t,
                          Batch<Image, D> u, Write<D>) {
    D& device = *pass.device;
    if constexpr (from_batch<P>) {
      Norm::template pushforward<Act>(pass, u.ref(), t[0], x[0], y.ref());
    } else {
      Norm::template scaled<Act>(pass, u.ref(), t[0], y.ref());
    }
    ScratchFrame<D> scratch(device);
    const std::size_t count = pass.n * channels;
    const std::array<Write<D>, 2> moved{scratch.take(count), scratch.take(count)};
    select(pass, moved[0], t[1], pass.parameters);
    select(pass, moved[1], t[1], pass.parameters + table);
    map_each<2>(device, TangentCoefficients{}, count, moved, Norm::mean(pass), Norm::r(pass),
                Read<D>(moved[0]), Read<D>(moved[1]));
    map_planes<2>(device, AddTangent<Act>{}, Norm::planes(pass.n), u.ref(), Read<D>(moved[0]),
                  Read<D>(moved[1]), Read<D>(u.ref()), x[0], y.ref());
  }

 private:
  /// Whether a pass standardises by the batch's own statistics.
  template <class P>
  static constexpr bool from_batch = P::mode == Mode::train || !Statistics::keeps;

  /// Each sample's mixture of the table's rows.
  template <class P, class D = typename P::Device>
  static void select(P pass, Write<D> rows, Read<D> labels, Read<D> from) {
    dense<Identity>(*pass.device, rows, labels, from, Read<D>{}, pass.n, classes, channels);
  }
  template <class P, class D = typename P::Device>
  static void pull_labels(P pass, Write<D> labels, Read<D> rows, Read<D> from) {
    dense_input_gradient<Identity>(*pass.device, labels, rows, from, Read<D>{}, pass.n, classes,
                                   channels);
  }
};

/// BatchNorm of images whose gains and shifts are rows of tables, one row per class: selected by a
/// one-hot label, or mixed. For generators: it has no dual rule.
///
/// Shapes: (n, h, w, c), (n, k) -> (n, h, w, c); tables (k, c).
/// Source: Dumoulin et al. 2017; WGAN-GP's class-conditional generator.
template <BatchNormOptions options = {}>
struct ConditionalBatchNorm {
  static_assert(options.affine && !options.per_element,
                "a ConditionalBatchNorm has gains and shifts per class and channel");
  static constexpr Role role = Role::layer;
  static constexpr bool fuses_activation = true;
  template <class In>
  static constexpr bool accepts = detail::is_labelled_image<In>;
  template <class In, class Act = Identity>
  using On = ConditionalBatchNormOn<In, options, Act>;
};

}  // namespace saddle
