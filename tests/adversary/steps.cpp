// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "golden_steps.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/nn/zoo/dcgan.hpp>
#include <saddle/nn/zoo/star_gan.hpp>
#include <saddle/objective/non_saturating.hpp>
#include <saddle/objective/wasserstein.hpp>
#include <saddle/optim/optim.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace steps_test {

using namespace saddle;
using test::error_of_rms;
using test::Json;
using test::Kept;
using test::numbers;
using test::tolerance_of_change;

namespace {

constexpr std::size_t n = test::golden_batch;
constexpr std::uint32_t steps = test::golden_steps;

const Json& goldens() {
  static const Json all = test::read_goldens("steps.json");
  return all;
}

template <class Constraint, class T>
void check_star_gan(const char* name) {
  INFO(name);
  using D = BasicCpu<T>;
  using Critic = StarGanCritic<3, 8, 2, 2>;
  using Image = typename Critic::Input;
  const Json& golden = goldens()[name];
  auto real = numbers<T>(golden["real"]), fake = numbers<T>(golden["fake"]),
       attributes = numbers<T>(golden["attributes"]);
  D device;
  Adversary<Wasserstein, Constraint, Critic, Adam, BinaryCrossEntropy, D> adversary(
      {device, n, 1, 1, "critic"},
      {.constraint = {.lambda = 10},
       .optimizer = {.learning_rate = 1e-4, .beta1 = 0.5, .beta2 = 0.999}});
  adversary.learner().values() = numbers<T>(golden["start"][0]);
  for (std::uint32_t step = 1; step <= steps; ++step) {
    CAPTURE(step);
    adversary.observe(device, {.seed = 1, .time = step}, n,
                      {ConstBatch<Image, D>(ref<D>(real)), 1, ref<D>(attributes)},
                      {ConstBatch<Image, D>(ref<D>(fake))});
    const CriticReport report = adversary.report(device);
    const Kept kept(golden, step);
    kept.template check_losses<T>(
        {report.real_loss, report.fake_loss, report.auxiliary, report.penalty});
    kept.check_parameters("critic", adversary.learner().values(), 0);
  }
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: ten steps of DCGAN", "[golden]", test::GoldenTypes) {
  using T = TestType;
  using D = BasicCpu<T>;
  using Generator = DcganGenerator<16, 1, 3, 4>;
  using Critic = DcganCritic<16, 1, 3>;
  using Image = typename Critic::Input;
  using Code = typename Generator::Input;
  constexpr Adam adam{.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
  const Json& golden = goldens()["dcgan"];

  D device;
  Adversary<NonSaturating, Unconstrained, Critic, Adam, None, D> adversary(
      {device, n, 1, 1, "critic"}, {.optimizer = adam});
  Learner<Generator, Adam, D> generator("generator", 0, adam);
  Tape<Generator, D> tape(n);
  device.reserve_scratch(Chain<Generator>::template scratch_size<D>(n));
  generator.initialise(device, 1);
  generator.values() = numbers<T>(golden["start"][0]);
  adversary.learner().values() = numbers<T>(golden["start"][1]);

  auto real = numbers<T>(golden["real"]), slope = D::zeros(n * Image::size);
  for (std::uint32_t step = 1; step <= steps; ++step) {
    CAPTURE(step);
    const Clock clock{.seed = 1, .time = step};
    auto numbers_of_codes = numbers<T>(golden["codes"][step - 1]);
    const ConstBatch<Code, D> codes(ref<D>(numbers_of_codes));
    const Batch<Image, D> fake = tape.output(n), pulled(ref<D>(slope));
    const auto pass = generator.train_pass(device, n, tape.cache(), {});
    Chain<Generator>::forward(pass, codes, fake);
    adversary.observe(device, clock, n, {ConstBatch<Image, D>(ref<D>(real))}, {fake});
    const Slot<D> loss = adversary.pull(device, clock, n, Side::fake, {fake}, pulled);
    Chain<Generator>::pullback(pass, codes, fake, pulled, {}, generator.gradient(), {});
    generator.update(device, 1.0, NoProjection{});

    const Kept kept(golden, step);
    const CriticReport report = adversary.report(device);
    kept.template check_losses<T>({report.real_loss, report.fake_loss, value_of(device, loss)});
    kept.check_parameters("generator", generator.values(), 0);
    kept.check_parameters("critic", adversary.learner().values(), 1);
  }
  CHECK(error_of_rms(raw(generator.state()), golden["state"][0]) < tolerance_of_change<T>);
  CHECK(error_of_rms(raw(adversary.learner().state()), golden["state"][1]) <
        tolerance_of_change<T>);
}

TEMPLATE_LIST_TEST_CASE("PyTorch: ten steps of StarGAN's critic", "[golden]", test::GoldenTypes) {
  check_star_gan<BasicGradientPenalty<TwoSided, RealSamples, L2>, TestType>("star_gan");
  check_star_gan<GradientPenalty, TestType>("star_gan_real_only");
}

}  // namespace steps_test
