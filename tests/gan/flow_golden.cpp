// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "golden_steps.hpp"

#include <saddle/constraint/unconstrained.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/gan/align_flow.hpp>
#include <saddle/gan/flow.hpp>
#include <saddle/nn/flow/act_norm.hpp>
#include <saddle/nn/flow/coupling.hpp>
#include <saddle/nn/flow/flow_network.hpp>
#include <saddle/nn/flow/triangular_product.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/least_squares.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace flow_golden_test {

using namespace saddle;

namespace {

using Double = BasicCpu<double>;

template <Half half>
using Coupling = AffineCoupling<half, Linear<5>, Tanh, Linear<4>>;
struct Columns : FlowNetwork<Shape<4>, ActNorm, Coupling<Half::first>, TriangularProduct<>,
                             Coupling<Half::second>> {};
template <class Prior>
struct Alone {
  using Latent = Prior;
  using Flow = Columns;
};
struct Ways {
  using Latent = Gaussian<4>;
  struct FlowOfFirst : Columns {};
  struct FlowOfSecond : Columns {};
  struct CriticOfFirst : Network<Shape<4>, Linear<6>, LeakyRelu<>, Linear<1>> {};
  struct CriticOfSecond : CriticOfFirst {};
};

template <class Prior>
void check_alone(const char* name, double clip_norm) {
  Flow<Alone<Prior>, Double> flow{
      {.batch = test::golden_batch,
       .optimizer = {.learning_rate = 0.01, .beta1 = 0.9, .beta2 = 0.99, .clip_norm = clip_norm}}};
  test::check_steps(flow, test::Waves<4>{}, test::read_goldens("flow.json")[name]);
}

void check_align(const char* name, double likelihood) {
  AlignFlow<LeastSquares, Unconstrained, Ways, Double> flows{
      {.batch = test::golden_batch,
       .pool = 0,
       .likelihood = likelihood,
       .critic_optimizer = {.learning_rate = 0.01, .beta1 = 0.4, .beta2 = 0.9},
       .generator_optimizer = {.learning_rate = 0.005, .beta1 = 0.5, .beta2 = 0.999}}};
  const data::Domains waves{test::Waves<4>{}, test::Waves<4>{2}};
  test::check_steps(flows, waves, test::read_goldens("flow.json")[name]);
}

}  // namespace

TEST_CASE("PyTorch: ten steps of a flow, with either prior and a clipped gradient", "[golden]") {
  check_alone<Gaussian<4>>("gaussian", 0);
  check_alone<Logistic<4>>("logistic, clipped", 0.5);
}

TEST_CASE("PyTorch: ten steps of AlignFlow, with likelihood and without", "[golden]") {
  check_align("align", 0.3);
  check_align("align, adversarial only", 0);
}

}  // namespace flow_golden_test
