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
#include <type_traits>

namespace saddle {

/// A network that runs over the numbers of another one, `Net`, or `Net` itself; see `Inverse`.
template <class N, class Net>
concept SharesNumbers =
    NetworkType<N> &&
    (std::is_same_v<N, Net> || requires { requires std::is_same_v<typename N::Original, Net>; });

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

  /// Room for one forward of a network that shares this one's numbers.
  template <SharesNumbers<Net> N>
  Forward<N, D> forward_room(D& device) const {
    device.reserve_scratch(Chain<N>::template scratch_size<D>(capacity_));
    return Forward<N, D>(name(), capacity_);
  }

  /// Runs the network that `kept` is of in training mode on `n` samples; `kept` holds what
  /// `pullback` needs.
  template <SharesNumbers<Net> N>
  Batch<typename N::Output, D> forward(D& device, Clock clock, std::size_t n,
                                       ConstBatch<typename N::Input, D> x, Forward<N, D>& kept) {
    kept.x = x;
    kept.clock = clock;
    kept.n = n;
    Chain<N>::forward(pass(device, kept), x, kept.y());
    return kept.y();
  }

  /// Adds to the gradient what `dy` sends back, and writes what reaches the input where it is
  /// asked for.
  template <SharesNumbers<Net> N>
  void pullback(D& device, Forward<N, D>& kept, ConstBatch<typename N::Output, D> dy,
                Batch<typename N::Input, D> dx = {}) {
    Chain<N>::pullback(pass(device, kept), kept.x, kept.y(), dy, dx, learner_.gradient(),
                       Write<D>{});
  }

  /// One optimiser step on the gathered gradient.
  void update(D& device, Clock clock) {
    learner_.update(device, clock.rate_factor, NoProjection{});
  }

  /// Runs the network that `kept` is of in evaluation mode.
  template <SharesNumbers<Net> N>
  Batch<typename N::Output, D> evaluate(D& device, std::size_t n,
                                        ConstBatch<typename N::Input, D> x, Forward<N, D>& kept) {
    kept.x = x;
    kept.n = n;
    Chain<N>::forward(learner_.eval_pass(device, n, kept.tape.cache()), x, kept.y());
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
  template <class N>
  auto pass(D& device, Forward<N, D>& kept) {
    return learner_.train_pass(device, kept.n, kept.tape.cache(),
                               kept.clock.draw(random::Stream::dropout));
  }

  std::size_t capacity_;
  Learner<Net, Opt, D> learner_;
};

}  // namespace saddle
