// SPDX-License-Identifier: BSL-1.0
// Objectives over whole batches, written by a user: the score pass hands them all scores of a step.
#include "catch.hpp"
#include "laws/differences.hpp"
#include "near.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/adversary/fault.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/metric/transport/transport.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/optim/optim.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace batch_objective_test {

using namespace saddle;

namespace {

/// Each real sample against the fake of its number: softplus of the difference of their scores.
/// Source: Jolicoeur-Martineau 2019, RpGAN with the non-saturating loss.
struct RelativisticPairs {
  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = "relativistic-pairs";
  static constexpr bool needs_lipschitz = false;
  static constexpr bool sees_whole_batches = true, model_sees_both = true;

  struct Loss {
    template <class B> B operator()(B own, B other) const {
      return math::log(B(1) + math::exp(other - own));
    }
  };
  template <class T>
  struct Slope {
    T weight;
    template <class B> B operator()(B own, B other) const {
      return B(-weight) / (B(1) + math::exp(own - other));
    }
  };

  template <class D>
  void critic_losses(D& device, std::span<const ScoreGroup<D>> groups, SideLosses<D> losses) const {
    compare(device, groups[0], groups[1], losses.real);
    map(device, Negative{}, groups[1].count, groups[1].slope, Read<D>(groups[0].slope));
  }
  template <class D>
  void model_loss(D& device, ScoreGroup<D> own, ScoreGroup<D> opposite, Slot<D> loss) const {
    compare(device, own, opposite, loss);
  }
  static constexpr double estimate(double critic_loss) { return -critic_loss; }

 private:
  struct Negative {
    template <class B> B operator()(B x) const { return -x; }
  };
  struct AddMean {
    double share;
    double operator()(double loss, double total) const { return loss + share * total; }
  };

  template <class D>
  static void compare(D& device, const ScoreGroup<D>& own, const ScoreGroup<D>& other,
                      Slot<D> loss) {
    ScratchFrame<D> scratch(device);
    const Slot<D> total = scratch.slot();
    const double share = own.weight / static_cast<double>(own.count);
    map(device, Slope{static_cast<typename D::Scalar>(share)}, own.count, own.slope, own.score,
        other.score);
    sum(device, total, Loss{}, own.count, own.score, other.score);
    map(device, AddMean{share}, loss, loss, total);
  }
};
static_assert(BatchObjective<RelativisticPairs>);

/// The Donsker-Varadhan bound of the Kullback-Leibler divergence, with a number of its own: what
/// the fakes' exponents are divided by.
struct DonskerVaradhan {
  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = "donsker-varadhan";
  static constexpr bool needs_lipschitz = false;
  static constexpr bool sees_whole_batches = true, model_sees_both = false;
  double temperature = 1;

  /// exp(rate s), times a factor that the ledger has.
  template <class T>
  struct Exponential {
    T rate;
    template <class B> B operator()(B s) const { return math::exp(B(rate) * s); }
    template <class B> B operator()(B factor, B s) const { return factor * (*this)(s); }
  };
  struct Itself {
    template <class B> B operator()(B s) const { return s; }
  };
  struct AddTimes {
    double factor;
    double operator()(double loss, double total) const { return loss + factor * total; }
  };
  struct AddLogMean {
    double factor, count;
    double operator()(double loss, double total) const {
      return loss + factor * std::log(total / count);
    }
  };
  struct Inverse {
    double factor;
    double operator()(double total) const { return factor / total; }
  };

  /// Adds `sign` times log mean exp(s / temperature) * temperature, and writes its slope.
  template <class D>
  void add_log_mean(D& device, const ScoreGroup<D>& group, double sign, Slot<D> loss) const {
    using T = typename D::Scalar;
    const Exponential<T> exponential{static_cast<T>(1 / temperature)};
    ScratchFrame<D> scratch(device);
    const Slot<D> total = scratch.slot();
    sum(device, total, exponential, group.count, group.score);
    map(device, AddLogMean{sign * temperature, static_cast<double>(group.count)}, loss, loss,
        total);
    map(device, Inverse{sign}, total, total);
    map(device, exponential, group.count, group.slope, total, group.score);
  }
  template <class D>
  void critic_losses(D& device, std::span<const ScoreGroup<D>> groups, SideLosses<D> losses) const {
    const ScoreGroup<D>& real = groups[0];
    const double share = 1 / static_cast<double>(real.count);
    fill(device, real.slope, -share, real.count);
    ScratchFrame<D> scratch(device);
    const Slot<D> total = scratch.slot();
    sum(device, total, Itself{}, real.count, real.score);
    map(device, AddTimes{-share}, losses.real, losses.real, total);
    add_log_mean(device, groups[1], 1, losses.fake);
  }
  template <class D>
  void model_loss(D& device, ScoreGroup<D> own, ScoreGroup<D>, Slot<D> loss) const {
    add_log_mean(device, own, -1, loss);
  }
  static constexpr double estimate(double critic_loss) { return -critic_loss; }
};

using Points = Shape<2>;
struct Critic : Network<Points, Linear<5>, Tanh, Linear<1>> {};
constexpr std::size_t n = 6;

template <class Objective>
struct BatchGame {
  using D = BasicCpu<double>;
  using Test = Adversary<Objective, Unconstrained, Critic, Sgd, None, D>;
  D device;
  Test test;
  typename D::template Buffer<double> real = D::zeros(n * 2), fake = D::zeros(n * 2),
                                      slope = D::zeros(n * 2);

  explicit BatchGame(Objective objective = {})
      : test({device, n, 1, 1, "critic"}, {.objective = objective}) {
    fill_normal(device, ref<D>(real), n, 2, 0, {.seed = 3});
    fill_normal(device, ref<D>(fake), n, 2, 0, {.seed = 4}, 0.5, 1.5);
  }
  Sample<Points, D> of(auto& samples) { return {ConstBatch<Points, D>(ref<D>(samples))}; }
  double critic_loss() {
    test.accumulate(device, {.seed = 1, .time = 1}, n, of(real), of(fake));
    const CriticReport report = test.report(device);
    return report.real_loss + report.fake_loss;
  }
  double model_loss(Side side) {
    const bool real_side = side == Side::real;
    auto& own = real_side ? real : fake;
    auto& other = real_side ? fake : real;
    return value_of(device, test.pull(device, {.seed = 1, .time = 1}, n, side, of(own),
                                      Batch<Points, D>(ref<D>(slope)), of(other)));
  }
};

/// The largest difference between what a pass says and central differences of `loss`.
template <class Loss>
double largest_error(std::span<const double> slopes, std::span<double> places, Loss loss) {
  double error = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double kept = places[i], h = 1e-5;
    places[i] = kept + h;
    const double above = loss();
    places[i] = kept - h;
    const double below = loss();
    places[i] = kept;
    error = std::max(error, std::abs((above - below) / (2 * h) - slopes[i]));
  }
  return error;
}

template <class Objective>
void check_slopes(Objective objective) {
  BatchGame<Objective> game(objective);
  auto& learner = game.test.learner();
  const std::size_t size = Critic::parameter_count;
  game.critic_loss();
  const std::vector<double> gradient(raw(learner.gradient()), raw(learner.gradient()) + size);
  CHECK(largest_error(gradient, {learner.values().data(), size},
                      [&] { return game.critic_loss(); }) < 1e-8);
  for (const Side side : {Side::fake, Side::real}) {
    game.model_loss(side);
    const std::vector<double> slope(game.slope.begin(), game.slope.end());
    auto& own = side == Side::real ? game.real : game.fake;
    CHECK(largest_error(slope, {own.data(), own.size()}, [&] { return game.model_loss(side); }) <
          1e-8);
  }
}

}  // namespace

TEST_CASE("objectives over whole batches: slopes are those of their losses", "[adversary]") {
  check_slopes(RelativisticPairs{});
  check_slopes(DonskerVaradhan{});
  check_slopes(DonskerVaradhan{.temperature = 2.5});
}

TEST_CASE("a relativistic loss does not see a constant added to all scores", "[adversary]") {
  BatchGame<RelativisticPairs> game;
  const double critic = game.critic_loss(), model = game.model_loss(Side::fake);
  game.test.learner().parameters("2.bias")(0, 0) += 7;
  CHECK(game.critic_loss() == near(critic, 1e-12));
  CHECK(game.model_loss(Side::fake) == near(model, 1e-12));
}

TEST_CASE("an objective over whole batches trains a GAN", "[adversary]") {
  struct Small : Toy<2> {
    struct Generator : Network<Shape<2>, Linear<64>, Relu, Linear<64>, Relu, Linear<2>> {};
    struct Critic : Network<Shape<2>, Linear<64>, LeakyRelu<>, Linear<64>, LeakyRelu<>, Linear<1>> {
    };
  };
  Gan<RelativisticPairs, R1, Small> gan{{.batch = 128, .critic_steps = 1, .seed = 2}};
  const data::Ring ring;
  Tensor<float, 2> real = xt::empty<float>({256, 2});
  ring.draw(real.data(), 256, 1, 0);
  const auto distance = [&] {
    return wasserstein_distance<L2>(Tensor<float, 2>(gan.sample(256)), real);
  };
  const double before = distance();
  for (int step = 0; step < 600; ++step) gan.step(ring);
  CHECK(distance() < before / 2);
  CHECK(gan.description()[0].second == "relativistic-pairs");
}

TEST_CASE("an objective over whole batches and BatchNorm in the critic are a fault",
          "[adversary]") {
  struct Normed : Toy<2> {
    struct Critic : Network<Shape<2>, Linear<8>, BatchNorm, LeakyRelu<>, Linear<1>> {};
  };
  STATIC_REQUIRE(fault<RelativisticPairs, R1, Toy<2>, Cpu>() == Fault::none);
  STATIC_REQUIRE(fault<RelativisticPairs, Unconstrained, Normed, Cpu>() == Fault::coupled_scores);
  STATIC_REQUIRE(fault<NonSaturating, Unconstrained, Normed, Cpu>() == Fault::none);
}

}  // namespace batch_objective_test
