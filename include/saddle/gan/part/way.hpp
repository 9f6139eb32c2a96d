// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/gan/part/pool.hpp>
#include <saddle/learner/model.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace saddle::part {

/// One way between two domains: a generator, the critic that judges what it makes, and what one
/// step of a translation holds of both.
template <NetworkType Net, Optimizer Opt, class Test, class D>
struct Way {
  using In = typename Net::Input;
  using Out = typename Net::Output;
  using Critic = typename std::remove_cvref_t<decltype(std::declval<Test&>().learner())>::Network;

  Way(const Place<D>& critic_place, const Place<D>& generator_place, Opt optimizer, Ema ema,
      typename Test::Config rules, std::size_t pool_room)
      : model(generator_place, optimizer, ema),
        test(critic_place, rules),
        made(model.forward_room()),
        returned(model.forward_room()),
        pool(critic_place, pool_room),
        real(D::zeros(critic_place.capacity * In::size)),
        slope(real),
        pull(D::zeros(critic_place.capacity * Out::size)),
        sent(pull) {}

  /// The real samples of the domain where it begins.
  ConstBatch<In, D> from() { return ConstBatch<In, D>(ref<D>(real)); }

  /// Appends what a checkpoint keeps of this way.
  void list_state(TrainingState<D>& state) {
    model.list_state(state);
    test.list_state(state);
    pool.list_state(state);
  }
  void describe(Description& text) const {
    describe_network<Net>(model.name(), text);
    describe_network<Critic>(test.learner().name(), text);
  }

  Model<Net, Opt, D> model;
  Test test;
  Forward<Net, D> made;      // of real samples
  Forward<Net, D> returned;  // of what the other way made, or of samples that are there already
  Pool<Out, D> pool;
  typename D::template Buffer<typename D::Scalar> real, slope;  // of the domain where it begins
  typename D::template Buffer<typename D::Scalar> pull, sent;   // of the domain where it leads
};

}  // namespace saddle::part
