// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/gan/part/code_row.hpp>
#include <saddle/learner/chunks.hpp>
#include <saddle/learner/model.hpp>
#include <saddle/nn/flow/flow_network.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace saddle {

namespace detail {

template <class List>
inline constexpr std::size_t levels_of_first = 0;
template <class First, class... Rest>
  requires requires { First::levels; }
inline constexpr std::size_t levels_of_first<types<First, Rest...>> = First::levels;

/// How many levels the data of a flow has, as its first layer says; 0: it is continuous.
template <class Net>
inline constexpr std::size_t levels_of = levels_of_first<typename Net::Layers>;

}  // namespace detail

namespace part {

/// A flow in training: its model, a batch of real samples, the forward that makes codes of them,
/// and what is sent back through it.
template <FlowNetworkType Net, Optimizer Opt, class D>
struct FlowModel {
  using X = typename Net::Sample;
  using Z = typename Net::Output::template Part<0>;
  using Scalar = typename D::Scalar;
  using Buffer = typename D::template Buffer<Scalar>;

  FlowModel(const Place<D>& place, Opt optimizer, Ema ema)
      : model(place, optimizer, ema),
        coded(model.forward_room()),
        made(model.template forward_room<Inverse<Net>>(place.device)),
        real(D::zeros(place.capacity * X::size)),
        slopes_(D::zeros(storage_size<typename Net::Output>(place.capacity))),
        code_slope_(D::zeros(place.capacity * Z::size)),
        zeros_(D::zeros(place.capacity)),
        terms_(zeros_),
        chunk_(D::zeros(padded(place.capacity * X::size))) {}

  /// The codes of the real samples, with log-determinants or without.
  Batch<typename Net::Output, D> forward(D& device, Clock clock, bool log_det) {
    return model.forward(device, clock, model.capacity(), from<Net>(ref<D>(real), log_det), coded);
  }
  /// Sends `slope` back through that.
  void pullback(D& device, bool log_det) {
    const Batch<typename Net::Output, D> all = slope();
    if (log_det) model.pullback(device, coded, all);
    else model.pullback(device, coded, Batch<typename Net::Output, D>({all[0], {}}));
  }
  Batch<typename Net::Output, D> slope() {
    return batch_at<typename Net::Output>(ref<D>(slopes_), model.capacity());
  }
  Write<D> terms() { return ref<D>(terms_); }

  /// The samples of codes on the device, in training mode; `pull_back` goes with it.
  Batch<X, D> make(D& device, Clock clock, Read<D> codes) {
    return model.forward(device, clock, model.capacity(), from<Inverse<Net>>(codes, false), made)
        .template part<0>();
  }

  /// Sends the slope in those samples back; what reaches the codes.
  Read<D> pull_back(D& device, Batch<X, D> dx) {
    const Write<D> dz = ref<D>(code_slope_);
    using Made = typename Inverse<Net>::Output;
    model.pullback(device, made, Batch<Made, D>({dx.ref(), {}}),
                   Batch<typename Inverse<Net>::Input, D>({dz, {}}));
    return dz;
  }

  /// In evaluation mode: codes of samples of the host, samples of codes, and log-densities.
  template <class Samples>
  auto encode(D& device, const Samples& x) {
    auto codes = Tensor<Scalar, 2>::from_shape({x.shape()[0], Z::size});
    each_chunk(device, x, coded, false, [&](const auto& code, std::size_t count, std::size_t done) {
      download(device, codes.data() + done * Z::size, Read<D>(code[0]), count * Z::size);
    });
    return codes;
  }
  template <class Codes>
  auto decode(D& device, const Codes& z) {
    auto samples = Tensor<Scalar, X::rank + 1>::from_shape(X::batch_shape(z.shape()[0]));
    each_chunk(device, z, made, false, [&](const auto& x, std::size_t count, std::size_t done) {
      download(device, samples.data() + done * X::size, Read<D>(x[0]), count * X::size);
    });
    return samples;
  }
  template <Prior P, class Samples>
  Tensor<double, 1> log_density(D& device, const Samples& x) {
    const std::size_t n = x.shape()[0];
    auto result = Tensor<double, 1>::from_shape({n});
    auto terms = Tensor<Scalar, 1>::from_shape({n});
    each_chunk(device, x, coded, true, [&](const auto& code, std::size_t count, std::size_t done) {
      const Write<D> sums = ref<D>(terms_);
      P::log_density(device, sums, Read<D>(code[0]), count);
      add_to(device, sums, Read<D>(code[1]), count);
      download(device, terms.data() + done, Read<D>(sums), count);
    });
    std::copy(terms.begin(), terms.end(), result.begin());
    return result;
  }

  /// Codes number `first` and following of the fixed row of a run. Shapes: (n, numbers of a code).
  ///
  /// Errors: ConfigError for codes that the row does not have: it ends after 2^32.
  template <Prior P>
  Tensor<Scalar, 2> codes(D& device, std::size_t n, std::size_t first, std::uint64_t seed) {
    return codes_of<P>(device, ref<D>(chunk_), model.capacity(), n, first, seed);
  }

  Model<Net, Opt, D> model;
  Forward<Net, D> coded;
  Forward<Inverse<Net>, D> made;
  Buffer real;

 private:
  /// What a forward reads: numbers, and where it is to tell the log-determinant, that it is 0.
  template <class N>
  ConstBatch<typename N::Input, D> from(Read<D> numbers, bool log_det) {
    return ConstBatch<typename N::Input, D>(
        {numbers, log_det ? Read<D>(ref<D>(zeros_)) : Read<D>{}});
  }

  /// Calls use(what the network makes of a chunk, its size, samples before it).
  template <class Values, class N, class Use>
  void each_chunk(D& device, const Values& values, Forward<N, D>& kept, bool log_det, Use use) {
    using In = typename N::Input::template Part<0>;
    for_each_chunk<In>(
        device, ref<D>(chunk_), model.capacity(),
        [&](ConstBatch<In, D> chunk, std::size_t count, std::size_t done) {
          use(model.evaluate(device, count, from<N>(chunk.ref(), log_det), kept), count, done);
        },
        values);
  }

  Buffer slopes_, code_slope_, zeros_, terms_, chunk_;
};

}  // namespace part
}  // namespace saddle
