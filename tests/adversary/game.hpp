// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "catch.hpp"
#include "laws/differences.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/sgd.hpp>

#include <cmath>
#include <optional>
#include <vector>

namespace saddle::test {

/// An adversary with random parameters and samples, and its losses written out from the formulas.
template <class Objective, class Constraint, class Critic, class Auxiliary = None>
struct Game {
  using Test = Adversary<Objective, Constraint, Critic, Sgd, Auxiliary, Double>;
  using Input = typename Critic::Input;
  using Output = typename Critic::Output;
  using Head = CriticHead<Output>;

  static constexpr std::size_t n = 3;
  static constexpr Clock clock{.seed = 9, .time = 4};

  struct Side {
    Samples<Input> x{n};
    double weight = 1;
    std::optional<Numbers> target{};
    LabelRange labels{0, Head::classes};

    Sample<Input, Double> sample() {
      return {x.read(), weight, target ? Read<Double>(target->at()) : Read<Double>{}, labels};
    }
  };

  explicit Game(Constraint rules = {}, std::uint32_t stream = 1, std::size_t extras = 1)
      : constraint(rules), adversary({device, n, 1, 1, "critic"}, {{}, rules, {}, 0.7}, extras) {
    parameters.draw(stream, 0.5);
    std::copy(parameters.begin(), parameters.end(), raw(adversary.learner().parameters()));
    sides[0].x.draw(stream + 10);
    sides[1].x.draw(stream + 20);
    sides[2].x.draw(stream + 30);
    sides[1].weight = 0.5;
    sides[2].weight = 0.3;
  }

  /// Gives a side random soft targets or, for cross-entropy, a class each; of some classes only.
  void label(std::size_t side, std::uint32_t stream, LabelRange labels = {0, Head::classes}) {
    Numbers target(n * Head::classes);
    target.draw(stream);
    for (double& share : target) share = 1 / (1 + std::exp(-share));
    sides[side].target = target;
    sides[side].labels = labels;
  }

  /// The parameters as layers see them: matrices divided by u^T W v.
  Numbers effective() {
    Numbers result = parameters;
    TrainingState<Double> listed;
    adversary.list_state(listed);
    for (const auto& buffer : listed.buffers) {
      if (buffer.name != "critic.spectral") continue;
      const double* vectors = buffer.values->data();
      for (const ParameterBlock& block : parameter_blocks<Critic>) {
        if (block.kind != ParameterBlock::Kind::weight) continue;
        double* const w = result.begin() + block.offset;
        double sigma = 0;
        for (std::size_t i = 0; i < block.rows; ++i) {
          for (std::size_t j = 0; j < block.columns; ++j) {
            sigma += vectors[i] * w[i * block.columns + j] * vectors[block.rows + j];
          }
        }
        for (std::size_t i = 0; i < block.size(); ++i) w[i] /= sigma;
        vectors += padded(block.rows + block.columns);
      }
    }
    return result;
  }

  Pass<Double, Mode::train> pass(Numbers& values) {
    return {&device, n, values.at(), state.at(), cache.at(), {}};
  }
  /// Scores (n * scores) and then what the second head says.
  List output(Samples<Input>& x) {
    Numbers values = effective();
    Samples<Output> y(n);
    Chain<Critic>::forward(pass(values), x.read(), y.batch());
    return y.list();
  }

  template <class F>
  double mean_of_scores(const List& y, F&& f) {
    double sum = 0;
    for (std::size_t i = 0; i < n * Head::scores; ++i) sum += f(y[i]);
    return sum / static_cast<double>(n * Head::scores);
  }
  double auxiliary(Side& side, const List& y) {
    if (!side.target) return 0;
    const List target = side.target->list();
    const double* const logits = y.data() + n * Head::scores;
    const std::size_t first = side.labels.first, last = first + side.labels.count;
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double total = 0;
      for (std::size_t c = first; c < last; ++c) total += std::exp(logits[i * Head::classes + c]);
      for (std::size_t c = first; c < last; ++c) {
        const double logit = logits[i * Head::classes + c], wanted = target[i * Head::classes + c];
        if constexpr (std::is_same_v<Auxiliary, CrossEntropy>) {
          sum -= wanted * (logit - std::log(total));
        } else {
          const double p = 1 / (1 + std::exp(-logit));
          sum -= wanted * std::log(p) + (1 - wanted) * std::log(1 - p);
        }
      }
    }
    return sum / n;
  }
  double penalty() {
    if constexpr (Constraint::penalises) {
      Samples<Input> x = sides[0].x;
      if constexpr (Constraint::Where::mixes) {
        Numbers share(n);
        fill_uniform(device, share.at(), n, 1, 0, clock.draw(random::Stream::interpolation));
        for (std::size_t c = 0; c < Input::components; ++c) {
          const double* fake = raw(sides[1].x.batch()[c]);
          std::size_t i = 0;
          for (double* place : x.places_of(c)) {
            const double e = share.begin()[i / Input::sizes[c]];
            *place = e * *place + (1 - e) * fake[i++];
          }
        }
      }
      Numbers values = effective();
      Samples<Output> y(n), ones(n, 1.0);
      Samples<Input> g(n);
      Chain<Critic>::forward(pass(values), x.read(), y.batch());
      Chain<Critic>::pullback(pass(values), x.read(), y.read(), Head::score_only(ones.read()),
                              g.batch(), Write<Double>{}, Write<Double>{});
      List squares(n, 0.0);
      for (std::size_t c = 0; c < Input::components; ++c) {
        std::size_t i = 0;
        for (const double* slope : g.places_of(c)) {
          squares[i++ / Input::sizes[c]] += *slope * *slope;
        }
      }
      double sum = 0;
      for (double square : squares) {
        if constexpr (requires { constraint.gamma; }) {
          sum += constraint.gamma / 2 * square;
        } else {
          sum += constraint.lambda * std::pow(std::sqrt(square) - constraint.target, 2);
        }
      }
      return sum / n;
    } else {
      return 0;
    }
  }

  double real_loss() {
    return sides[0].weight *
           mean_of_scores(output(sides[0].x), [](double s) { return Objective::critic_real(s); });
  }
  double fake_loss(std::size_t fakes) {
    double sum = 0;
    for (std::size_t i = 1; i <= fakes; ++i) {
      sum += sides[i].weight *
             mean_of_scores(output(sides[i].x), [](double s) { return Objective::critic_fake(s); });
    }
    return sum;
  }
  double auxiliary_loss(std::size_t fakes) {
    double sum = 0;
    for (std::size_t i = 0; i <= fakes; ++i) sum += auxiliary(sides[i], output(sides[i].x));
    return sum;
  }
  double critic_loss(std::size_t fakes) {
    return real_loss() + fake_loss(fakes) + 0.7 * auxiliary_loss(fakes) + penalty();
  }

  /// `accumulate` against finite differences of the formulas, and its report.
  void check_critic(std::size_t fakes) {
    if (fakes == 1) adversary.accumulate(device, clock, n, sides[0].sample(), sides[1].sample());
    if (fakes == 2) {
      adversary.accumulate(device, clock, n, sides[0].sample(), sides[1].sample(),
                           sides[2].sample());
    }
    double* const first = raw(adversary.learner().gradient());
    const List gradient(first, first + Critic::parameter_count);
    const CriticReport report = adversary.report(device);
    CHECK(report.real_loss == Approx(real_loss()).epsilon(1e-12));
    CHECK(report.fake_loss == Approx(fake_loss(fakes)).epsilon(1e-12));
    CHECK(report.auxiliary == Approx(auxiliary_loss(fakes)).epsilon(1e-12));
    CHECK(report.penalty == Approx(penalty()).epsilon(1e-12));
    CHECK(report.estimate == Objective::estimate(report.real_loss + report.fake_loss));
    CHECK(error(gradient, differences([&] { return critic_loss(fakes); }, parameters.places())) <
          2e-8);
    std::fill_n(first, gradient.size(), 0.0);
  }

  double model_loss(saddle::Side side) {
    const List y = output(sides[2].x);
    return 0.7 * auxiliary(sides[2], y) + sides[2].weight * mean_of_scores(y, [&](double s) {
                                            return side == saddle::Side::fake
                                                       ? Objective::model_fake(s)
                                                       : Objective::model_real(s);
                                          });
  }

  /// `pull` on both sides, for all components and for each alone.
  void check_model() {
    for (saddle::Side side : {saddle::Side::fake, saddle::Side::real}) {
      const List expected = differences([&] { return model_loss(side); }, sides[2].x.places());
      Samples<Input> all(n, nan), each(n, nan);
      const Slot<Double> loss =
          adversary.pull(device, clock, n, side, sides[2].sample(), all.batch());
      CHECK(value_of(device, loss) == Approx(model_loss(side)).epsilon(1e-12));
      CHECK(error(all.list(), expected) < 2e-8);
      for (std::size_t c = 0; c < Input::components; ++c) {
        std::array<Write<Double>, Input::components> one{};
        one[c] = each.batch()[c];
        adversary.pull(device, clock, n, side, sides[2].sample(), Batch<Input, Double>(one));
      }
      CHECK(each.list() == all.list());
    }
    for (double slope : List(raw(adversary.learner().gradient()),
                             raw(adversary.learner().gradient()) + Critic::parameter_count)) {
      CHECK(slope == 0);
    }
  }

  Double device;
  Constraint constraint;
  Test adversary;
  Numbers parameters{Critic::parameter_count}, state{Critic::state_count};
  Numbers cache{Chain<Critic>::cache_size(n)};
  Side sides[3];
};

}  // namespace saddle::test
