// SPDX-License-Identifier: BSL-1.0
#include "golden.hpp"

#include "catch.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/wasserstein.hpp>
#include <saddle/optim/optim.hpp>

#include <algorithm>

namespace golden_test {

using namespace saddle;
using test::golden_tolerance;
using test::Json;
using test::numbers;

namespace {

const Json& goldens() {
  static const Json all = test::read_goldens("pytorch.json");
  return all;
}

/// A network with the parameters of a golden case, its forward and backward.
template <class Net, class T>
struct Module {
  using D = BasicCpu<T>;
  using Input = typename Net::Input;
  using Output = typename Net::Output;

  explicit Module(const Json& golden)
      : x(numbers<T>(golden["x"])), dy(numbers<T>(golden["dy"])), dx(D::zeros(x.size())) {
    learner.values() = numbers<T>(golden["parameters"]);
    device.reserve_scratch(Chain<Net>::template scratch_size<D>(n));
  }
  template <class P>
  void check(P pass, const Json& golden) {
    Chain<Net>::forward(pass, ConstBatch<Input, D>(ref<D>(x)), tape.output(n));
    Chain<Net>::pullback(pass, ConstBatch<Input, D>(ref<D>(x)), tape.output(n),
                         ConstBatch<Output, D>(ref<D>(dy)), Batch<Input, D>(ref<D>(dx)),
                         learner.gradient(), Write<D>{});
    CHECK(test::error_of_rms(raw(tape.output(n).ref()), golden["y"]) < golden_tolerance<T>);
    CHECK(test::error_of_rms(dx.data(), golden["dx"]) < golden_tolerance<T>);
  }
  void check_gradient(const Json& golden) {
    CHECK(test::error_of_rms(raw(learner.gradient()), golden["gradient"]) < golden_tolerance<T>);
    std::fill_n(raw(learner.gradient()), Net::parameter_count, T(0));
  }
  auto train_pass(Read<D> effective = {}) {
    return learner.train_pass(device, n, tape.cache(), {}, effective);
  }

  D device;
  typename D::template Buffer<T> x, dy, dx;
  std::size_t n = x.size() / Input::size;
  Learner<Net, Sgd, D> learner{"net", 0, {}};
  Tape<Net, D> tape{n};
};

template <class Act>
struct Mlp : Network<Shape<3>, Linear<7>, Act, Linear<2>> {};
template <class Act>
struct Critic : Network<Shape<3>, Linear<6>, Act, Linear<4>, Act, Linear<1>> {};
struct Normed : Network<Shape<5>, LayerNorm> {};
struct Batched : Network<Shape<5>, BatchNorm> {};
struct Spectral : Network<Shape<5>, Linear<4>> {};

template <class T, class Act>
void check_mlp(const char* name) {
  INFO(name);
  const Json& golden = goldens()["mlp"][name];
  Module<Mlp<Act>, T> module(golden);
  module.check(module.train_pass(), golden);
  module.check_gradient(golden);
}

template <class T, class Act>
void check_penalty(const char* name) {
  INFO(name);
  using D = BasicCpu<T>;
  const Json& golden = goldens()["gradient_penalty"][name];
  auto x = numbers<T>(golden["x"]);
  D device;
  Adversary<Wasserstein, GradientPenalty, Critic<Act>, Sgd, None, D> adversary(
      {device, 5, 1, 1, "critic"}, {.constraint = {.lambda = 10}});
  adversary.learner().values() = numbers<T>(golden["parameters"]);
  // The same samples on both sides: the Wasserstein game cancels, the penalty is left.
  const Sample<Shape<3>, D> points{ConstBatch<Shape<3>, D>(ref<D>(x))};
  adversary.accumulate(device, {.seed = 1, .time = 1}, 5, points, points);
  CHECK(adversary.report(device).penalty ==
        Approx(golden["penalty"].template get<double>()).epsilon(golden_tolerance<T>));
  CHECK(test::error_of_rms(raw(adversary.learner().gradient()), golden["gradient"]) <
        golden_tolerance<T>);
}

template <class T, class Rules>
void check_optimizer(const char* name, Rules optimizer) {
  INFO(name);
  using D = BasicCpu<T>;
  D device;
  const Slot<D> wrong_at = device.slot();
  const Json& golden = goldens()[name];
  auto p = numbers<T>(golden["start"]), m = D::zeros(p.size()), v = D::zeros(p.size());
  for (std::uint64_t step = 1; step <= 3; ++step) {
    auto g = numbers<T>(golden["gradients"][step - 1]);
    optimize(device, wrong_at, optimizer.template rule<T>(step, 1), NoProjection{}, p.size(),
             ref<D>(p), ref<D>(g), ref<D>(m), ref<D>(v));
    CHECK(test::error_of_rms(p.data(), golden["after"][step - 1]) < golden_tolerance<T>);
  }
}

template <class T, class Loss>
void check_auxiliary(const char* name) {
  INFO(name);
  using D = BasicCpu<T>;
  D device;
  const Json& golden = goldens()[name];
  auto logits = numbers<T>(golden["logits"]), targets = numbers<T>(golden["targets"]),
       gradient = D::zeros(logits.size());
  const Slot<D> loss = device.slot();
  Loss::evaluate(device, loss, Read<D>(ref<D>(logits)), Read<D>(ref<D>(targets)), ref<D>(gradient),
                 4, 3, 1);
  CHECK(value_of(device, loss) ==
        Approx(golden["loss"].template get<double>()).epsilon(golden_tolerance<T>));
  CHECK(test::error_of_rms(gradient.data(), golden["gradient"]) < golden_tolerance<T>);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: networks forward and backward", "[golden]", test::GoldenTypes) {
  check_mlp<TestType, Relu>("relu");
  check_mlp<TestType, LeakyRelu<0.2>>("leaky_relu");
  check_mlp<TestType, Tanh>("tanh");
  check_mlp<TestType, Sigmoid>("sigmoid");
  check_mlp<TestType, Softplus>("softplus");
  check_mlp<TestType, Elu>("elu");
  const Json& golden = goldens()["layer_norm"];
  Module<Normed, TestType> module(golden);
  module.check(module.train_pass(), golden);
  module.check_gradient(golden);
}

TEMPLATE_LIST_TEST_CASE("PyTorch: BatchNorm in training, its running statistics, in evaluation",
                        "[golden]", test::GoldenTypes) {
  using D = BasicCpu<TestType>;
  const Json& golden = goldens()["batch_norm"];
  Module<Batched, TestType> module(golden["train"]);
  module.learner.initialise(module.device, 1);
  module.learner.values() = numbers<TestType>(golden["train"]["parameters"]);
  module.check(module.train_pass(), golden["train"]);
  module.check_gradient(golden["train"]);
  CHECK(test::error_of_rms(raw(module.learner.state()), golden["state"]) <
        golden_tolerance<TestType>);
  module.check(module.learner.eval_pass(module.device, module.n, module.tape.cache()),
               golden["eval"]);
  module.check_gradient(golden["eval"]);
  STATIC_REQUIRE(std::is_same_v<typename Learner<Batched, Sgd, D>::Scalar, TestType>);
}

TEMPLATE_LIST_TEST_CASE("PyTorch: spectral norm, one power step, forward and backward", "[golden]",
                        test::GoldenTypes) {
  using D = BasicCpu<TestType>;
  const Json& golden = goldens()["spectral_norm"];
  Module<Spectral, TestType> module(golden);
  SpectralState<SpectralNorm, Spectral, D> state(module.device, SpectralNorm{});
  TestType* vectors = nullptr;  // inputs, then outputs
  TrainingState<D> listed;
  state.list_state("net", listed);
  vectors = listed.buffers.at(0).values->data();
  const auto inputs = numbers<TestType>(golden["inputs_vector"]),
             outputs = numbers<TestType>(golden["outputs_vector"]);
  std::copy(inputs.begin(), inputs.end(), vectors);
  std::copy(outputs.begin(), outputs.end(), vectors + 5);
  state.refresh(module.device, module.learner, true);
  CHECK(test::error_of_rms(vectors, golden["inputs_vector_after"]) < golden_tolerance<TestType>);
  CHECK(test::error_of_rms(vectors + 5, golden["outputs_vector_after"]) <
        golden_tolerance<TestType>);
  module.check(module.train_pass(state.effective()), golden);
  state.pullback(module.device, module.learner);
  module.check_gradient(golden);
}

TEMPLATE_LIST_TEST_CASE("PyTorch: gradient penalty and its gradient in every parameter", "[golden]",
                        test::GoldenTypes) {
  check_penalty<TestType, Tanh>("tanh");
  check_penalty<TestType, LeakyRelu<0.2>>("leaky_relu");
  check_penalty<TestType, Softplus>("softplus");
}

TEMPLATE_LIST_TEST_CASE("PyTorch: three steps of each optimiser", "[golden]", test::GoldenTypes) {
  check_optimizer<TestType>("adam", Adam{.learning_rate = 0.01, .beta1 = 0.5, .beta2 = 0.9});
  check_optimizer<TestType>("rmsprop", RmsProp{.learning_rate = 0.01});
  check_optimizer<TestType>("sgd", Sgd{.learning_rate = 0.01});
}

TEMPLATE_LIST_TEST_CASE("PyTorch: cross-entropies of a class head", "[golden]", test::GoldenTypes) {
  check_auxiliary<TestType, CrossEntropy>("cross_entropy");
  check_auxiliary<TestType, BinaryCrossEntropy>("binary_cross_entropy");
}

}  // namespace golden_test
