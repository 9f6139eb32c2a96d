// SPDX-License-Identifier: BSL-1.0
// What every layer of a flow keeps: it can be undone, its slopes are those of its values, and its
// log-determinant is that of its Jacobian.
#include "laws/gradient_laws.hpp"

#include <saddle/nn/flow/act_norm.hpp>
#include <saddle/nn/flow/bounded_scale.hpp>
#include <saddle/nn/flow/checkerboard_coupling.hpp>
#include <saddle/nn/flow/coupling.hpp>
#include <saddle/nn/flow/dequantise.hpp>
#include <saddle/nn/flow/factor_out.hpp>
#include <saddle/nn/flow/flow_batch_norm.hpp>
#include <saddle/nn/flow/flow_layer.hpp>
#include <saddle/nn/flow/flow_network.hpp>
#include <saddle/nn/flow/invertible_1x1.hpp>
#include <saddle/nn/flow/logit.hpp>
#include <saddle/nn/flow/permute.hpp>
#include <saddle/nn/flow/reversible.hpp>
#include <saddle/nn/flow/select_channels.hpp>
#include <saddle/nn/flow/squeeze.hpp>
#include <saddle/nn/flow/triangular_product.hpp>
#include <saddle/nn/flow/volume_keeping.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/nn/zoo/align_flow_coupling.hpp>

#include <cmath>
#include <type_traits>
#include <utility>

namespace flow_gradients_test {

using namespace saddle;
using test::Double;
using test::List;
using test::Samples;

namespace {

struct Points : FlowNetwork<Shape<5>, AffineCoupling<Half::first, Linear<4>, Tanh, Linear<4>>,
                            Permute<3>, AdditiveCoupling<Half::second, Linear<3>>,
                            AffineCoupling<Half::second, Linear<6>>> {};
struct Normed : FlowNetwork<Shape<2, 2, 3>, ActNorm, Invertible1x1<>,
                            AffineCoupling<Half::first, Conv2d<2, 1>>, FlowBatchNorm> {};
struct Scales : FlowNetwork<Shape<4, 4, 2>, CheckerboardCoupling<Half::first, Conv2d<4, 3, 1, 1>>,
                            CheckerboardCoupling<Half::second, Conv2d<4, 1>>, Squeeze<>,
                            FactorOut<Squeeze<2, PixelOrder::diagonal>, ActNorm,
                                      AdditiveCoupling<Half::first, Conv2d<8, 1>>,
                                      Unsqueeze<2, PixelOrder::diagonal>>,
                            ActNorm> {};
// Of its numbers some are levels and some beyond all of them, where the logit is a straight line.
struct Levels : FlowNetwork<Shape<3>, Dequantise<256>, Logit<0.05>, Permute<1>> {};

using ByBatch = AffineCoupling<Half::first, Linear<4>, BatchNorm, Tanh, Linear<4>>;
using Plain = AffineCoupling<Half::second, Linear<4>>;
struct Kept
    : FlowNetwork<Shape<4>, ActNorm, FlowSequence<ByBatch, Invertible1x1<2>, Plain, ActNorm>> {};
struct Recomputed
    : FlowNetwork<Shape<4>, ActNorm, Reversible<ByBatch, Invertible1x1<2>, Plain, ActNorm>> {};

/// What AlignFlow's couplings have around their networks.
struct Around
    : Network<Shape<2, 4, 2>, detail::AlignFlowSigns<2.0>, detail::AlignFlowColour<Half::first>,
              Conv2d<4, 1>, BoundedScale<0.25>, detail::AlignFlowLogScales> {};

/// Of both directions.
template <class Net, Mode mode>
void check_slopes() {
  for (const std::size_t n : {3U, 5U}) {
    CAPTURE(n);
    test::check_pullback<Net, mode>(n);
    test::check_pullback<Inverse<Net>, mode>(n);
  }
}

/// x and the log-determinant after the way there and back.
template <class Net>
void check_inverse() {
  const std::size_t n = 5;
  test::Probe<Net, Mode::eval> there(n);
  test::Probe<Inverse<Net>, Mode::eval> back(n);
  back.parameters = there.parameters;
  back.state = there.state;
  there.forward();
  back.x = there.y;
  const List returned = back.forward(), left = there.x.list();
  for (std::size_t i = 0; i < left.size(); ++i) CHECK(std::abs(returned[i] - left[i]) < 1e-12);
}

/// log |det J| by elimination.
double log_det(std::vector<List> j) {
  double log = 0;
  for (std::size_t k = 0; k < j.size(); ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k; i < j.size(); ++i) {
      if (std::abs(j[i][k]) > std::abs(j[pivot][k])) pivot = i;
    }
    std::swap(j[k], j[pivot]);
    log += std::log(std::abs(j[k][k]));
    for (std::size_t i = k + 1; i < j.size(); ++i) {
      const double factor = j[i][k] / j[k][k];
      for (std::size_t c = k; c < j.size(); ++c) j[i][c] -= factor * j[k][c];
    }
  }
  return log;
}

template <class Net>
void check_log_det() {
  test::Probe<Net, Mode::eval> probe(1);
  constexpr std::size_t size = Net::Sample::size;
  const auto places = probe.x.places_of(0);
  std::vector<List> jacobian(size);
  for (std::size_t i = 0; i < size; ++i) {
    jacobian[i] = test::differences([&] { return probe.forward()[i]; }, places);
  }
  *probe.x.places_of(1)[0] = 0;
  CHECK(std::abs(probe.forward().back() - log_det(jacobian)) < 1e-8);
}

}  // namespace

TEMPLATE_TEST_CASE("flows: the inverse undoes, and the log-determinant is that of the Jacobian",
                   "[laws]", Points, Normed, Scales, Levels, Recomputed) {
  check_inverse<TestType>();
  check_log_det<TestType>();
  check_log_det<Inverse<TestType>>();
}

TEMPLATE_TEST_CASE("flows: slopes of both directions", "[laws]", Points, Normed, Scales, Levels,
                   Recomputed) {
  check_slopes<TestType, Mode::train>();
}

TEST_CASE("flows: slopes around the networks of AlignFlow", "[laws]") {
  test::check_pullback<Around, Mode::train>(3);
}

TEST_CASE("flows: slopes of statistics in evaluation", "[laws]") {
  check_slopes<Normed, Mode::eval>();
}

TEST_CASE("flows: the inverse of the inverse is the flow", "[laws]") {
  using Again = Inverse<Inverse<Scales>>;
  test::Probe<Scales, Mode::eval> once(3);
  test::Probe<Again, Mode::eval> twice(3);
  CHECK(once.forward() == twice.forward());
}

TEST_CASE("flows: what is computed again is what would have been kept", "[laws]") {
  const std::size_t n = 7;
  test::Probe<Kept> kept(n);
  test::Probe<Recomputed> recomputed(n);
  Samples<Kept::Output> dy(n);
  dy.draw(1);
  CHECK(recomputed.forward() == kept.forward());
  CHECK(recomputed.state.list() == kept.state.list());
  const List dx = kept.pullback(dy.read());
  CHECK(test::error(recomputed.pullback(dy.read()), dx) < 1e-12);
  CHECK(test::error(recomputed.gradient.list(), kept.gradient.list()) < 1e-12);
  CHECK(recomputed.state.list() == kept.state.list());
  // Only the edge after ActNorm is left.
  CHECK(Chain<Recomputed>::cache_size(n) == storage_size<Recomputed::Input>(n));
  CHECK(Chain<Kept>::cache_size(n) > 8 * Chain<Recomputed>::cache_size(n));
}

TEMPLATE_TEST_CASE("flows: an absent log-determinant is not computed", "[laws]", Points, Normed,
                   Scales, Levels, Recomputed) {
  using Net = TestType;
  using Value = typename Net::Input;
  const std::size_t n = 3;
  test::Probe<Net> probe(n);
  const List full = probe.forward();
  Samples<typename Net::Output> dy(n);
  dy.draw(1);
  for (double* slope : dy.places_of(1)) *slope = 0;
  const List dx = probe.pullback(dy.read());
  const List gradient = probe.gradient.list();

  probe.cache.set(test::nan);
  probe.y.set(test::nan);
  const ConstBatch<Value, Double> x({probe.x.read()[0], {}});
  Chain<Net>::forward(probe.pass(), x, probe.y.batch());
  for (const double* told : probe.y.places_of(1)) CHECK(std::isnan(*told));
  for (std::size_t i = 0; i < n * Net::Sample::size; ++i) CHECK(probe.y.list()[i] == full[i]);

  const ConstBatch<typename Net::Output, Double> alone({dy.read()[0], {}});
  Samples<Value> to(n, test::nan);
  probe.gradient.set(0.25);
  Chain<Net>::pullback(probe.pass(), x, probe.y.read(), alone,
                       Batch<Value, Double>({to.batch()[0], {}}), probe.gradient.at(),
                       Write<Double>{});
  for (double& slope : probe.gradient) slope -= 0.25;
  CHECK(test::error(probe.gradient.list(), gradient) < 1e-12);
  for (std::size_t i = 0; i < n * Net::Sample::size; ++i) CHECK(to.list()[i] == dx[i]);
  CHECK(std::isnan(to.list().back()));
}

}  // namespace flow_gradients_test
