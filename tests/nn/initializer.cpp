// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"

#include <saddle/learner/learner.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/optim/optim.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace initializer_test {

using namespace saddle;

namespace {

template <class Init>
struct Net : Network<Shape<150>, Linear<100>, LeakyRelu<>, BatchNorm, Linear<50>> {
  using Initializer = Init;
};

struct OwnInit : Network<Shape<10>, Linear<20, HeInit>, LayerNorm, Linear<5>> {};

struct Statistics {
  double mean, deviation, largest;
};

/// Of the parameter `path` as `seed` draws it.
template <class N>
Statistics of(std::string_view path, std::uint64_t seed = 3) {
  Cpu device;
  Learner<N, Sgd, Cpu> learner("net", 0, {});
  learner.initialise(device, seed);
  const auto values = learner.parameters(path);
  double sum = 0, squares = 0, largest = 0;
  for (float value : values) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value * value);
    largest = std::max(largest, std::abs(static_cast<double>(value)));
  }
  const auto count = static_cast<double>(values.size());
  return {sum / count, std::sqrt(squares / count - sum * sum / count / count), largest};
}

}  // namespace

TEST_CASE("Initialisers: uniform bounds and moments", "[nn]") {
  const auto check = [](Statistics s, double bound) {
    CHECK(s.largest <= bound);
    CHECK(s.largest > 0.99 * bound);
    CHECK(s.deviation == Approx(bound / std::sqrt(3)).epsilon(0.02));
    CHECK(std::abs(s.mean) < 0.02 * bound);
  };
  check(of<Net<PyTorchInit>>("0.weight"), 1 / std::sqrt(150));
  check(of<Net<PyTorchInit>>("3.weight"), 1 / std::sqrt(100));
  check(of<Net<HeInit>>("0.weight"), std::sqrt(6.0 / 150));
  check(of<Net<GlorotInit>>("0.weight"), std::sqrt(6.0 / 250));
  CHECK(of<Net<PyTorchInit>>("0.bias").largest <= 1 / std::sqrt(150));
  CHECK(of<Net<PyTorchInit>>("0.bias").largest > 0.9 / std::sqrt(150));
}

TEST_CASE("Initialisers: normal moments", "[nn]") {
  const Statistics weight = of<Net<NormalInit<0.02>>>("0.weight");
  CHECK(weight.deviation == Approx(0.02).epsilon(0.02));
  CHECK(std::abs(weight.mean) < 5e-4);
  CHECK(weight.largest > 0.06);
  const Statistics gain = of<Net<NormalInit<0.02>>>("2.weight");
  CHECK(gain.mean == Approx(1).margin(0.01));
  CHECK(gain.deviation == Approx(0.02).epsilon(0.3));
}

TEST_CASE("Initialisers: biases are zero but for PyTorch's, gains one", "[nn]") {
  CHECK(of<Net<HeInit>>("0.bias").largest == 0);
  CHECK(of<Net<GlorotInit>>("3.bias").largest == 0);
  CHECK(of<Net<NormalInit<0.02>>>("0.bias").largest == 0);
  CHECK(of<Net<PyTorchInit>>("2.weight").mean == 1);
  CHECK(of<Net<PyTorchInit>>("2.weight").deviation == 0);
  CHECK(of<Net<PyTorchInit>>("2.bias").largest == 0);
}

TEST_CASE("Initialisers: a layer's own goes before the network's", "[nn]") {
  CHECK(of<OwnInit>("0.weight").largest > 0.9 * std::sqrt(6.0 / 10));
  CHECK(of<OwnInit>("0.bias").largest == 0);
  CHECK(of<OwnInit>("2.weight").largest <= 1 / std::sqrt(20));
}

TEST_CASE("Initialisers: a seed is a network, seeds and networks differ", "[nn]") {
  Cpu device;
  using L = Learner<OwnInit, Sgd, Cpu>;
  const auto values = [&](std::uint32_t index, std::uint64_t seed) {
    L learner("net", index, {});
    learner.initialise(device, seed);
    return std::vector<float>(learner.values().begin(), learner.values().end());
  };
  CHECK(values(0, 5) == values(0, 5));
  CHECK(values(0, 5) != values(0, 6));
  CHECK(values(0, 5) != values(1, 5));
}

TEST_CASE("Initialisers: running statistics start at mean 0 and variance 1", "[nn]") {
  Cpu device;
  Learner<Net<PyTorchInit>, Sgd, Cpu> learner("net", 0, {});
  learner.initialise(device, 1);
  const float* const state = raw(learner.state());
  CHECK(std::count(state, state + 100, 0.0F) == 100);
  CHECK(std::count(state + 100, state + 200, 1.0F) == 100);
}

}  // namespace initializer_test
