// SPDX-License-Identifier: BSL-1.0
#include "adversary/game.hpp"

namespace critics_test {

using namespace saddle;
using test::Game;

namespace {

struct Plain : Network<Shape<2>, Linear<5>, LeakyRelu<>, Linear<1>> {};
struct Joined
    : Network<Joint<Shape<2>, Shape<3>>, Parallel<Linear<4>, Linear<4>>, Add, Tanh, Linear<1>> {};
struct Classes : Network<Shape<2>, Linear<5>, Tanh, Heads<Linear<1>, Linear<3>>> {};
struct Sets : Network<Shape<2>, Linear<5>, Tanh, Heads<Linear<1>, Linear<5>>> {};
struct Batched : Network<Shape<2>, Linear<5>, BatchNorm, Tanh, Linear<1>> {};
struct Patches
    : Network<Shape<2, 2, 1>, Flatten, Linear<4>, Softplus, Linear<4>, Reshape<2, 2, 1>> {};

}  // namespace

TEMPLATE_TEST_CASE("Adversary: every constraint, critics of one and of two inputs", "[adversary]",
                   Unconstrained, WeightClip, GradientPenalty, R1, SpectralNorm) {
  Game<NonSaturating, TestType, Plain> plain;
  plain.check_critic(1);
  plain.check_model();
  Game<LeastSquares, TestType, Joined> joined;
  joined.check_critic(2);
  joined.check_model();
}

TEMPLATE_TEST_CASE("Adversary: a critic with a class head", "[adversary]", Unconstrained,
                   GradientPenalty, R1, SpectralNorm) {
  const auto check = [](auto game) {
    game.check_critic(1);  // nobody has a target
    game.check_model();
    game.label(0, 50);
    game.check_critic(2);
    game.label(2, 51);
    game.check_critic(2);
    game.check_model();
  };
  check(Game<Hinge, TestType, Classes, CrossEntropy>{});
  check(Game<Wasserstein, TestType, Classes, BinaryCrossEntropy>{});
}

TEMPLATE_TEST_CASE("Adversary: a target may speak of some classes of the head", "[adversary]",
                   Unconstrained, GradientPenalty) {
  const auto check = [](auto game) {
    game.label(0, 50, {0, 2});
    game.label(1, 51, {2, 3});
    game.label(2, 52, {4, 1});
    game.check_critic(2);
    game.check_model();
    game.label(2, 52);
    game.check_critic(2);
    game.check_model();
  };
  check(Game<Hinge, TestType, Sets, CrossEntropy>{});
  check(Game<Wasserstein, TestType, Sets, BinaryCrossEntropy>{});
}

TEST_CASE("Adversary: labels that the head does not have are refused", "[adversary]") {
  Game<Hinge, Unconstrained, Sets, CrossEntropy> game;
  game.label(0, 50, {3, 3});
  CHECK_THROWS_WITH(game.adversary.accumulate(game.device, game.clock, game.n,
                                              game.sides[0].sample(), game.sides[1].sample()),
                    "labels: expected among 5 classes, found 3 to 5");
}

TEMPLATE_TEST_CASE("Adversary: BatchNorm sees real and fake as separate batches", "[adversary]",
                   Unconstrained, SpectralNorm) {
  Game<Minimax, TestType, Batched> game;
  game.check_critic(1);
  game.check_critic(2);
  game.check_model();
}

TEMPLATE_TEST_CASE("Adversary: scores per patch are averaged, a penalty takes their sum",
                   "[adversary]", Unconstrained, GradientPenalty, R1) {
  Game<FDivergence<KL>, TestType, Patches> game;
  game.check_critic(2);
  game.check_model();
}

TEST_CASE("Adversary: the penalty ignores samples beyond the first fake", "[adversary]") {
  Game<Wasserstein, GradientPenalty, Plain> game;
  game.sides[2].weight = 0;
  game.check_critic(1);
  game.check_critic(2);
}

TEST_CASE("Adversary: a term that is not finite is named and no update is made", "[adversary]") {
  Game<Wasserstein, Unconstrained, Plain> game;
  const auto before = game.parameters.list();
  const auto observe = [&] {
    game.adversary.observe(game.device, game.clock, game.n, game.sides[0].sample(),
                           game.sides[1].sample());
  };
  *raw(game.sides[1].x.batch().ref()) = test::nan;
  CHECK_THROWS_WITH(observe(),
                    "critic: the loss on fake samples is not finite; first: input, sample 3[0]");
  *raw(game.sides[0].x.batch().ref()) = test::nan;
  CHECK_THROWS_WITH(observe(),
                    "critic: the loss on real samples is not finite; first: input, sample 0[0]");
  const double* const after = raw(game.adversary.learner().parameters());
  CHECK(std::vector<double>(after, after + before.size()) == before);

  game.sides[0].x.draw(1);
  game.sides[1].x.draw(2);
  CHECK_NOTHROW(observe());
  CHECK(std::vector<double>(after, after + before.size()) != before);
}

TEST_CASE("Adversary: features are the input of the head, in evaluation mode", "[adversary]") {
  Game<Wasserstein, Unconstrained, Classes, CrossEntropy> game;
  STATIC_REQUIRE(std::is_same_v<typename decltype(game)::Test::Features, Shape<5>>);
  const auto features = game.adversary.critic().features(
      game.device, game.n, ConstBatch<Shape<2>, test::Double>(game.sides[0].x.read()));
  const double* const x = raw(game.sides[0].x.read().ref());
  auto& learner = game.adversary.learner();
  const auto w = learner.parameters("0.weight"), b = learner.parameters("0.bias");
  for (std::size_t i = 0; i < game.n; ++i) {
    for (std::size_t j = 0; j < 5; ++j) {
      CHECK(raw(features.ref())[i * 5 + j] ==
            Approx(std::tanh(x[2 * i] * w(0, j) + x[2 * i + 1] * w(1, j) + b(0, j))));
    }
  }
}

}  // namespace critics_test
