// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/auxiliary.hpp>
#include <saddle/adversary/critic.hpp>
#include <saddle/adversary/penalty.hpp>
#include <saddle/adversary/score_term.hpp>
#include <saddle/adversary/spectral.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/error.hpp>
#include <saddle/nn/learner.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

namespace saddle {

/// One argument of a two-sample test: a batch, its weight among its side, and optionally what the
/// auxiliary head should say of it (the critic never sees the target as input).
template <Value V, class D>
struct Sample {
  ConstBatch<V, D> value;
  double weight = 1;
  Read<D> target{};  // (n, classes)
};

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

  struct Config {
    Objective objective{};
    Constraint constraint{};
    Opt optimizer{};
    double auxiliary_weight = 1;
  };

  /// Room for batches of `capacity` samples, with up to `extras` fakes besides the first.
  Adversary(D& device, Config config, std::size_t capacity, std::uint64_t seed,
            std::uint32_t index = 1, std::size_t extras = 0, std::string name = "critic")
      : config_(config),
        capacity_(capacity),
        learner_(std::move(name), index, config.optimizer),
        spectral_(device, config.constraint),
        tape_(rows(extras)),
        input_(D::zeros(storage_size<Input>(rows(extras)))),
        output_slope_(D::zeros(storage_size<Output>(rows(extras)))),
        penalty_(capacity) {
    device.reserve_scratch(Net::template scratch_size<D>(rows(extras)));
    learner_.initialise(device, seed);
    spectral_.initialise(device, learner_, seed, index);
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
    spectral_.refresh(device, learner_, true);
    report_ = {};
    if constexpr (Net::couples_samples) {
      for (std::size_t i = 0; i < samples.size(); ++i) {
        backpropagate(device, clock, n, std::span<const S>(&samples[i], 1), i == 0);
      }
    } else {
      backpropagate(device, clock, n, std::span<const S>(samples), true);
    }
    report_.estimate = config_.objective.estimate(report_.real_loss + report_.fake_loss);
    if constexpr (Constraint::penalises) {
      report_.penalty = penalty_.accumulate(device, config_.constraint, clock, n, real.value,
                                            fake.value, learner_, tape_, spectral_.effective());
    }
    spectral_.pullback(device, learner_);
    if (const char* term = first_not_finite()) {
      fill(device, learner_.gradient(), Scalar(0), Critic::parameter_count);
      throw NumericError(learner_.name() + ": " + term + " is not finite");
    }
  }

  /// The second half of `observe`: one optimiser step on the gathered gradient.
  void update(D& device, Clock clock) {
    if constexpr (Constraint::projects) {
      learner_.update(device, clock.rate_factor, config_.constraint.template projection<Scalar>());
    } else {
      learner_.update(device, clock.rate_factor, NoProjection{});
    }
  }

  /// The model's loss on `side` (weighted), and in `gradient` its derivative with respect to every
  /// component of the batch that is present there.
  double pull(D& device, Clock clock, std::size_t n, Side side, S sample,
              Batch<Input, D> gradient) {
    spectral_.refresh(device, learner_, false);
    const auto pass = learner_.train_pass(
        device, n, tape_.cache(), clock.draw(random::Stream::dropout), spectral_.effective());
    const Batch<Output, D> y = tape_.output(n);
    Net::forward(pass, sample.value, y);
    Batch<Output, D> dy = batch_at<Output>(ref<D>(output_slope_), n);
    double loss = side == Side::fake ? score<ModelFake<Objective>>(device, n, sample.weight, dy, y)
                                     : score<ModelReal<Objective>>(device, n, sample.weight, dy, y);
    if constexpr (has_auxiliary) {
      if (sample.target) {
        loss += config_.auxiliary_weight * auxiliary_loss(device, n, sample, dy, y);
      } else {
        dy = Head::score_only(dy);
      }
    }
    Net::pullback(pass, sample.value, y, dy, gradient, Write<D>{}, Write<D>{});
    return loss;
  }

  /// The critic's scores in evaluation mode, one per sample or patch; `scores` has room for them.
  void evaluate(D& device, std::size_t n, ConstBatch<Input, D> x, Write<D> scores) {
    run_eval(device, n, x);
    copy(device, scores, Read<D>(Head::score(tape_.output(n)).ref()), n * Head::scores);
  }

  /// What the last layer sees: the critic's features, the lecture's way to a latent code.
  auto features(D& device, std::size_t n, ConstBatch<Input, D> x) {
    static_assert(Net::count > 1, "a critic of one layer has no features");
    run_eval(device, n, x);
    return Net::template edge<Net::count - 2>(Read<D>(tape_.cache()), n);
  }
  using Features = typename Net::template Layer<Net::count - 1>::Input;

  const CriticReport& report() const { return report_; }
  Config& config() { return config_; }
  std::size_t capacity() const { return capacity_; }
  Learner<Critic, Opt, D>& learner() { return learner_; }

  /// Calls f(name, buffer) for every buffer of the training state.
  template <class F>
  void visit(F&& f) {
    learner_.visit(f);
    spectral_.visit(learner_.name(), f);
  }

 private:
  std::size_t rows(std::size_t extras) const {
    return Net::couples_samples ? capacity_ : capacity_ * (2 + extras);
  }

  /// Forward and backward of one group of samples as one batch.
  void backpropagate(D& device, Clock clock, std::size_t n, std::span<const S> samples,
                     bool first_is_real) {
    const std::size_t total = n * samples.size();
    ConstBatch<Input, D> x = samples[0].value;
    if (samples.size() > 1) {
      const Batch<Input, D> joined = batch_at<Input>(ref<D>(input_), total);
      for (std::size_t i = 0; i < samples.size(); ++i) {
        for (std::size_t c = 0; c < Input::components; ++c) {
          const std::size_t size = n * Input::sizes[c];
          copy(device, joined[c] + i * size, samples[i].value[c], size);
        }
      }
      x = joined;
    }
    const auto pass = learner_.train_pass(
        device, total, tape_.cache(), clock.draw(random::Stream::dropout), spectral_.effective());
    const Batch<Output, D> y = tape_.output(total);
    Net::forward(pass, x, y);
    Batch<Output, D> dy = batch_at<Output>(ref<D>(output_slope_), total);
    bool any_target = false;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const auto yi = y.from(i * n), dyi = dy.from(i * n);
      if (first_is_real && i == 0) {
        report_.real_loss += score<CriticReal<Objective>>(device, n, samples[i].weight, dyi, yi);
      } else {
        report_.fake_loss += score<CriticFake<Objective>>(device, n, samples[i].weight, dyi, yi);
      }
      if constexpr (has_auxiliary) {
        if (samples[i].target) {
          any_target = true;
          report_.auxiliary += auxiliary_loss(device, n, samples[i], dyi, yi);
        } else {
          fill(device, Head::auxiliary(dyi).ref(), Scalar(0), n * Head::classes);
        }
      }
    }
    if constexpr (has_auxiliary) {
      if (!any_target) dy = Head::score_only(dy);
    }
    Net::pullback(pass, x, y, dy, Batch<Input, D>{}, learner_.gradient(), Write<D>{});
  }

  /// Weighted mean of one of the objective's losses over a batch; writes its slope.
  template <class Term>
  double score(D& device, std::size_t n, double weight, Batch<Output, D> dy, Batch<Output, D> y) {
    const std::size_t count = n * Head::scores;
    ScoreTotal total{};
    scores(device, Term{config_.objective}, count, weight / static_cast<double>(count),
           Head::score(dy).ref(), &total, Read<D>(Head::score(y).ref()));
    return weight * total.mean();
  }

  double auxiliary_loss(D& device, std::size_t n, const S& sample, Batch<Output, D> dy,
                        Batch<Output, D> y) {
    return Auxiliary::template loss<D>(device, Head::auxiliary(y).ref(), sample.target,
                                       Head::auxiliary(dy).ref(), n, Head::classes,
                                       config_.auxiliary_weight);
  }

  void run_eval(D& device, std::size_t n, ConstBatch<Input, D> x) {
    spectral_.refresh(device, learner_, false);
    Net::forward(learner_.eval_pass(device, n, tape_.cache(), spectral_.effective()), x,
                 tape_.output(n));
  }

  const char* first_not_finite() const {
    if (!std::isfinite(report_.real_loss)) return "the loss on real samples";
    if (!std::isfinite(report_.fake_loss)) return "the loss on fake samples";
    if (!std::isfinite(report_.auxiliary)) return "the auxiliary loss";
    if (!std::isfinite(report_.penalty)) return "the penalty";
    return nullptr;
  }

  Config config_;
  std::size_t capacity_;
  CriticReport report_;
  Learner<Critic, Opt, D> learner_;
  SpectralState<Constraint, Critic, D> spectral_;
  Tape<Critic, D> tape_;
  typename D::template Buffer<Scalar> input_, output_slope_;
  PenaltyState<Constraint, Critic, D> penalty_;
};

}  // namespace saddle
