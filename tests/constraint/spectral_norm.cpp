// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "laws/differences.hpp"
#include "near.hpp"

#include <saddle/adversary/spectral.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/optim/sgd.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace spectral_norm_test {

using namespace saddle;
using test::Double;
using test::List;

namespace {

struct Critic : Network<Shape<7>, Linear<12>, LeakyRelu<>, Residual<Linear<12>>, LayerNorm,
                        Maxout<5, 2>, Linear<1>> {};
using L = Learner<Critic, Sgd, Double>;

/// The largest singular value, by a power iteration long enough for doubles.
double largest_singular_value(const double* w, std::size_t rows, std::size_t columns) {
  List v(columns, 1.0);
  double value = 0;
  for (int step = 0; step < 3000; ++step) {
    List u(rows, 0.0), next(columns, 0.0);
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < columns; ++j) u[i] += w[i * columns + j] * v[j];
    }
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < columns; ++j) next[j] += w[i * columns + j] * u[i];
    }
    const double length = std::sqrt(test::dot(next, next));
    value = std::sqrt(length / std::sqrt(test::dot(v, v)));
    for (std::size_t j = 0; j < columns; ++j) v[j] = next[j] / length;
  }
  return value;
}

struct Fixture {
  Fixture() {
    learner.initialise(device, 4);
    state.initialise(device, learner, 4, 1);
  }
  Double device;
  L learner{"critic", 1, {}};
  SpectralState<SpectralNorm, Critic, Double> state{device, SpectralNorm{}};
};

}  // namespace

TEST_CASE("SpectralNorm: effective matrices have largest singular value 1", "[constraint]") {
  STATIC_REQUIRE(Constraint<SpectralNorm>);
  Fixture f;
  const auto values = [&] {
    List result;
    for (const ParameterBlock& block : parameter_blocks<Critic>) {
      if (block.kind != ParameterBlock::Kind::weight) continue;
      result.push_back(largest_singular_value(raw(f.state.effective()) + block.offset, block.rows,
                                              block.columns));
    }
    return result;
  };
  for (double value : values()) CHECK(value == Approx(1).margin(0.02));  // after 15 power steps
  for (int step = 0; step < 500; ++step) f.state.refresh(f.device, f.learner, true);
  CHECK(values().size() == 4);
  for (double value : values()) CHECK(value == near(1, 1e-10));
}

TEST_CASE("SpectralNorm: everything but weight matrices is left alone", "[constraint]") {
  Fixture f;
  for (const ParameterBlock& block : parameter_blocks<Critic>) {
    if (block.kind == ParameterBlock::Kind::weight) continue;
    for (std::size_t i = 0; i < block.size(); ++i) {
      CHECK(raw(f.state.effective())[block.offset + i] == f.learner.values()(block.offset + i));
    }
  }
}

TEST_CASE("SpectralNorm: the pullback is the derivative with u and v constant", "[constraint]") {
  Fixture f;
  test::Numbers weights(Critic::parameter_count);
  weights.draw(3);
  const auto loss = [&] {
    f.state.refresh(f.device, f.learner, false);
    const double* const effective = raw(f.state.effective());
    return test::dot(weights.list(), List(effective, effective + Critic::parameter_count));
  };
  test::Places places;
  for (double& value : f.learner.values()) places.push_back(&value);
  const List expected = test::differences(loss, places);
  loss();
  double* const gradient = raw(f.learner.gradient());
  std::copy(weights.begin(), weights.end(), gradient);
  f.state.pullback(f.device, f.learner);
  CHECK(test::error(List(gradient, gradient + Critic::parameter_count), expected) < 1e-9);
}

TEST_CASE("SpectralNorm: a power step follows the matrix, a refresh without one keeps u and v",
          "[constraint]") {
  Fixture f;
  const auto vectors = [&] {
    List result;
    TrainingState<Double> listed;
    f.state.list_state("critic", listed);
    REQUIRE(listed.buffers.size() == 1);
    CHECK(listed.buffers[0].name == "critic.spectral");
    result.assign(listed.buffers[0].values->begin(), listed.buffers[0].values->end());
    return result;
  };
  const List before = vectors();
  f.state.refresh(f.device, f.learner, false);
  CHECK(vectors() == before);
  f.learner.parameters("0.weight")(3, 4) += 2;
  f.state.refresh(f.device, f.learner, true);
  CHECK(vectors() != before);
}

TEST_CASE("SpectralNorm: a matrix that begins at zero is left alone until it is not",
          "[constraint]") {
  struct Flat : Network<Shape<7>, Linear<5>, LeakyRelu<>, Linear<3, ZeroInit>> {};
  Double device;
  Learner<Flat, Sgd, Double> learner("critic", 1, {});
  SpectralState<SpectralNorm, Flat, Double> state(device, SpectralNorm{});
  learner.initialise(device, 4);
  state.initialise(device, learner, 4, 1);
  const ParameterBlock& last = parameter_blocks<Flat>[2];
  REQUIRE(last.columns == 3);
  const double* const effective = raw(state.effective()) + last.offset;
  state.refresh(device, learner, true);
  for (std::size_t i = 0; i < last.size(); ++i) CHECK(effective[i] == 0);
  std::fill_n(raw(learner.gradient()), Flat::parameter_count, 1.0);
  state.pullback(device, learner);
  CHECK(raw(learner.gradient())[last.offset] == 1);

  auto weights = learner.parameters("2.weight");
  for (std::size_t i = 0; i < last.size(); ++i) {
    weights(i / 3, i % 3) = 1e-3 * std::cos(static_cast<double>(i * i));
  }
  state.refresh(device, learner, false);
  CHECK(largest_singular_value(effective, last.rows, last.columns) == Approx(1).margin(0.02));
}

}  // namespace spectral_norm_test
