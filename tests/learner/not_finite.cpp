// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "laws/differences.hpp"

#include <saddle/learner/not_finite.hpp>
#include <saddle/nn/nn.hpp>

#include <cstddef>
#include <string>

namespace not_finite_test {

using namespace saddle;
using test::Double;

namespace {

struct Joined : Network<Joint<Shape<3>, Shape<2>>, Parallel<Linear<4>, Linear<4>>, Add, Tanh,
                        Heads<Linear<1>, Linear<3>>> {};

/// A forward whose numbers a test spoils.
struct Spoilt : test::Probe<Joined> {
  Spoilt() : Probe(5) { forward(); }

  std::string where() {
    return first_not_finite<Joined>(device, x.read(), Read<Double>(cache.at()), y.read(), n);
  }
  template <std::size_t layer>
  double& inner(std::size_t part, std::size_t sample, std::size_t place) {
    const auto edge = Chain<Joined>::edge<layer>(cache.at(), n);
    using V = typename Chain<Joined>::Layer<layer>::Output;
    return raw(edge[part])[sample * V::sizes[part] + place];
  }
};

}  // namespace

TEST_CASE("not finite: the first place is named, part by part of joint values", "[learner]") {
  Spoilt run;
  CHECK(run.where().empty());
  *run.y.places_of(1)[4 * 3 + 2] = test::nan;
  CHECK(run.where() == "layer 3 (Fork), part 1 of sample 4[2]");
  *run.y.places_of(0)[2] = 1 / 0.0;
  CHECK(run.where() == "layer 3 (Fork), part 0 of sample 2[0]");
  run.inner<0>(1, 3, 2) = test::nan;
  CHECK(run.where() == "layer 0 (Parallel), part 1 of sample 3[2]");
  *run.x.places_of(1)[2 * 2] = test::nan;
  CHECK(run.where() == "input, part 1 of sample 2[0]");
  *run.x.places_of(0)[3 + 1] = test::nan;
  CHECK(run.where() == "input, part 0 of sample 1[1]");
}

TEST_CASE("not finite: a part that is absent is passed over", "[learner]") {
  Spoilt run;
  *run.x.places_of(1)[0] = test::nan;
  const ConstBatch<Joined::Input, Double> first({Read<Double>(run.x.batch()[0]), {}});
  CHECK(
      first_not_finite<Joined>(run.device, first, Read<Double>(run.cache.at()), run.y.read(), run.n)
          .empty());
}

}  // namespace not_finite_test
