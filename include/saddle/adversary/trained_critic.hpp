// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/critic.hpp>
#include <saddle/adversary/penalty.hpp>
#include <saddle/adversary/spectral.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/label_range.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/learner/chunks.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/learner/not_finite.hpp>
#include <saddle/learner/place.hpp>
#include <saddle/learner/training_state.hpp>
#include <saddle/nn/chain/blocks.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace saddle {

/// One argument of a two-sample test: a batch, its weight among its side, and optionally what the
/// auxiliary head should say of it (the critic never sees the target as input), and of which of
/// its classes (of all where no `labels` are named).
template <Value V, class D>
struct Sample {
  ConstBatch<V, D> value;
  double weight = 1;
  Read<D> target{};  // (n, classes)
  LabelRange labels{};
};

/// A critic as a file knows it.
template <class D>
struct CriticState {
  std::string name;
  Description network;  // its layers
  bool reparametrised;  // whether the layers see other numbers than those that learn
  TrainingState<D> numbers;
};

/// A critic in training: its numbers, what its constraint does to them, and its passes.
///
/// It knows no objective, so all objectives share its code; `Adversary` adds the scores.
template <class Constraint, NetworkType Critic, Optimizer Opt, class D>
class TrainedCritic {
 public:
  using Input = typename Critic::Input;
  using Output = typename Critic::Output;
  using Scalar = typename D::Scalar;
  using S = Sample<Input, D>;
  using Net = Chain<Critic>;
  using Head = CriticHead<Output>;
  using Features = typename Net::template Layer<Net::count - 1>::Input;
  static constexpr std::size_t hidden_layers = Net::Plan::positions[Net::count - 1];

  /// A forward whose pullback is still to come.
  struct Forward {
    Pass<D, Mode::train> pass;
    ConstBatch<Input, D> x;
    Batch<Output, D> y;
  };

  /// With room for up to `extras` fakes besides the first; the last `conditions` components of the
  /// input are labels, see `PenaltyState`.
  TrainedCritic(const Place<D>& place, const Constraint& constraint, Opt optimizer,
                std::size_t extras = 0, std::size_t conditions = 0)
      : constraint_(constraint),
        capacity_(place.capacity),
        learner_(place.name, place.index, optimizer),
        spectral_(place.device, constraint),
        tape_(rows(extras)),
        input_(D::zeros(storage_size<Input>(rows(extras)))),
        output_slope_(D::zeros(storage_size<Output>(rows(extras)))),
        penalty_(capacity_, conditions) {
    place.device.reserve_scratch(Net::template scratch_size<D>(rows(extras)));
    learner_.initialise(place.device, place.seed);
    spectral_.initialise(place.device, learner_, place.seed, place.index);
  }

  /// Brings the parameters that the layers see up to date; `advance` where a step begins.
  void refresh(D& device, bool advance) { spectral_.refresh(device, learner_, advance); }

  /// Runs groups of `n` samples as one batch.
  Forward forward(D& device, Clock clock, std::size_t n, std::span<const S> groups) {
    const std::size_t total = n * groups.size();
    ConstBatch<Input, D> x = groups[0].value;
    if (groups.size() > 1) {
      const Batch<Input, D> joined = batch_at<Input>(ref<D>(input_), total);
      for (std::size_t i = 0; i < groups.size(); ++i) {
        for (std::size_t c = 0; c < Input::components; ++c) {
          const std::size_t size = n * Input::sizes[c];
          copy(device, joined[c] + i * size, groups[i].value[c], size);
        }
      }
      x = joined;
    }
    last_ = Forward{learner_.train_pass(device, total, tape_.cache(),
                                        clock.draw(random::Stream::dropout), spectral_.effective()),
                    x, tape_.output(total)};
    Net::forward(last_.pass, last_.x, last_.y);
    return last_;
  }

  /// Where the last `forward` met a number that is not finite; see `first_not_finite`.
  std::string not_finite(D& device) {
    return first_not_finite<Critic>(device, last_.x, Read<D>(tape_.cache()), last_.y, last_.pass.n);
  }

  /// Where the slope of a loss with respect to the output of `total` samples goes.
  Batch<Output, D> output_slope(std::size_t total) {
    return batch_at<Output>(ref<D>(output_slope_), total);
  }

  /// Adds to the critic's gradient what the slopes `dy` send back.
  void pullback(const Forward& run, ConstBatch<Output, D> dy) {
    Net::pullback(run.pass, run.x, run.y, dy, Batch<Input, D>{}, learner_.gradient(), Write<D>{});
  }

  /// Writes what the slopes `dy` send back to the input; the critic's gradient stays as it is.
  void pull(const Forward& run, ConstBatch<Output, D> dy, Batch<Input, D> dx) {
    Net::pullback(run.pass, run.x, run.y, dy, dx, Write<D>{}, Write<D>{});
  }

  /// Adds the constraint's penalty to the gradient; `value` becomes its mean, or 0 without one.
  void penalise(D& device, Clock clock, std::size_t n, ConstBatch<Input, D> real,
                ConstBatch<Input, D> fake, Slot<D> value) {
    if constexpr (Constraint::penalises) {
      penalty_.accumulate(device, constraint_, clock, n, real, fake, learner_, tape_,
                          spectral_.effective(), value);
    } else {
      fill(device, value, 0);
    }
  }

  /// Turns the gathered gradient into that of the learner's own parameters.
  void finish_gradient(D& device) { spectral_.pullback(device, learner_); }

  /// Forgets the gathered gradient.
  void drop_gradient(D& device) {
    fill(device, learner_.gradient(), Scalar(0), Critic::parameter_count);
  }

  /// One optimiser step and the constraint's projection.
  void update(D& device, Clock clock) {
    if constexpr (Constraint::projects) {
      learner_.update(device, clock.rate_factor, constraint_.template projection<Scalar>());
    } else {
      learner_.update(device, clock.rate_factor, NoProjection{});
    }
  }

  /// The critic's scores in evaluation mode, one per sample or patch.
  ConstBatch<typename Head::Score, D> evaluate(D& device, std::size_t n, ConstBatch<Input, D> x) {
    refresh(device, false);
    Net::forward(learner_.eval_pass(device, n, tape_.cache(), spectral_.effective()), x,
                 tape_.output(n));
    return Head::score(tape_.output(n));
  }

  /// What the first `layers` entries of the network's list make of samples, activations counted; by
  /// default what the last layer sees. Shapes: (n, features).
  template <std::size_t layers = hidden_layers>
  auto features(D& device, std::size_t n, ConstBatch<Input, D> x) {
    evaluate(device, n, x);
    return Net::template edge<stage_after<layers>()>(Read<D>(tape_.cache()), n);
  }

  /// The mean score of every sample of the host.
  /// Shapes: one (n, numbers...) for every component of the input -> (n).
  template <class X, class... More>
    requires(sizeof...(More) + 1 == Input::components)
  Tensor<double, 1> scores(D& device, const X& x, const More&... more) {
    auto result = Tensor<double, 1>::from_shape({x.shape()[0]});
    Tensor<Scalar, 2> host = Tensor<Scalar, 2>::from_shape({capacity_, Head::scores});
    for_each_chunk<Input>(
        device, ref<D>(input_), capacity_,
        [&](ConstBatch<Input, D> chunk, std::size_t count, std::size_t done) {
          download(device, host.data(), Read<D>(evaluate(device, count, chunk).ref()),
                   count * Head::scores);
          for (std::size_t i = 0; i < count; ++i) {
            double total = 0;
            for (std::size_t p = 0; p < Head::scores; ++p) total += static_cast<double>(host(i, p));
            result(done + i) = total / static_cast<double>(Head::scores);
          }
        },
        x, more...);
    return result;
  }

  /// The features of every sample of the host, as above.
  /// Shapes: one (n, numbers...) for every component of the input -> (n, features).
  template <std::size_t layers = hidden_layers, class X, class... More>
    requires(sizeof...(More) + 1 == Input::components)
  Tensor<Scalar, 2> features(D& device, const X& x, const More&... more) {
    constexpr std::size_t size = Net::template Layer<stage_after<layers>()>::Output::size;
    auto result = Tensor<Scalar, 2>::from_shape({x.shape()[0], size});
    for_each_chunk<Input>(
        device, ref<D>(input_), capacity_,
        [&](ConstBatch<Input, D> chunk, std::size_t count, std::size_t done) {
          download(device, &result(done, 0), Read<D>(features<layers>(device, count, chunk).ref()),
                   count * size);
        },
        x, more...);
    return result;
  }

  Learner<Critic, Opt, D>& learner() { return learner_; }
  const Learner<Critic, Opt, D>& learner() const { return learner_; }

  /// Appends what a checkpoint keeps of this critic.
  void list_state(TrainingState<D>& state) {
    learner_.list_state(state);
    spectral_.list_state(learner_.name(), state);
  }
  CriticState<D> state() {
    CriticState<D> critic{learner_.name(), {}, Constraint::reparametrises, {}};
    describe_network<Critic>(critic.name, critic.network);
    list_state(critic.numbers);
    return critic;
  }

 private:
  /// The last stage of the first `layers` entries of the network's list.
  template <std::size_t layers>
  static consteval std::size_t stage_after() {
    static_assert(Net::count > 1, "a critic of one layer has no features");
    constexpr std::size_t stages = Net::Plan::stages_of(layers);
    static_assert(stages > 0 && stages < Net::count,
                  "features are those after some entries of the critic's list, of which the last "
                  "one is no layer that an activation follows");
    return stages - 1;
  }

  std::size_t rows(std::size_t extras) const {
    return Net::couples_samples ? capacity_ : capacity_ * (2 + extras);
  }

  Constraint constraint_;
  std::size_t capacity_;
  Learner<Critic, Opt, D> learner_;
  SpectralState<Constraint, Critic, D> spectral_;
  Tape<Critic, D> tape_;
  typename D::template Buffer<Scalar> input_, output_slope_;
  PenaltyState<Constraint, Critic, D> penalty_;
  Forward last_{};
};

}  // namespace saddle
