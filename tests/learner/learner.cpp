// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"

#include <saddle/learner/learner.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/optim/optim.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace learner_test {

using namespace saddle;

namespace {

using Device = BasicCpu<double>;
struct Net : Network<Shape<2>, Linear<3>, Tanh, Linear<1>> {};
using L = Learner<Net, Sgd, Device>;

void set_gradient(L& learner, double value) {
  std::fill_n(raw(learner.gradient()), Net::parameter_count, value);
}

}  // namespace

TEST_CASE("Learner: parameters are tensor views under their paths", "[nn]") {
  Device device;
  L learner("critic", 1, {});
  learner.initialise(device, 1);
  auto weight = learner.parameters("0.weight");
  CHECK(weight.shape()[0] == 2);
  CHECK(weight.shape()[1] == 3);
  CHECK(learner.parameters("2.bias").size() == 1);
  weight(1, 2) = 42;
  CHECK(learner.values()(5) == 42);
  learner.parameters("2.weight") = xt::zeros<double>({3, 1});
  for (std::size_t i = 9; i < 12; ++i) CHECK(learner.values()(i) == 0);
}

TEST_CASE("Learner: a parameter that is not there is named", "[nn]") {
  L learner("critic", 1, {});
  CHECK_THROWS_AS(learner.parameters("1.weight"), ConfigError);
  CHECK_THROWS_WITH(learner.parameters("1.weight"),
                    "parameter of critic: expected one of its paths, such as 0.weight, found "
                    "1.weight");
}

TEST_CASE("Learner: an update zeroes the gradient and names what is not finite", "[nn]") {
  Device device;
  L learner("critic", 1, Sgd{.learning_rate = 0.5});
  learner.initialise(device, 1);
  const auto before = learner.values();
  set_gradient(learner, 2);
  learner.update(device, 0.5, NoProjection{});
  CHECK(learner.steps() == 1);
  for (std::size_t i = 0; i < Net::parameter_count; ++i) {
    CHECK(learner.values()(i) == near(before(i) - 0.5, 1e-15));
    CHECK(raw(learner.gradient())[i] == 0);
  }
  raw(learner.gradient())[7] = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(learner.update(device, 1, NoProjection{}), NumericError);
  raw(learner.gradient())[10] = std::numeric_limits<double>::infinity();
  learner.values().fill(0);
  CHECK_THROWS_WITH(learner.update(device, 1, NoProjection{}),
                    "critic 2.weight[1] is not finite after its update");
}

TEST_CASE("Learner: the moving average follows the parameters and is what evaluation sees",
          "[nn]") {
  Device device;
  const Ema ema = GENERATE(Ema{.decay = 0.9}, Ema{.decay = 0.4, .warm_up = true});
  L learner("generator", 0, Sgd{.learning_rate = 1}, ema);
  learner.initialise(device, 1);
  std::vector<double> expected(learner.values().begin(), learner.values().end());
  for (int step = 1; step <= 3; ++step) {
    set_gradient(learner, 0.1 * step);
    learner.update(device, 1, NoProjection{});
    double decay = ema.decay;
    if (ema.warm_up && step < 3) decay = step == 1 ? 0 : 1.0 / 3;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      expected[i] = decay * expected[i] + (1 - decay) * learner.values()(i);
    }
  }
  const auto evaluated = learner.eval_pass(device, 1, {}).parameters;
  const auto trained = learner.train_pass(device, 1, {}, {}).parameters;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(raw(evaluated)[i] == near(expected[i], 1e-14));
    CHECK(raw(trained)[i] == learner.values()(i));
  }
}

TEST_CASE("Learner: without an average evaluation sees the parameters", "[nn]") {
  Device device;
  L learner("generator", 0, {});
  CHECK(raw(learner.eval_pass(device, 1, {}).parameters) == raw(learner.parameters()));
}

TEST_CASE("Learner: lists every buffer of the training state by name", "[nn]") {
  const auto names = [](auto learner) {
    TrainingState<Device> state;
    learner.list_state(state);
    std::vector<std::string> result;
    for (const auto& buffer : state.buffers) {
      result.push_back(buffer.name + ":" + std::to_string(buffer.values->size()));
    }
    CHECK(state.counters.size() == 1);
    return result;
  };
  CHECK(names(Learner<Net, Adam, Device>("g", 0, {}, Ema{.decay = 0.5})) ==
        std::vector<std::string>{"g:13", "g.moment0:13", "g.moment1:13", "g.average:13"});
  CHECK(names(L("c", 1, {})) == std::vector<std::string>{"c:13"});
}

TEST_CASE("Learner: an update names every kind of number that is not finite", "[nn]") {
  struct Normed : Network<Shape<2>, Linear<3>, BatchNorm, Linear<1>> {};
  Device device;
  constexpr double inf = std::numeric_limits<double>::infinity();
  Learner<Normed, Adam, Device> learner("critic", 1, {}, Ema{.decay = 0.5});
  learner.initialise(device, 1);
  const auto numbers = [&](const std::string& name) -> auto& {
    TrainingState<Device> state;
    learner.list_state(state);
    for (const auto& buffer : state.buffers) {
      if (buffer.name == name) return *buffer.values;
    }
    throw ConfigError("buffer", "one that there is", name);
  };
  learner.update(device, 1, NoProjection{});
  SECTION("a moment that overflows while its parameter stays") {
    raw(learner.gradient())[4] = 1e200;
    CHECK_THROWS_WITH(learner.update(device, 1, NoProjection{}),
                      "critic 0.weight[4]: a moment of its optimiser is not finite after its "
                      "update");
    CHECK(std::isfinite(learner.values()(4)));
  }
  SECTION("the average") {
    numbers("critic.average")(7) = -inf;
    CHECK_THROWS_WITH(learner.update(device, 1, NoProjection{}),
                      "critic 0.bias[1]: its moving average is not finite after its update");
  }
  SECTION("a running statistic") {
    raw(learner.state())[5] = inf;
    CHECK_THROWS_WITH(learner.update(device, 1, NoProjection{}),
                      "critic 1.running_var[2] is not finite after a step");
  }
}

}  // namespace learner_test
