// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "golden.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/wasserstein.hpp>
#include <saddle/optim/optim.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace norm_goldens_test {

using namespace saddle;
using test::error_of_rms;
using test::golden_tolerance;
using test::Json;
using test::numbers;

namespace {

const Json& goldens() {
  static const Json all = test::read_goldens("norms.json");
  return all;
}

/// A network's forward and backward against a golden case; other inputs than x are `beside` it.
template <class Net, class T>
struct Module {
  using D = BasicCpu<T>;
  using Input = typename Net::Input;
  using Output = typename Net::Output;
  using Buffer = typename D::template Buffer<T>;

  explicit Module(std::size_t samples) : n(samples) {
    device.reserve_scratch(Chain<Net>::template scratch_size<D>(n));
    learner.initialise(device, 1);
  }
  template <Mode mode>
  void check(const Json& golden, Buffer beside = D::zeros(0)) {
    auto x = numbers<T>(golden["x"]), dy = numbers<T>(golden["dy"]), dx = D::zeros(x.size());
    learner.values() = numbers<T>(golden["parameters"]);
    std::fill_n(raw(learner.gradient()), Net::parameter_count, T(0));
    std::array<Ref<const T, D>, Input::components> in{cref<D>(x)};
    std::array<Ref<T, D>, Input::components> in_gradient{ref<D>(dx)};
    if constexpr (Input::components > 1) in[1] = cref<D>(beside);
    const auto run = [&](auto pass) {
      Chain<Net>::forward(pass, ConstBatch<Input, D>(in), tape.output(n));
      Chain<Net>::pullback(pass, ConstBatch<Input, D>(in), tape.output(n),
                           ConstBatch<Output, D>(ref<D>(dy)), Batch<Input, D>(in_gradient),
                           learner.gradient(), Write<D>{});
    };
    if constexpr (mode == Mode::train) run(learner.train_pass(device, n, tape.cache(), {}));
    else run(learner.eval_pass(device, n, tape.cache()));
    CHECK(error_of_rms(raw(tape.output(n).ref()), golden["y"]) < golden_tolerance<T>);
    CHECK(error_of_rms(dx.data(), golden["dx"]) < golden_tolerance<T>);
    if constexpr (Net::parameter_count > 0) {
      CHECK(error_of_rms(raw(learner.gradient()), golden["gradient"]) < golden_tolerance<T>);
    }
  }
  void check_state(const Json& expected) {
    REQUIRE(expected.size() == Net::state_count);
    CHECK(error_of_rms(raw(learner.state()), expected) < golden_tolerance<T>);
  }

  D device;
  std::size_t n;
  Learner<Net, Sgd, D> learner{"net", 0, {}};
  Tape<Net, D> tape{n};
};

using Image = Shape<3, 4, 3>;
struct Batched : Network<Image, BatchNorm> {};
struct Averaged
    : Network<Image,
              BasicBatchNorm<{.affine = false, .epsilon = 1e-3, .running = Running::average}>> {};
struct Instance : Network<Image, InstanceNorm<>> {};
struct AffineInstance : Network<Image, InstanceNorm<{.affine = true, .running_statistics = true}>> {
};
struct ByChannel : Network<Image, LayerNormByChannel> {};
struct Conditional : Network<Joint<Image, Shape<3>>, ConditionalBatchNorm<>> {};
struct Slopes : Network<Image, PRelu> {};
struct NormedKernel : Network<Image, WeightNorm<Conv2d<4, 3, 1, 1>>> {};
struct NormedWeight : Network<Shape<3>, WeightNorm<Linear<4, InheritInit, false>>> {};
template <class Norm>
struct Critic
    : Network<Shape<4, 4, 2>, Conv2d<3, 3, 1, 1>, Norm, LeakyRelu<0.2>, Flatten, Linear<1>> {};

template <class Net, class T>
void check_batches(const Json& golden) {
  Module<Net, T> module(2);
  for (const Json& batch : golden["train"]) module.template check<Mode::train>(batch);
  module.check_state(golden["state"]);
  module.template check<Mode::eval>(golden["eval"]);
}

template <class Net, class T>
void check_weight_norm(const Json& golden) {
  Module<Net, T> module(2);
  module.template check<Mode::train>(golden);
  module.template check<Mode::eval>(golden);

  // The layer is at first what its initialiser made it.
  const ParameterBlock& v = parameter_blocks<Net>.front();
  const ParameterBlock& g = parameter_blocks<Net>.back();
  CHECK(v.path.view() == "0.weight_v");
  CHECK(g.path.view() == "0.weight_g");
  module.learner.initialise(module.device, 1);
  const T* const values = module.learner.values().data();
  for (std::size_t o = 0; o < g.columns; ++o) {
    double square = 0;
    for (std::size_t row = 0; row < v.rows; ++row) {
      square += std::pow(static_cast<double>(values[v.offset + row * v.columns + o]), 2);
    }
    CHECK(static_cast<double>(values[g.offset + o]) == Approx(std::sqrt(square)));
  }
}

template <class T, class Norm>
void check_penalty(const Json& golden) {
  using D = BasicCpu<T>;
  using In = Shape<4, 4, 2>;
  auto x = numbers<T>(golden["x"]);
  D device;
  Adversary<Wasserstein, GradientPenalty, Critic<Norm>, Sgd, None, D> adversary(
      {device, 2, 1, 1, "critic"}, {.constraint = {.lambda = 10}});
  adversary.learner().values() = numbers<T>(golden["parameters"]);
  // The same samples on both sides: the Wasserstein game cancels, the penalty is left.
  const Sample<In, D> points{ConstBatch<In, D>(ref<D>(x))};
  adversary.accumulate(device, {.seed = 1, .time = 1}, 2, points, points);
  CHECK(adversary.report(device).penalty ==
        Approx(golden["penalty"].template get<double>()).epsilon(golden_tolerance<T>));
  CHECK(error_of_rms(raw(adversary.learner().gradient()), golden["gradient"]) <
        golden_tolerance<T>);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: BatchNorm of images, two batches and evaluation", "[golden]",
                        test::GoldenTypes) {
  check_batches<Batched, TestType>(goldens()["batch_norm"]);
  check_batches<Averaged, TestType>(goldens()["batch_norm_average"]);
}

TEMPLATE_LIST_TEST_CASE("PyTorch: InstanceNorm, GroupNorm with one group", "[golden]",
                        test::GoldenTypes) {
  Module<Instance, TestType>(2).template check<Mode::train>(goldens()["instance_norm"]);
  Module<Instance, TestType>(2).template check<Mode::eval>(goldens()["instance_norm"]);
  Module<AffineInstance, TestType> affine(2);
  affine.template check<Mode::train>(goldens()["instance_norm_affine"]);
  affine.check_state(goldens()["instance_norm_affine"]["state"]);
  Module<ByChannel, TestType>(2).template check<Mode::train>(goldens()["layer_norm_by_channel"]);
}

TEMPLATE_LIST_TEST_CASE("PyTorch: conditional BatchNorm, PReLU", "[golden]", test::GoldenTypes) {
  const Json& conditional = goldens()["conditional_batch_norm"];
  Module<Conditional, TestType>(2).template check<Mode::train>(
      conditional, numbers<TestType>(conditional["labels"]));
  Module<Slopes, TestType>(2).template check<Mode::train>(goldens()["prelu"]);
}

TEMPLATE_LIST_TEST_CASE("PyTorch: weight norm of a convolution and of a matrix", "[golden]",
                        test::GoldenTypes) {
  check_weight_norm<NormedKernel, TestType>(goldens()["weight_norm_conv"]);
  check_weight_norm<NormedWeight, TestType>(goldens()["weight_norm_linear"]);
}

TEMPLATE_LIST_TEST_CASE("PyTorch: gradient penalty through InstanceNorm and LayerNormByChannel",
                        "[golden]", test::GoldenTypes) {
  check_penalty<TestType, InstanceNorm<{.affine = true}>>(goldens()["penalty_instance_norm"]);
  check_penalty<TestType, LayerNormByChannel>(goldens()["penalty_layer_norm_by_channel"]);
}

}  // namespace norm_goldens_test
