// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/learner/chunks.hpp>
#include <saddle/learner/forward.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/learner/place.hpp>

#include <cstddef>
#include <string>

namespace saddle {

/// A network in training or at work: a generator, an encoder, a translator, a classifier.
///
/// It knows no objective and no critic, and holds numbers only; what a forward keeps for its
/// pullback is the caller's, one `Forward` for each that is alive.
template <NetworkType Net, Optimizer Opt, class D>
class Model {
 public:
  using Network = Net;
  using Input = typename Net::Input;
  using Output = typename Net::Output;
  using Scalar = typename D::Scalar;
  using Kept = Forward<Net, D>;

  Model(const Place<D>& place, Opt optimizer, Ema ema = {})
      : capacity_(place.capacity), learner_(place.name, place.index, optimizer, ema) {
    place.device.reserve_scratch(Chain<Net>::template scratch_size<D>(capacity_));
    learner_.initialise(place.device, place.seed);
  }

  /// Room for one forward.
  Kept forward_room() const { return Kept(name(), capacity_); }

  /// Runs the network in training mode on `n` samples; `kept` holds what `pullback` needs.
  Batch<Output, D> forward(D& device, Clock clock, std::size_t n, ConstBatch<Input, D> x,
                           Kept& kept) {
    kept.x = x;
    kept.clock = clock;
    kept.n = n;
    Chain<Net>::forward(pass(device, kept), x, kept.y());
    return kept.y();
  }

  /// Adds to the gradient what `dy` sends back, and writes what reaches the input where it is
  /// asked for.
  void pullback(D& device, Kept& kept, ConstBatch<Output, D> dy, Batch<Input, D> dx = {}) {
    Chain<Net>::pullback(pass(device, kept), kept.x, kept.y(), dy, dx, learner_.gradient(),
                         Write<D>{});
  }

  /// One optimiser step on the gathered gradient.
  void update(D& device, Clock clock) {
    learner_.update(device, clock.rate_factor, NoProjection{});
  }

  /// Runs the network in evaluation mode.
  Batch<Output, D> evaluate(D& device, std::size_t n, ConstBatch<Input, D> x, Kept& kept) {
    kept.x = x;
    kept.n = n;
    Chain<Net>::forward(learner_.eval_pass(device, n, kept.tape.cache()), x, kept.y());
    return kept.y();
  }

  /// The network's output for samples of the host, in evaluation mode.
  /// Shapes: one (n, numbers...) for every component of the input -> (n, output...).
  ///
  /// Errors: ConfigError for samples of another size.
  template <class... X>
  auto apply(D& device, Kept& kept, const X&... x)
    requires SingleValue<Output>
  {
    const std::size_t n = std::get<0>(std::tie(x...)).shape()[0];
    auto result = Tensor<Scalar, Output::rank + 1>::from_shape(Output::batch_shape(n));
    auto memory = D::zeros(storage_size<Input>(capacity_));
    for_each_chunk<Input>(
        device, ref<D>(memory), capacity_,
        [&](ConstBatch<Input, D> chunk, std::size_t count, std::size_t done) {
          download(device, result.data() + done * Output::size,
                   Read<D>(evaluate(device, count, chunk, kept).ref()), count * Output::size);
        },
        x...);
    return result;
  }

  std::size_t capacity() const { return capacity_; }
  const std::string& name() const { return learner_.name(); }
  Learner<Net, Opt, D>& learner() { return learner_; }
  const Learner<Net, Opt, D>& learner() const { return learner_; }

  /// Appends what a checkpoint keeps of this network.
  void list_state(TrainingState<D>& state) { learner_.list_state(state); }

 private:
  auto pass(D& device, Kept& kept) {
    return learner_.train_pass(device, kept.n, kept.tape.cache(),
                               kept.clock.draw(random::Stream::dropout));
  }

  std::size_t capacity_;
  Learner<Net, Opt, D> learner_;
};

}  // namespace saddle
