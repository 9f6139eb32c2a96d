// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/unconstrained.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/experiment/bi_toy.hpp>
#include <saddle/experiment/star_toy.hpp>
#include <saddle/gan/bi_gan.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/gan/star_gan.hpp>
#include <saddle/objective/least_squares.hpp>
#include <saddle/objective/non_saturating.hpp>
#include <saddle/run/any_trainer.hpp>
#include <saddle/run/measure.hpp>
#include <saddle/run/run_result.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace any_trainer_test {

using namespace saddle;

namespace {

using Any = AnyTrainer<data::Ring>;
using Rows = Any::Rows;

template <class G>
std::unique_ptr<Any> erased() {
  return make_trainer<G, data::Ring>(
      [](const std::vector<Field>& fields) { find_field(fields, "batch").set("8"); });
}

/// A trainer with all that a GAN has not.
struct Mirror : Gan<NonSaturating, Unconstrained> {
  using Gan<NonSaturating, Unconstrained>::Gan;

  Rows to_second(const Rows& x) { return -x; }
  Rows to_first(const Rows& y) { return y; }
  Tensor<double, 1> log_density(const Rows& x) {
    return {static_cast<double>(x(0, 0)), 0, static_cast<double>(x(2, 0))};
  }
  Tensor<double, 1> nats(const Rows& x) { return -log_density(x); }
};

bool same(const auto& a, const auto& b) { return std::equal(a.begin(), a.end(), b.begin()); }

}  // namespace

TEST_CASE("A trainer behind an erasure says what it can do, and does it with the same bits") {
  const data::Ring ring;
  SECTION("a GAN") {
    const std::unique_ptr<Any> gan = erased<Gan<NonSaturating, Unconstrained>>();
    CHECK(gan->can(Capability::samples));
    CHECK(gan->can(Capability::scores));
    CHECK(gan->can(Capability::two_players));
    CHECK_FALSE(gan->can(Capability::codes));
    CHECK_THROWS_WITH(gan->encode(gan->sample(2)), "this formulation has no encoder");
    CHECK_FALSE(gan->can(Capability::translations));
    CHECK_THROWS_WITH(gan->to_first(gan->sample(2)), "this formulation has no translations");
    CHECK_FALSE(gan->can(Capability::likelihood));
    CHECK_THROWS_WITH(gan->nats(gan->sample(2)), "this formulation has no density");
  }
  SECTION("a translator that knows densities") {
    const std::unique_ptr<Any> any = erased<Mirror>();
    CHECK(any->can(Capability::translations));
    CHECK(any->can(Capability::likelihood));
    const Rows x = any->sample(3);
    CHECK(any->to_second(x)(2, 1) == -x(2, 1));
    CHECK(any->to_first(x)(2, 1) == x(2, 1));
    CHECK(any->log_density(x)(2) == x(2, 0));
    CHECK(any->nats(x)(2) == -x(2, 0));
  }
  SECTION("a BiGAN") {
    using Type = BiGan<NonSaturating, Unconstrained, BiToy<2>>;
    const std::unique_ptr<Any> any = erased<Type>();
    Type gan({.batch = 8});
    any->step(ring);
    gan.step(ring);
    CHECK(any->can(Capability::samples));
    CHECK(any->can(Capability::codes));
    CHECK_FALSE(any->can(Capability::scores));
    CHECK_FALSE(any->can(Capability::two_players));
    const Rows x = any->sample(5);
    CHECK(same(any->encode(x), gan.encode(x)));
    CHECK(same(any->reconstruct(x), gan.reconstruct(x)));
    CHECK(same(any->scores(x), gan.scores(x, gan.encode(x))));
    CHECK_THROWS_AS(any->update_model(), Error);
  }
}

TEST_CASE("Monitors ask a trainer behind an erasure what they can look at") {
  const data::Ring ring;
  const std::unique_ptr<Any> gan = erased<BiGan<NonSaturating, Unconstrained, BiToy<2>>>();
  const Watch always{.interval = 1, .warm_up = 0, .patience = 1};
  auto monitors = standard_monitors(ring, 1,
                                    {.collapse = {.watch = always},
                                     .saturation = {.watch = always},
                                     .oscillation = {.watch = always},
                                     .gap = {.watch = always}},
                                    nullptr);
  gan->step(ring);
  CHECK(monitors.begin(*gan));
  CHECK(monitors.step(*gan));
  for (const Watched& one : monitors.watched()) {
    CHECK(one.value.has_value() == (one.name == "collapse" || one.name == "oscillation"));
  }
}

TEST_CASE("A trainer without a bound on held-out samples has that of its last step, or none") {
  const data::Ring ring;
  const auto real = data::held_out(ring, 100, 1);
  const auto gan = erased<StarGan<LeastSquares, Unconstrained, StarToy<2, 8>>>();
  RunResult untrained, trained;
  measure(*gan, ring, real, untrained);
  CHECK(std::isnan(untrained.bound));
  gan->step(ring);
  measure(*gan, ring, real, trained);
  CHECK(std::isfinite(trained.bound));
}

TEST_CASE("What a formulation has is measured") {
  const data::Ring ring;
  const auto real = data::held_out(ring, 600, 1);
  RunResult of_gan, of_codes;
  measure(*erased<Gan<NonSaturating, Unconstrained>>(), ring, real, of_gan);
  CHECK(std::isfinite(of_gan.bound));
  CHECK(of_gan.coverage >= 0);
  CHECK(of_gan.modes_total == 8U);
  CHECK(std::isnan(of_gan.lipschitz));
  const auto codes = erased<BiGan<NonSaturating, Unconstrained, BiToy<2>>>();
  measure(*codes, ring, real, of_codes);
  CHECK(of_codes.bound == codes->divergence(real).value);
  CHECK(of_codes.coverage >= 0);
}

}  // namespace any_trainer_test
