// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "golden.hpp"

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

using namespace saddle;
using test::error_of_rms;
using test::Json;
using test::numbers;

namespace {

constexpr std::size_t n = 3;
constexpr std::uint32_t steps = 10;

const Json& goldens() {
  static const Json all = test::read_goldens("steps.json");
  return all;
}

/// A step changes a parameter of 1 by 1e-4, of which float keeps three digits.
template <class T>
inline constexpr double tolerance = sizeof(T) == 4 ? 2e-3 : 1e-8;

/// Where `step` is one of those that were written, its losses and one network's parameters.
class Kept {
 public:
  Kept(const Json& golden, std::uint32_t step)
      : golden_(golden), index_(step == 1 ? 0 : 1), here_(step == 1 || step == steps) {}

  template <class T>
  void check_losses(const std::vector<double>& losses) const {
    if (!here_) return;
    const Json& expected = golden_["losses"][index_];
    REQUIRE(losses.size() == expected.size());
    for (std::size_t i = 0; i < losses.size(); ++i) {
      CAPTURE(i);
      CHECK(losses[i] == Approx(expected[i].get<double>())
                             .epsilon(sizeof(T) == 4 ? 1e-4 : 1e-10)
                             .margin(sizeof(T) == 4 ? 1e-5 : 1e-12));
    }
  }
  template <class L>
  void check_parameters(L& learner, std::size_t network) const {
    if (!here_) return;
    using T = typename L::Scalar;
    INFO(learner.name());
    REQUIRE(learner.values().size() == golden_["start"][network].size());
    CHECK(error_of_rms(learner.values().data(), golden_["after"][network][index_],
                       golden_["start"][network]) < tolerance<T>);
  }

 private:
  const Json& golden_;
  std::size_t index_;
  bool here_;
};

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
    const CriticReport& report = adversary.report();
    const Kept kept(golden, step);
    kept.template check_losses<T>(
        {report.real_loss, report.fake_loss, report.auxiliary, report.penalty});
    kept.check_parameters(adversary.learner(), 0);
  }
}

}  // namespace

TEMPLATE_TEST_CASE("PyTorch: ten steps of DCGAN", "[golden]", float, double) {
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
    const double loss = adversary.pull(device, clock, n, Side::fake, {fake}, pulled);
    Chain<Generator>::pullback(pass, codes, fake, pulled, {}, generator.gradient(), {});
    generator.update(device, 1.0, NoProjection{});

    const Kept kept(golden, step);
    kept.template check_losses<T>(
        {adversary.report().real_loss, adversary.report().fake_loss, loss});
    kept.check_parameters(generator, 0);
    kept.check_parameters(adversary.learner(), 1);
  }
  CHECK(error_of_rms(raw(generator.state()), golden["state"][0]) < tolerance<T>);
  CHECK(error_of_rms(raw(adversary.learner().state()), golden["state"][1]) < tolerance<T>);
}

TEMPLATE_TEST_CASE("PyTorch: ten steps of StarGAN's critic", "[golden]", float, double) {
  check_star_gan<BasicGradientPenalty<TwoSided, RealSamples, L2>, TestType>("star_gan");
  check_star_gan<GradientPenalty, TestType>("star_gan_real_only");
}
