// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "golden_steps.hpp"

#include <saddle/constraint/gradient_penalty.hpp>
#include <saddle/constraint/unconstrained.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/least_squares.hpp>
#include <saddle/objective/wasserstein.hpp>

#include <cstddef>
#include <cstdint>

namespace cycle_gan_golden_test {

using namespace saddle;

namespace {

template <std::size_t from, std::size_t to>
struct Way : Network<Shape<from>, Linear<6>, Tanh, Linear<to>> {};
template <std::size_t columns>
struct CriticOf : Network<Shape<columns>, Linear<6>, LeakyRelu<>, Linear<6>, Tanh,
                          Linear<1, InheritInit, false>> {};

template <std::size_t first, std::size_t second>
struct Points {
  using There = Way<first, second>;
  using Back = Way<second, first>;
  using CriticOfFirst = CriticOf<first>;
  using CriticOfSecond = CriticOf<second>;
};

struct Images {
  using Image = Shape<8, 8, 3>;
  struct There : Network<Image, Conv2d<4, 3, 1, reflect(1), no_bias>, InstanceNorm<>, Relu,
                         Conv2d<3, 3, 1, 1>, Tanh> {};
  struct Back : There {};
  struct CriticOfFirst : Network<Image, Conv2d<4, 4, 2, 1>, LeakyRelu<>, Conv2d<1, 3, 1, 1>> {};
  struct CriticOfSecond : CriticOfFirst {};
};

template <class Objective, class Constraint, class Experiment, class T>
void check(const char* name) {
  INFO(name);
  CycleGan<Objective, Constraint, Experiment, BasicCpu<T>> gan{
      {.batch = test::golden_batch,
       .pool = 0,
       .critic_optimizer = {.learning_rate = 0.01, .beta1 = 0.4, .beta2 = 0.9},
       .generator_optimizer = {.learning_rate = 0.005, .beta1 = 0.5, .beta2 = 0.999}}};
  const data::Domains waves{test::Waves<Experiment::There::Input::size>{},
                            test::Waves<Experiment::Back::Input::size>{2}};
  test::check_steps(gan, waves, test::read_goldens("cycle_gan.json")[name]);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: ten steps of CycleGAN", "[golden]", test::GoldenTypes) {
  check<LeastSquares, Unconstrained, Points<2, 2>, TestType>("points");
  check<LeastSquares, Unconstrained, Images, TestType>("images");
}

TEMPLATE_LIST_TEST_CASE(
    "PyTorch: ten steps of CycleGAN under a penalty, between domains of two shapes", "[golden]",
    test::GoldenTypes) {
  // At the real samples, where no random weights mix them with fakes.
  using Penalty = BasicGradientPenalty<TwoSided, RealSamples, L2>;
  check<Wasserstein, Penalty, Points<2, 3>, TestType>("wasserstein");
}

}  // namespace cycle_gan_golden_test
