// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "laws/differences.hpp"
#include "near.hpp"

#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/learner/model.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/optim/optim.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace model_test {

using namespace saddle;
using test::Double;
using test::List;
using test::operator+;
using test::Samples;

namespace {

constexpr std::size_t capacity = 4, n = 10;
constexpr Sgd sgd{.learning_rate = 0.5};

struct Plain : Network<Shape<2>, Linear<5>, Tanh, Linear<3>> {};
struct Shaped : Network<Shape<2>, Linear<12>, Tanh, Reshape<2, 2, 3>> {};
struct Pair : Network<Joint<Shape<2>, Shape<3>>, Concat, Linear<4>, Tanh, Linear<2>> {};
/// What its pullback needs of the forward is drawn or computed in the forward.
struct Drawing
    : Network<Shape<2>, Linear<6>, BatchNorm, Tanh, Dropout<0.5>, Linear<6>, Tanh, Linear<3>> {};

template <class Net>
struct Working {
  explicit Working(Ema ema = {}) : model({device, capacity, 1, 3, "encoder"}, sgd, ema) {}

  template <class... X>
  auto apply(const X&... x) {
    return model.apply(device, kept, x...);
  }

  Double device;
  Model<Net, Sgd, Double> model;
  Forward<Net, Double> kept = model.forward_room();
};

/// Samples of the host. Shapes: (count, columns).
Tensor<double, 2> rows(std::size_t count, std::size_t columns, std::uint32_t stream) {
  auto result = Tensor<double, 2>::from_shape({count, columns});
  random::normal<double>(result.data(), 0, 1, result.size(), {.seed = 5, .time = stream});
  return result;
}

/// Numbers of the host as one component of a batch.
void copy_rows(const Tensor<double, 2>& from, std::size_t first, std::size_t count,
               Write<Double> to) {
  for (std::size_t i = 0; i < count * from.shape(1); ++i) {
    raw(to)[i] = from.data()[first * from.shape(1) + i];
  }
}

}  // namespace

TEST_CASE("Model: apply is evaluate, chunk by chunk", "[learner]") {
  Working<Plain> one(Ema{.decay = 0.5});
  std::fill_n(raw(one.model.learner().gradient()), Plain::parameter_count, 0.3);
  one.model.update(one.device, {});  // the average is no longer what is trained
  const Tensor<double, 2> x = rows(n, 2, 1);
  const auto y = one.apply(x);
  REQUIRE(y.shape() == decltype(y.shape()){n, 3});
  Samples<Shape<2>> chunk(capacity);
  for (std::size_t done = 0; done < n; done += capacity) {
    const std::size_t count = std::min(capacity, n - done);
    copy_rows(x, done, count, chunk.batch().ref());
    const auto expected = one.model.evaluate(one.device, count, chunk.read(), one.kept);
    for (std::size_t i = 0; i < count * 3; ++i) {
      CHECK(y.data()[done * 3 + i] == raw(expected.ref())[i]);
    }
  }
  const auto trained = one.model.forward(one.device, {}, 2, chunk.read(), one.kept);
  CHECK(raw(trained.ref())[0] != y(8, 0));
}

TEST_CASE("Model: apply keeps the shape of the output, and none of nothing", "[learner]") {
  Working<Shaped> one;
  const auto y = one.apply(rows(n, 2, 1));
  CHECK(y.shape() == decltype(y.shape()){n, 2, 2, 3});
  CHECK(one.apply(rows(0, 2, 1)).size() == 0);
}

TEST_CASE("Model: apply takes one array for each part of the input", "[learner]") {
  Working<Pair> one;
  const Tensor<double, 2> x = rows(n, 2, 1), z = rows(n, 3, 2);
  const auto y = one.apply(x, z);
  REQUIRE(y.shape() == decltype(y.shape()){n, 2});
  Samples<Pair::Input> sample(1);
  for (std::size_t i = 0; i < n; ++i) {
    copy_rows(x, i, 1, sample.batch()[0]);
    copy_rows(z, i, 1, sample.batch()[1]);
    const auto expected = one.model.evaluate(one.device, 1, sample.read(), one.kept);
    for (std::size_t k = 0; k < 2; ++k) CHECK(y(i, k) == near(raw(expected.ref())[k], 1e-14));
  }
}

TEST_CASE("Model: apply refuses samples of another size", "[learner]") {
  Working<Plain> one;
  CHECK_THROWS_AS(one.apply(rows(n, 3, 1)), ConfigError);
  CHECK_THROWS_WITH(one.apply(rows(n, 3, 1)),
                    "samples: expected (n, 2), found 3 numbers per sample");
  Working<Pair> pair;
  CHECK_THROWS_WITH(pair.apply(rows(n, 2, 1), rows(n, 2, 1)),
                    "samples: expected (10, 3), found 2 numbers per sample");
  CHECK_THROWS_WITH(pair.apply(rows(n, 2, 1), rows(n - 1, 3, 1)),
                    "samples: expected (10, 3), found 3 numbers per sample, 9 samples");
  CHECK_THROWS_WITH(pair.apply(rows(n, 2, 1), rows(15, 2, 1)),  // 30 numbers as well
                    "samples: expected (10, 3), found 2 numbers per sample, 15 samples");
}

TEST_CASE("Model: the clock of a forward decides what it draws", "[learner]") {
  Samples<Shape<2>> x(capacity);
  x.draw(1);
  const auto at = [&](std::uint32_t time) {
    Working<Drawing> one;
    one.model.forward(one.device, {.seed = 1, .time = time}, capacity, x.read(), one.kept);
    const double* first = raw(one.kept.y().ref());
    return List(first, first + capacity * Drawing::Output::size);
  };
  CHECK(at(1) == at(1));
  CHECK(at(1) != at(2));
}

TEST_CASE("Model: of two forwards that are alive at once each has its own pullback", "[learner]") {
  constexpr Clock early{.seed = 1, .time = 1}, late{.seed = 1, .time = 2};
  Samples<Shape<2>> x(capacity), other(capacity - 1), dx(capacity), expected_dx(capacity);
  Samples<Shape<3>> dy(capacity), other_dy(capacity - 1);
  x.draw(1);
  other.draw(2);
  dy.draw(3);
  other_dy.draw(4);
  const auto gradient = [](auto& one) {
    const double* first = raw(one.model.learner().gradient());
    return List(first, first + Drawing::parameter_count);
  };

  Working<Drawing> alone, after;
  alone.model.forward(alone.device, early, capacity, x.read(), alone.kept);
  alone.model.pullback(alone.device, alone.kept, dy.read(), expected_dx.batch());
  const List of_first = gradient(alone);
  after.model.forward(after.device, late, capacity - 1, other.read(), after.kept);
  after.model.pullback(after.device, after.kept, other_dy.read());
  const List of_second = gradient(after);
  REQUIRE(of_first != of_second);

  Working<Drawing> both;
  Forward<Drawing, Double> second = both.model.forward_room();
  both.model.forward(both.device, early, capacity, x.read(), both.kept);
  both.model.forward(both.device, late, capacity - 1, other.read(), second);
  both.model.pullback(both.device, both.kept, dy.read(), dx.batch());
  CHECK(gradient(both) == of_first);
  CHECK(dx.list() == expected_dx.list());
  both.model.pullback(both.device, second, other_dy.read());
  CHECK(test::error(gradient(both), of_first + of_second) < 1e-14);
}

}  // namespace model_test
