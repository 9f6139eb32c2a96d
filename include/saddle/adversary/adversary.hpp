// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/auxiliary.hpp>
#include <saddle/adversary/score_pass.hpp>
#include <saddle/adversary/score_reading.hpp>
#include <saddle/adversary/trained_critic.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/error.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

namespace saddle {

/// Which side of the test a model's samples are on: a generator's are fake, an encoder's are real.
enum class Side { real, fake };

/// What one ascent step of the critic measured, before its update.
struct CriticReport {
  double real_loss = 0;  // weighted means of the objective's critic losses
  double fake_loss = 0;
  double auxiliary = 0;
  double penalty = 0;
  double estimate = 0;  // the number that the objective reports: a bound or a distance
};

/// A trained two-sample test: a critic that learns to tell real from fake, and the gradient that
/// fooling it sends back to a model.
///
/// It is the one part every formulation is made of. `observe` is one ascent step of the critic,
/// `pull` differentiates the model's loss with respect to a batch; both evaluate the objective's
/// scalar functions in double.
template <class Objective, class Constraint, NetworkType Critic, Optimizer Opt,
          class Auxiliary = None, class D = Cpu>
class Adversary {
 public:
  using Input = typename Critic::Input;
  using Output = typename Critic::Output;
  using Scalar = typename D::Scalar;
  using Trained = TrainedCritic<Constraint, Critic, Opt, D>;
  using S = Sample<Input, D>;
  using Net = Chain<Critic>;
  using Head = CriticHead<Output>;
  static constexpr bool has_auxiliary = !std::is_same_v<Auxiliary, None>;
  static_assert(Head::score_per_sample_or_patch,
                "a critic gives one score per sample or patch: its last layer is Linear<1>, or "
                "Heads<Linear<1>, ...> with the auxiliary head second");
  static_assert(has_auxiliary == Head::has_auxiliary,
                "a critic has a second head exactly when an auxiliary loss trains it");
  static_assert(!Constraint::penalises || (Net::has_dual && !Net::couples_samples),
                "a penalty on the critic's slope needs per-sample gradients and a dual rule of "
                "every layer: take BatchNorm out of the critic or use LayerNorm");
  static constexpr bool sees_whole_batches = BatchObjective<Objective>;
  static_assert(!sees_whole_batches || !Net::couples_samples,
                "an objective over whole batches needs all scores at once, and BatchNorm in the "
                "critic runs real and fake samples apart: use LayerNorm");
  using Features = typename Trained::Features;

  struct Config {
    Objective objective{};
    Constraint constraint{};
    Opt optimizer{};
    double auxiliary_weight = 1;
    std::size_t conditions = 0;  // components of the input, the last, that are labels
  };

  /// With room for up to `extras` fakes besides the first.
  Adversary(const Place<D>& place, Config config, std::size_t extras = 0)
      : config_(config),
        critic_(place, config.constraint, config.optimizer, extras, config.conditions),
        losses_{place.device.slot(), place.device.slot()},
        auxiliary_(place.device.slot()),
        penalty_(place.device.slot()),
        model_loss_(place.device.slot()),
        opposite_(D::zeros(needs_opposite() ? place.capacity * Head::scores : 0)) {
    place.device.reserve_scratch(masked_loss_scratch(place.capacity, Head::classes));
  }

  /// One ascent step: the critic's losses on all samples, its gradient, penalty, update and
  /// projection. The penalty mixes the real sample with the first fake.
  ///
  /// Errors: NumericError names the term or parameter that is not finite; the update is not made
  /// when a term is not.
  template <class... Extra>
  void observe(D& device, Clock clock, std::size_t n, S real, S fake, Extra... extra) {
    accumulate(device, clock, n, real, fake, extra...);
    update(device, clock);
  }

  /// The first half of `observe`: adds to the gradient, changes no parameter.
  template <class... Extra>
  void accumulate(D& device, Clock clock, std::size_t n, S real, S fake, Extra... extra) {
    const std::array<S, 2 + sizeof...(Extra)> samples{real, fake, S(extra)...};
    critic_.refresh(device, true);
    for (const Slot<D> loss : {losses_.real, losses_.fake, auxiliary_}) fill(device, loss, 0);
    if constexpr (Net::couples_samples) {
      for (std::size_t i = 0; i < samples.size(); ++i) {
        backpropagate(device, clock, n, std::array{samples[i]}, i == 0);
      }
    } else {
      backpropagate(device, clock, n, samples, true);
    }
    check(device, "the loss on real samples", losses_.real);
    check(device, "the loss on fake samples", losses_.fake);
    check(device, "the auxiliary loss", auxiliary_);
    critic_.penalise(device, clock, n, real.value, fake.value, penalty_);
    check(device, "the penalty", penalty_);
    critic_.finish_gradient(device);
  }

  /// The second half of `observe`: one optimiser step on the gathered gradient.
  void update(D& device, Clock clock) { critic_.update(device, clock); }

  /// The model's loss on `side` (weighted), until the next call, and in `gradient` its derivative
  /// with respect to every component of the batch that is present there. `opposite` are samples of
  /// the other side, which an objective over whole batches may want to compare with.
  Slot<D> pull(D& device, Clock clock, std::size_t n, Side side, S sample, Batch<Input, D> gradient,
               S opposite = {}) {
    critic_.refresh(device, false);
    const bool real = side == Side::real;
    ScoreGroup<D> other{!real, n * Head::scores, opposite.weight, {}, {}};
    if constexpr (needs_opposite()) {
      if (!opposite.value) throw NumericError("pull: the objective compares with the other side");
      const auto run = critic_.forward(device, clock, n, std::span<const S>(&opposite, 1));
      copy(device, ref<D>(opposite_), Read<D>(Head::score(run.y).ref()), other.count);
      other.score = ref<D>(opposite_);
    }
    const auto run = critic_.forward(device, clock, n, std::span<const S>(&sample, 1));
    Batch<Output, D> dy = critic_.output_slope(n);
    fill(device, model_loss_, 0);
    model_loss(device, config_.objective, group_of(real, n, sample, run.y, dy), other, model_loss_);
    if constexpr (has_auxiliary) {
      if (sample.target) {
        add_auxiliary_loss(device, n, sample, dy, run.y, config_.auxiliary_weight, model_loss_);
      } else {
        dy = Head::score_only(dy);
      }
    }
    critic_.pull(run, dy, gradient);
    return model_loss_;
  }

  /// How much a model's loss feels of each of these scores; see `score_slopes`.
  Tensor<double, 1> slopes(const Tensor<double, 1>& scores) const {
    return score_slopes(config_.objective, scores);
  }

  /// The number that the objective reports of these scores; see `reported`.
  Estimate reported(const Tensor<double, 1>& real, const Tensor<double, 1>& fake) const {
    return saddle::reported(config_.objective, real, fake);
  }

  /// What the last `accumulate` measured.
  CriticReport report(D& device) const {
    CriticReport report{.real_loss = value_of(device, losses_.real),
                        .fake_loss = value_of(device, losses_.fake),
                        .auxiliary = value_of(device, auxiliary_),
                        .penalty = value_of(device, penalty_)};
    report.estimate = config_.objective.estimate(report.real_loss + report.fake_loss);
    return report;
  }

  Trained& critic() { return critic_; }
  Learner<Critic, Opt, D>& learner() { return critic_.learner(); }
  const Learner<Critic, Opt, D>& learner() const { return critic_.learner(); }

  /// Appends what a checkpoint keeps of this test.
  void list_state(TrainingState<D>& state) { critic_.list_state(state); }

 private:
  static constexpr bool needs_opposite() {
    if constexpr (sees_whole_batches) return Objective::model_sees_both;
    return false;
  }

  static ScoreGroup<D> group_of(bool real, std::size_t n, const S& sample, Batch<Output, D> y,
                                Batch<Output, D> dy) {
    return {real, n * Head::scores, sample.weight, Head::score(y).ref(), Head::score(dy).ref()};
  }

  /// Forward and backward of some batches of samples as one.
  template <std::size_t count>
  void backpropagate(D& device, Clock clock, std::size_t n, const std::array<S, count>& samples,
                     bool first_is_real) {
    const auto run = critic_.forward(device, clock, n, std::span<const S>(samples));
    Batch<Output, D> dy = critic_.output_slope(n * count);
    std::array<ScoreGroup<D>, count> groups;
    for (std::size_t i = 0; i < count; ++i) {
      groups[i] =
          group_of(first_is_real && i == 0, n, samples[i], run.y.from(i * n), dy.from(i * n));
    }
    critic_losses(device, config_.objective, std::span<const ScoreGroup<D>>(groups), losses_);
    if constexpr (has_auxiliary) {
      bool any_target = false;
      for (std::size_t i = 0; i < count; ++i) {
        const auto dyi = dy.from(i * n);
        if (samples[i].target) {
          any_target = true;
          add_auxiliary_loss(device, n, samples[i], dyi, run.y.from(i * n), 1, auxiliary_);
        } else {
          fill(device, Head::auxiliary(dyi).ref(), Scalar(0), n * Head::classes);
        }
      }
      if (!any_target) dy = Head::score_only(dy);
    }
    critic_.pullback(run, dy);
  }

  /// Adds `share` of the sample's auxiliary loss to `loss`, and writes its weighted slope.
  void add_auxiliary_loss(D& device, std::size_t n, const S& sample, Batch<Output, D> dy,
                          Batch<Output, D> y, double share, Slot<D> loss) {
    ScratchFrame<D> scratch(device);
    const Slot<D> own = scratch.slot();
    masked_loss<Auxiliary, D>(device, own, Head::auxiliary(y).ref(), sample.target,
                              Head::auxiliary(dy).ref(), n, Head::classes, sample.labels,
                              config_.auxiliary_weight);
    map(device, math::AddTimes<double>{share}, loss, own, loss);
  }

  /// Errors: NumericError if the term is not finite; the gradient is then forgotten.
  void check(D& device, const char* term, Slot<D> value) {
    if (std::isfinite(value_of(device, value))) return;
    critic_.drop_gradient(device);
    const std::string where = critic_.not_finite(device);
    throw NumericError(critic_.learner().name() + ": " + term + " is not finite" +
                       (where.empty() ? "" : "; first: " + where));
  }

  Config config_;
  Trained critic_;
  SideLosses<D> losses_;  // of the critic
  Slot<D> auxiliary_, penalty_, model_loss_;
  typename D::template Buffer<Scalar> opposite_;  // scores of the other side, where they are needed
};

}  // namespace saddle
