// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/conditional_gan.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/monitor/label_agreement.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace label_agreement_test {

using namespace saddle;

namespace {

template <class CriticWay>
struct Small : ConditionalToy<2, 8> {
  struct Generator
      : Network<Joint<Shape<2>, Shape<8>>, Concat, Linear<48>, Relu, Linear<48>, Relu, Linear<2>> {
  };
  struct Critic
      : CriticWay::template Critic<Shape<2>, 8, Linear<48>, LeakyRelu<>, Linear<48>, LeakyRelu<>> {
  };
};
/// A critic that is given the label and does not look at it.
struct Blind : Small<ByConcatenation> {
  struct Critic : Network<Joint<Shape<2>, Shape<8>>, Select<0>, Linear<48>, LeakyRelu<>, Linear<48>,
                          LeakyRelu<>, Linear<1>> {};
};

/// The first alarm in 2,000 steps, with all thresholds at their defaults.
template <class G>
std::optional<Alarm> alarm_of(std::uint64_t seed) {
  typename G::Config config{.steps = 2'000, .batch = 32, .seed = seed};
  if constexpr (requires { config.constraint.gamma; }) config.constraint.gamma = 0.3;
  G gan{config};
  auto monitors = label_monitor(data::Ring{}, seed, {}, nullptr);
  monitors.make_fatal("label");
  fit(gan, data::Ring{}, {.progress = nullptr}, monitors);
  CHECK(monitors.exit_code() == (monitors.watched()[0].alarm ? 24 : 0));
  return monitors.watched()[0].alarm;
}

using Healthy = ConditionalGan<NonSaturating, R1, Small<ByConcatenation>>;
using Ignoring = ConditionalGan<NonSaturating, R1, Blind>;

/// Samples that are so many eighths of a turn away from the class that was asked for.
struct Turned {
  std::size_t eighths = 0;
  static Tensor<int, 1> labels(std::size_t n) {
    Tensor<int, 1> result = Tensor<int, 1>::from_shape({n});
    for (std::size_t i = 0; i < n; ++i) result(i) = static_cast<int>(i % 8);
    return result;
  }
  Tensor<float, 2> sample(std::size_t n) const {
    const auto modes = data::Ring{}.modes();
    Tensor<float, 2> result = Tensor<float, 2>::from_shape({n, 2});
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < 2; ++k) {
        result(i, k) = static_cast<float>(modes((i + eighths) % 8, k));
      }
    }
    return result;
  }
};

LabelAgreement monitor_of_ring() {
  return {data::held_out(data::Ring{}, 512, 1), data::held_out_labels(data::Ring{}, 512, 1)};
}

}  // namespace

TEST_CASE("the label's monitor reads what agrees, from chance to the data's own share") {
  const LabelAgreement monitor = monitor_of_ring();
  Turned right{0}, wrong{1};
  CHECK(monitor.look(right).value == Approx(1).margin(0.02));
  CHECK_FALSE(monitor.look(right).alarming);
  CHECK(monitor.look(wrong).value < 0);
  CHECK(monitor.look(wrong).alarming);
  CHECK(monitor.look(wrong).sentence.find("the label is ignored") != std::string::npos);
}

TEST_CASE("labels that data do not show raise no alarm") {
  Tensor<int, 1> shuffled = data::held_out_labels(data::Ring{}, 512, 2);
  const LabelAgreement monitor(data::held_out(data::Ring{}, 512, 1), shuffled);
  Turned wrong{1};
  CHECK(monitor.look(wrong).value == 1);
  CHECK_FALSE(monitor.look(wrong).alarming);
  CHECK_THROWS_AS(LabelAgreement(data::held_out(data::Ring{}, 511, 1), shuffled), ConfigError);
}

TEST_CASE("a critic that is blind to labels is flagged, a healthy game is not, one seed") {
  CHECK(alarm_of<Ignoring>(1));
  CHECK_FALSE(alarm_of<Healthy>(1));
}

TEST_CASE("a critic that is blind to labels is flagged, a healthy game is not, five seeds",
          "[long]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    CHECK(alarm_of<Ignoring>(seed));
    CHECK_FALSE(alarm_of<Healthy>(seed));
    CHECK_FALSE(alarm_of<ConditionalGan<Hinge, SpectralNorm, Small<ByProjection>>>(seed));
    CHECK_FALSE(alarm_of<ConditionalGan<NonSaturating, R1, Small<ByClassHead>>>(seed));
  }
}

}  // namespace label_agreement_test
