// SPDX-License-Identifier: BSL-1.0
#include "laws/gradient_laws.hpp"

#include <saddle/adversary/critic.hpp>
#include <saddle/constraint/gradient_penalty.hpp>
#include <saddle/nn/nn.hpp>

namespace absent_components_test {

using namespace saddle;
using test::Double;
using test::List;
using test::Samples;

namespace {

/// Counts the batches that are run backwards.
template <int id>
struct Counter : TensorLayer<Counter<id>> {
  static constexpr bool piecewise_linear = true;
  static inline int backwards = 0;
  static auto value(const auto& x) { return 2 * x; }
  static auto slope(const auto& x, const auto&) {
    ++backwards;
    return 0 * x + 2;
  }
};

using Twins = Joint<Shape<3>, Shape<2>>;
struct JointCritic
    : Network<Twins, Parallel<Sequence<Linear<4>, Counter<0>>, Sequence<Linear<5>, Counter<1>>>,
              Concat, Linear<6>, Tanh, Residual<Linear<6>, Softplus>,
              Heads<Linear<1>, Sequence<Linear<4>, Counter<2>, Linear<2>>>> {};
struct Late : Network<Shape<3>, Counter<5>, Counter<3>, Linear<2>, Tanh, Counter<4>, Linear<1>> {};

}  // namespace

TEST_CASE("A component of dy that is absent counts as zero and is not run backwards", "[laws]") {
  const std::size_t n = 3;
  test::Probe<JointCritic> probe(n);
  Samples<JointCritic::Output> dy(n);
  dy.draw(1);
  for (double* slope : dy.places_of(1)) *slope = 0;
  probe.forward();
  const List dx = probe.pullback(dy.read());
  const List gradient = probe.gradient.list();

  Counter<2>::backwards = 0;
  const ConstBatch<JointCritic::Output, Double> score_only({dy.read()[0], {}});
  CHECK(probe.pullback(score_only) == dx);
  CHECK(probe.gradient.list() == gradient);
  CHECK(Counter<2>::backwards == 0);
}

TEST_CASE("A component of dx that is absent is not computed", "[laws]") {
  const std::size_t n = 3;
  test::Probe<JointCritic> probe(n);
  Samples<JointCritic::Output> dy(n);
  Samples<Twins> dx(n, test::nan);
  dy.draw(1);
  probe.forward();
  const List both = probe.pullback(dy.read());
  const auto pull = [&](std::array<Write<Double>, 2> to) {
    Counter<0>::backwards = Counter<1>::backwards = 0;
    Chain<JointCritic>::pullback(probe.pass(), probe.x.read(), probe.y.read(), dy.read(),
                                 Batch<Twins, Double>(to), Write<Double>{}, Write<Double>{});
  };
  pull({dx.batch()[0], {}});
  CHECK(std::isnan(dx.list().back()));
  CHECK(Counter<0>::backwards == 1);
  CHECK(Counter<1>::backwards == 0);
  pull({Write<Double>{}, dx.batch()[1]});
  CHECK(Counter<0>::backwards == 0);
  CHECK(Counter<1>::backwards == 1);
  CHECK(dx.list() == both);
}

TEST_CASE("Without dx nothing runs backwards in front of the first parameter", "[laws]") {
  const std::size_t n = 3;
  test::Probe<Late> probe(n);
  Samples<Late::Output> dy(n);
  dy.draw(1);
  probe.forward();
  Counter<3>::backwards = Counter<4>::backwards = 0;
  Chain<Late>::pullback(probe.pass(), probe.x.read(), probe.y.read(), dy.read(), {},
                        probe.gradient.at(), Write<Double>{});
  CHECK(Counter<3>::backwards == 0);
  CHECK(Counter<4>::backwards == 1);
}

TEST_CASE("A penalty on one head of two differentiates that head only", "[laws]") {
  for (std::size_t n : {1U, 3U}) {
    test::Probe<JointCritic> probe(n);
    const auto penalty = GradientPenalty{.lambda = 2}.penalty<double>();
    Samples<JointCritic::Output> ones(n, 1.0), u(n, test::nan);
    const ConstBatch<JointCritic::Output, Double> seed({ones.read()[0], {}});
    const auto squared_norms = [&](Samples<Twins>& g) {
      List result(n, 0.0);
      for (std::size_t c = 0; c < 2; ++c) {
        std::size_t i = 0;
        for (const double* slope : g.places_of(c)) result[i++ / Twins::sizes[c]] += *slope * *slope;
      }
      return result;
    };
    const auto value = [&] {
      probe.forward();
      probe.pullback(seed);
      double total = 0;
      for (double s : squared_norms(probe.dx)) total += penalty.value(s);
      return total;
    };
    const List expected = test::differences(value, probe.parameters.places());

    probe.forward();
    probe.pullback(seed, probe.cotangents.at());
    Samples<Twins> v = probe.dx;
    const List norms = squared_norms(probe.dx);
    for (std::size_t c = 0; c < 2; ++c) {
      std::size_t i = 0;
      for (double* slope : v.places_of(c)) *slope *= penalty.factor(norms[i++ / Twins::sizes[c]]);
    }
    const Batch<JointCritic::Output, Double> tangent({u.batch()[0], {}});
    Chain<JointCritic>::pushforward(probe.pass(), probe.x.read(), probe.y.read(), v.read(), tangent,
                                    probe.tangents.at());
    SecondOrder<Twins, JointCritic::Output, Double> order;
    order.x = probe.x.read();
    order.y = probe.y.read();
    order.t = v.read();
    order.u = tangent;
    order.b = seed;
    order.gradient = probe.gradient.at();
    order.cotangents = probe.cotangents.at();
    order.tangents = probe.tangents.at();
    probe.gradient.set(0);
    Chain<JointCritic>::dual<false>(probe.pass(), order);
    CHECK(test::error(probe.gradient.list(), expected) < test::tolerance);
  }
}

}  // namespace absent_components_test
