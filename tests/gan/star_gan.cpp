// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/error.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/label/label_sets.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/experiment/star_conv.hpp>
#include <saddle/experiment/star_weights.hpp>
#include <saddle/gan/star_gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/nn/zoo/star_gan.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/fit.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace star_gan_test {

using namespace saddle;

namespace {

/// The share of points that are near the mode of the ring to which they were sent.
template <class G>
double arrived(G& gan, const Tensor<float, 2>& x) {
  const auto modes = data::Ring{}.modes();
  double near = 0;
  for (int label = 0; label < 8; ++label) {
    const auto y = gan.translate(x, label);
    const auto mode = static_cast<std::size_t>(label);
    for (std::size_t i = 0; i < y.shape(0); ++i) {
      near += std::hypot(double{y(i, 0)} - modes(mode, 0), double{y(i, 1)} - modes(mode, 1)) < 0.3;
    }
  }
  return near / static_cast<double>(8 * x.shape(0));
}

}  // namespace

TEST_CASE("StarGAN: points go to the mode that is asked for, and come back", "[gan]") {
  StarGan<Wasserstein, GradientPenalty> gan{{.steps = 600}};
  fit(gan, data::Ring{}, {.progress = nullptr});
  const data::Ring other{};
  const auto x = data::held_out(other, 200, 5);
  const auto own = data::held_out_labels(other, 200, 5);
  CHECK(arrived(gan, x) > 0.95);
  const auto again = gan.translate(gan.translate(x, 3), own);
  double distance = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    distance += std::abs(double{again.data()[i]} - double{x.data()[i]}) / 400;
  }
  CHECK(distance < 0.1);
  CHECK_THROWS_AS(gan.translate(x, 8), ConfigError);
  CHECK_THROWS_WITH(gan.translate(x, 1, 1), "set: expected 0 to 0, found 1");
  CHECK_THROWS_AS(gan.translate(x, Tensor<int, 1>({3}, 0)), ConfigError);
}

TEST_CASE("StarGAN: two sets with domains of their own, each told which it is", "[gan]") {
  const data::LabelSets sets{data::Ring{}, data::Ring{.radius = 1}};
  StarGan<LeastSquares, SpectralNorm, StarToy<2, 16, 2>> gan{{.steps = 800}};
  fit(gan, sets, {.progress = nullptr});
  const auto x = data::held_out(data::Ring{}, 100, 5);
  double outer = 0, inner = 0;
  const auto far = gan.translate(x, 2, 0), near = gan.translate(x, 10, 1);
  for (std::size_t i = 0; i < 100; ++i) {
    outer += std::hypot(double{far(i, 0)}, double{far(i, 1)}) / 100;
    inner += std::hypot(double{near(i, 0)}, double{near(i, 1)}) / 100;
  }
  CHECK(outer == Approx(2).margin(0.3));
  CHECK(inner == Approx(1).margin(0.3));
  CHECK_THROWS_AS(gan.translate(x, 10, 2), ConfigError);
  CHECK_THROWS_WITH(fit(gan, data::LabelSets{data::Ring{}}, {.progress = nullptr}),
                    Catch::Contains("classes of ring: expected 16, found 8"));
  const data::Ring ring;
  StarGan<LeastSquares, SpectralNorm, StarToy<2, 24, 2>> of_two{{.steps = 1}};
  CHECK_THROWS_WITH(fit(of_two, data::LabelSets{ring, ring, ring}, {.progress = nullptr}),
                    "sets of labels: expected 2, found 3");
  CHECK_THROWS_WITH(gan.translate(x, Tensor<int, 1>({2}, 0)),
                    "labels: expected one for each of 100 samples, found 2");
}

namespace {

template <class GeneratorNet, class CriticNet = StarGanCritic<8, 128>>
struct Named {
  struct Generator : GeneratorNet {};
  struct Critic : CriticNet {};
};
template <std::size_t label, class First, class... More>
using Translator = Network<Joint<Shape<16, 16, 3>, Shape<label>>, LabelPlanes, First, More...>;
template <class Head>
using Critic16 = Network<Shape<16, 16, 3>, Conv2d<4, 4, 4>, LeakyRelu<>, Flatten, Head>;
using Tells = Critic16<Heads<Linear<1>, Linear<4>>>;

template <class Experiment>
constexpr Fault found = star_gan_fault<Wasserstein, GradientPenalty, Experiment, Cpu>();

}  // namespace

TEST_CASE("StarGAN: losses weigh what the experiment says, or what the paper has", "[gan]") {
  const auto weights = []<class Experiment>(const StarWeights& expected) {
    const typename StarGan<Wasserstein, GradientPenalty, Experiment>::Config config;
    CHECK(config.class_weight == expected.class_weight);
    CHECK(config.reconstruction == expected.reconstruction);
    CHECK(config.identity == expected.identity);
    CHECK(config.origins == expected.origins);
  };
  weights.operator()<Named<StarGanGenerator<8>>>({1, 10, 0, false});
  weights.operator()<StarToy<2, 8>>({1, 1, 0, false});
  weights.operator()<StarConv<Shape<32, 32, 3>, 8>>(StarConv<Shape<32, 32, 3>, 8>::weights);
}

TEST_CASE("StarGAN: a critic may learn at a rate of its own", "[gan]") {
  const StarGanConfig<LeastSquares, SpectralNorm, StarConv<Shape<32, 32, 3>, 8>> config;
  CHECK(config.critic_optimizer.learning_rate == 8e-4);
  CHECK(config.generator_optimizer.learning_rate == 2e-4);
  const StarGanConfig<Wasserstein, GradientPenalty, StarToy<2, 8>> toy;
  CHECK(toy.critic_optimizer.learning_rate == toy.generator_optimizer.learning_rate);
}

TEST_CASE("StarGAN: what is wrong with an experiment is found", "[gan]") {
  using Zero = Translator<4, Conv2d<8, 3, 1, 1>, InstanceNorm<>, Relu, Conv2d<3, 3, 1, 1>, Tanh>;
  STATIC_REQUIRE(found<Named<Zero, Tells>> == Fault::none);
  STATIC_REQUIRE(found<Named<StarGanGenerator<8>>> == Fault::none);
  STATIC_REQUIRE(found<StarConv<Shape<28, 28, 1>, 10>> == Fault::none);
  STATIC_REQUIRE(found<StarConv<Shape<32, 32, 3>, 8>> == Fault::none);
  STATIC_REQUIRE(found<StarConv<Shape<32, 32, 3>, 12, 2>> == Fault::none);
  STATIC_REQUIRE(found<int> == Fault::not_a_domain_experiment);
  STATIC_REQUIRE(found<Named<Network<Shape<16, 16, 3>, Conv2d<3, 3, 1, 1>>, Tells>> ==
                 Fault::not_a_translator);
  STATIC_REQUIRE(found<Named<Zero, Critic16<Linear<1>>>> == Fault::domains_untold);
  using Five = Translator<5, Conv2d<3, 3, 1, 1>>;
  STATIC_REQUIRE(found<Named<Five, Tells>> == Fault::domain_mismatch);
  STATIC_REQUIRE(found<Named<Translator<6, Conv2d<3, 3, 1, 1>>, Tells>> == Fault::none);

  using Mirrored =
      Translator<4, Conv2d<8, 3, 1, reflect(1)>, InstanceNorm<>, Relu, Conv2d<3, 3, 1, 1>>;
  STATIC_REQUIRE(found<Named<Mirrored, Tells>> == Fault::label_lost);
  using Padded =
      Translator<4, ReflectionPad<1>, Conv2d<8, 3>, InstanceNorm<>, Relu, Conv2d<3, 3, 1, 1>>;
  STATIC_REQUIRE(found<Named<Padded, Tells>> == Fault::label_lost);
  using WithoutNorm = Translator<4, Conv2d<8, 3, 1, reflect(1)>, Relu, Conv2d<3, 3, 1, 1>>;
  STATIC_REQUIRE(found<Named<WithoutNorm, Tells>> == Fault::none);
}

}  // namespace star_gan_test
