// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "gan/games.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/mixture.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/two_moons.hpp>
#include <saddle/experiment/toy.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/metric/transport/transport.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/adam.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace cycle_gan_test {

using namespace saddle;

namespace {

const data::Domains ring_and_moons{data::Ring{}, data::TwoMoons{}};

struct SmallWays {
  struct There : Network<Shape<2>, Linear<64>, Relu, Linear<64>, Relu, Linear<2>> {};
  struct Back : There {};
  struct CriticOfFirst
      : Network<Shape<2>, Linear<64>, LeakyRelu<>, Linear<64>, LeakyRelu<>, Linear<1>> {};
  struct CriticOfSecond : CriticOfFirst {};
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 1e-3};
  }
};

template <class Objective, class Constraint>
void check_that_cycles_close() {
  CycleGan<Objective, Constraint, SmallWays> gan{
      {.batch = 64, .seed = 3, .schedule = {.decay_from = 1}}};
  gan.step(ring_and_moons);
  const double before = gan.report()["cycle_loss"];
  double after = 0;
  for (int i = 1; i < 1'000; ++i) {
    gan.step(ring_and_moons);
    if (i >= 900) after += gan.report()["cycle_loss"] / 100;
  }
  CAPTURE(gan.description()[1].second, gan.description()[2].second, before, after);
  CHECK(after < before / 10);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("CycleGAN: what leaves comes back", "[gan]", games::Played) {
  check_that_cycles_close<typename TestType::Objective, typename TestType::Constraint>();
}

TEST_CASE("CycleGAN: what leaves comes back from Lipschitz critics too", "[gan]") {
  check_that_cycles_close<LeastSquares, GradientPenalty>();
  check_that_cycles_close<NonSaturating, GradientPenalty>();
  check_that_cycles_close<Wasserstein, WeightClip>();
  check_that_cycles_close<Wasserstein, SpectralNorm>();
  check_that_cycles_close<Wasserstein, GradientPenalty>();
}

TEST_CASE("CycleGAN: translations arrive in the other domain", "[gan]") {
  CycleGan<LeastSquares, R1> gan{{.steps = 1'000, .seed = 1}};
  const auto rings = data::held_out(ring_and_moons.first, 256, 5);
  const auto moons = data::held_out(ring_and_moons.second, 256, 5);
  const auto other_rings = data::held_out(ring_and_moons.first, 256, 6);
  const auto other_moons = data::held_out(ring_and_moons.second, 256, 6);
  const auto distances = [&] {
    return std::pair{wasserstein_distance<L2>(gan.to_second(rings), other_moons),
                     wasserstein_distance<L2>(gan.to_first(moons), other_rings)};
  };
  const auto [second_before, first_before] = distances();
  for (int i = 0; i < 1'000; ++i) gan.step(ring_and_moons);
  const auto [second, first] = distances();
  CAPTURE(second_before, first_before, second, first);
  CHECK(second_before > 0.8);
  CHECK(first_before > 0.8);
  CHECK(second < 0.5);  // other samples of the same domain are at .18 and .16
  CHECK(first < 0.5);
}

TEST_CASE("CycleGAN: weights of none leave their loss out, a pool changes what critics see",
          "[gan]") {
  using Trainer = CycleGan<LeastSquares, Unconstrained, SmallWays>;
  Trainer with{{.batch = 8, .pool = 4}}, without{{.batch = 8, .pool = 0}};
  Trainer unbound{{.batch = 8, .pool = 0, .identity = 0}};
  for (int i = 0; i < 3; ++i) {
    with.step(ring_and_moons);
    without.step(ring_and_moons);
    unbound.step(ring_and_moons);
  }
  CHECK(without.report()["identity_loss"] > 0);
  CHECK(unbound.report()["identity_loss"] == 0);
  CHECK_FALSE(with.report()["bound_first"] == without.report()["bound_first"]);
}

TEST_CASE("CycleGAN: domains may have different shapes", "[gan]") {
  struct Unlike {
    struct There : Network<Shape<2>, Linear<8>, Relu, Linear<1>> {};
    struct Back : Network<Shape<1>, Linear<8>, Relu, Linear<2>> {};
    struct CriticOfFirst : Network<Shape<2>, Linear<8>, LeakyRelu<>, Linear<1>> {};
    struct CriticOfSecond : Network<Shape<1>, Linear<8>, LeakyRelu<>, Linear<1>> {};
  };
  CycleGan<LeastSquares, Unconstrained, Unlike> gan{{.batch = 8}};
  const data::Domains domains{data::Ring{}, data::Mixture{.parts = {{1, 0, 1}}}};
  gan.check(domains);
  for (int i = 0; i < 3; ++i) gan.step(domains);
  CHECK(gan.report()["identity_loss"] == 0);
  CHECK(gan.to_second(data::held_out(domains.first, 5, 1)).shape(1) == 1);
}

TEST_CASE("CycleGAN: a network's first numbers are those of its place, with any compiler",
          "[gan]") {
  using Trainer = CycleGan<LeastSquares, Unconstrained>;
  Trainer gan{{.seed = 3}};
  Cpu device;
  const auto check = [&]<class Net>(const char* name, std::uint32_t index,
                                    std::type_identity<Net>) {
    CAPTURE(std::string(name));
    Learner<Net, Adam, Cpu> known(name, index, Adam{});
    known.initialise(device, 3);
    const auto state = gan.state();
    const auto found = std::ranges::find(state.buffers, name, [](auto& b) { return b.name; });
    REQUIRE(found != state.buffers.end());
    CHECK(std::ranges::equal(*found->values, known.values()));
  };
  check("there", 1, std::type_identity<Trainer::There>{});
  check("back", 3, std::type_identity<Trainer::Back>{});
}

TEST_CASE("CycleGAN: wiring that does not fit is a fault", "[gan]") {
  struct OneWay : SmallWays {
    struct Back : Network<Shape<2>, Linear<3>> {};
  };
  struct OtherCritic : SmallWays {
    struct CriticOfSecond : Network<Shape<3>, Linear<1>> {};
  };
  STATIC_REQUIRE(cycle_gan_fault<LeastSquares, R1, SmallWays, Cpu>() == Fault::none);
  STATIC_REQUIRE(cycle_gan_fault<LeastSquares, R1, OneWay, Cpu>() == Fault::way_mismatch);
  STATIC_REQUIRE(cycle_gan_fault<LeastSquares, R1, OtherCritic, Cpu>() == Fault::sample_mismatch);
  STATIC_REQUIRE(cycle_gan_fault<LeastSquares, R1, Ring, Cpu>() ==
                 Fault::not_a_translating_experiment);
}

}  // namespace cycle_gan_test
