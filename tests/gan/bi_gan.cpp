// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "gan/games.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/data/mixture.hpp>
#include <saddle/data/source.hpp>
#include <saddle/experiment/bi_dcgan.hpp>
#include <saddle/experiment/bi_gan_recipe.hpp>
#include <saddle/experiment/bi_mlp.hpp>
#include <saddle/gan/bi_gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>
#include <vector>

namespace bi_gan_test {

using namespace saddle;

namespace {

/// Points of a line in the plane, which one number tells apart: (1 + w, 0.5 - 2 w).
struct Line {
  static constexpr std::string_view name = "line";
  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    data::for_each_stretch(n, seed, position, [&](const data::Stretch& stretch) {
      for (std::size_t i = 0; i < stretch.count; ++i) {
        const auto w = static_cast<float>(random::normal(stretch.draw(0), stretch.first + i, 0));
        float* const point = out + 2 * (stretch.offset + i);
        point[0] = 1 + w;
        point[1] = 0.5F - 2 * w;
      }
    });
  }
};

/// The two normal distributions of `data::Mixture` on a line through the origin.
struct TwoOnLine {
  static constexpr std::string_view name = "two on a line";
  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  static void along(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) {
    data::Mixture{}.draw(out, n, seed, position);
  }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    std::vector<float> w(n);
    along(w.data(), n, seed, position);
    for (const float one : w) *out++ = 0.6F * one, *out++ = 0.8F * one;
  }
};

struct OnLine {
  using Latent = Gaussian<1>;
  struct Generator : Network<Shape<1>, Linear<32>, Tanh, Linear<2>> {};
  struct Encoder : Network<Shape<2>, Linear<32>, Tanh, Linear<1>> {};
  struct Critic : Network<Joint<Shape<2>, Shape<1>>, Concat, Linear<32>, LeakyRelu<>, Linear<32>,
                          LeakyRelu<>, Linear<1>> {};
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 1e-3, .beta1 = 0.5, .beta2 = 0.99};
  }
};

/// The mean squared distance between held-out points and what becomes of them.
template <class G>
double reconstruction_error(G& gan) {
  constexpr std::size_t n = 1'000;
  Tensor<float, 2> x = xt::empty<float>({n, std::size_t{2}});
  Line{}.draw(x.data(), n, 9, 0);
  const auto again = gan.reconstruct(x);
  double error = 0;
  for (std::size_t i = 0; i < 2 * n; ++i) {
    const double gap = double{x.data()[i]} - double{again.data()[i]};
    error += gap * gap / n;
  }
  return error;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("BiGAN: the encoder learns to invert the generator", "[gan]",
                        games::Played) {
  BiGan<typename TestType::Objective, typename TestType::Constraint, OnLine> gan{
      {.batch = 128,
       .critic_steps = 1,
       .seed = 3,
       .schedule = {.decay_from = 1},
       .ema = {.decay = 0.99}}};
  const double before = reconstruction_error(gan);
  for (int i = 0; i < 1'000; ++i) gan.step(Line{});
  const double after = reconstruction_error(gan);
  CAPTURE(gan.description()[1].second, gan.description()[2].second, before, after);
  CHECK(after < before / 4);
}

TEST_CASE("BiGAN: with a known posterior the encoder is the exact inverse", "[gan][long]") {
  // Two normal distributions on the line. The monotone maps to a normal code are Phi^-1(F) and its
  // negative, whichever the generator took.
  const auto below = [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; };
  const auto share_below = [&](double x) {
    return 0.6 * below((x + 1) / 0.6) + 0.4 * below((x - 2) / 0.9);
  };
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    BiGan<NonSaturating, R1, OnLine> gan{{.steps = 4'000,
                                          .batch = 256,
                                          .seed = seed,
                                          .schedule = {.decay_from = 0.5},
                                          .ema = {.decay = 0.99}}};
    for (int i = 0; i < 4'000; ++i) gan.step(TwoOnLine{});
    constexpr std::size_t n = 2'000;
    Tensor<float, 2> x = xt::empty<float>({n, std::size_t{2}});
    std::vector<float> w(n);
    TwoOnLine{}.draw(x.data(), n, 99, 0);
    TwoOnLine::along(w.data(), n, 99, 0);
    const auto z = gan.encode(x), again = gan.generate(z);
    std::vector<double> ways, up, down;
    double square = 0, mean = 0;
    for (std::size_t i = 0; i < n; ++i) {
      ways.push_back(
          std::hypot(double{again(i, 0)} - double{x(i, 0)}, double{again(i, 1)} - double{x(i, 1)}));
      up.push_back(std::abs(below(double{z(i, 0)}) - share_below(double{w[i]})));
      down.push_back(std::abs(below(-double{z(i, 0)}) - share_below(double{w[i]})));
      mean += double{w[i]} / n;
      square += double{w[i]} * double{w[i]} / n;
    }
    for (auto* gaps : {&ways, &up, &down}) std::ranges::nth_element(*gaps, gaps->begin() + n / 2);
    CAPTURE(seed);
    CHECK(ways[n / 2] < 0.05 * std::sqrt(square - mean * mean));
    CHECK(std::min(up[n / 2], down[n / 2]) < 0.05);
  }
}

TEST_CASE("BiGAN: the critic may learn alone between the updates of the models", "[gan]") {
  BiGan<Wasserstein, GradientPenalty, OnLine> gan{
      {.batch = 128, .critic_steps = 3, .alternating = true, .seed = 3, .ema = {.decay = 0.99}}};
  const double before = reconstruction_error(gan);
  for (int i = 0; i < 1'000; ++i) gan.step(Line{});
  CHECK(gan.critic().steps() == 3'000);
  CHECK(gan.encoder().steps() == 1'000);
  CHECK(reconstruction_error(gan) < before / 4);
}

TEST_CASE("BiGAN: regression of the codes is one of its losses", "[gan]") {
  using Trainer = BiGan<NonSaturating, SpectralNorm, OnLine>;
  Trainer plain{{.batch = 32}}, regressed{{.batch = 32, .regression = 2}};
  plain.step(Line{});
  regressed.step(Line{});
  CHECK(plain.report()["regression_loss"] == 0);
  CHECK(regressed.report()["regression_loss"] > 0);
  CHECK_FALSE((plain.encoder().values() == regressed.encoder().values()));
  CHECK_FALSE((plain.generator().values() == regressed.generator().values()));
  CHECK((plain.critic().values() == regressed.critic().values()));
  for (int i = 0; i < 400; ++i) regressed.step(Line{});
  const auto z = regressed.codes(200);
  const auto again = regressed.encode(regressed.generate(z));
  double error = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    error += std::abs(double{z(i, 0)} - double{again(i, 0)}) / 200;
  }
  CHECK(error < 0.3);
}

TEST_CASE("BiGAN: reconstruction of the samples is one of its losses", "[gan]") {
  using Trainer = BiGan<NonSaturating, SpectralNorm, OnLine>;
  Trainer plain{{.batch = 32}}, restored{{.batch = 32, .reconstruction = 2}};
  plain.step(Line{});
  restored.step(Line{});
  CHECK(plain.report()["reconstruction_loss"] == 0);
  CHECK(restored.report()["reconstruction_loss"] > 0);
  CHECK_FALSE((plain.encoder().values() == restored.encoder().values()));
  CHECK_FALSE((plain.generator().values() == restored.generator().values()));
  CHECK((plain.critic().values() == restored.critic().values()));
  const double before = reconstruction_error(restored);
  for (int i = 0; i < 400; ++i) restored.step(Line{});
  CHECK(reconstruction_error(restored) < before / 10);
}

TEST_CASE("BiGAN: the critic scores pairs", "[gan]") {
  BiGan<NonSaturating, SpectralNorm, OnLine> gan{{.batch = 32}};
  const auto x = gan.sample(50);
  const auto z = gan.codes(50);
  REQUIRE(gan.scores(x, z).size() == 50);
  CHECK_FALSE((gan.scores(x, z) == gan.scores(x, Tensor<float, 2>(z + 1.0F))));
  CHECK_THROWS_WITH(gan.scores(x, gan.codes(49)), Catch::Contains("49 samples"));
}

TEST_CASE("BiGAN: the critic's features are those of pairs", "[gan]") {
  BiGan<NonSaturating, Unconstrained, OnLine> gan{{.batch = 32}};
  const auto x = gan.sample(50);
  const auto z = gan.codes(50);
  const auto features = gan.features(x, z);
  const auto scores = gan.scores(x, z);
  REQUIRE(features.shape(0) == 50);
  REQUIRE(features.shape(1) == 32);
  const auto weight = gan.critic().parameters("5.weight"), bias = gan.critic().parameters("5.bias");
  for (std::size_t i = 0; i < 50; ++i) {
    double score = double{bias(0, 0)};
    for (std::size_t k = 0; k < 32; ++k) score += double{features(i, k)} * double{weight(k, 0)};
    CHECK(scores(i) == Approx(score).margin(1e-5));
  }
  const auto joined = gan.features<1>(x, z);  // of `Concat`
  for (std::size_t i = 0; i < 50; ++i) {
    CHECK((joined(i, 0) == x(i, 0) && joined(i, 1) == x(i, 1) && joined(i, 2) == z(i, 0)));
  }
  CHECK(gan.score_slopes(x, z).size() == 50);
  CHECK_THROWS_WITH(gan.features(x, gan.codes(49)), Catch::Contains("49 samples"));
}

TEST_CASE("BiGAN: what the objective reports is estimated on pairs", "[gan]") {
  BiGan<NonSaturating, SpectralNorm, OnLine> gan{{.batch = 128}};
  for (int i = 0; i < 200; ++i) gan.step(Line{});
  double bound = 0;
  for (int i = 0; i < 100; ++i) {
    gan.step(Line{});
    bound += gan.report()["bound"] / 100;
  }
  Tensor<float, 2> x = xt::empty<float>({std::size_t{2'000}, std::size_t{2}});
  Line{}.draw(x.data(), 2'000, 9, 0);
  CHECK(gan.divergence(x).value == Approx(bound).epsilon(0.1));
  CHECK(gan.divergence(x).standard_error > 0);
}

TEST_CASE("BiGAN: a sample or a code that is not finite is named", "[gan]") {
  BiGan<NonSaturating, Unconstrained, OnLine> gan{{.batch = 8}};
  struct Broken : Line {
    void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
      Line::draw(out, n, seed, position);
      out[5] = std::numeric_limits<float>::quiet_NaN();
    }
  };
  CHECK_THROWS_WITH(gan.step(Broken{}),
                    Catch::Contains("critic: the loss on real samples is not finite; first: "
                                    "input, part 0 of sample 2[1]"));
  gan.step(Line{});
  for (float& number : gan.encoder().values()) number = std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH(gan.step(Line{}), Catch::Contains("first: input, part 1 of sample 0[0]"));
}

TEST_CASE("BiGAN: where they alternate every update sees fresh samples", "[gan]") {
  struct Counted : Line {
    std::vector<std::uint64_t>* positions;
    void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
      Line::draw(out, n, seed, position);
      positions->push_back(position);
    }
  };
  const auto positions = [](std::size_t critic_steps, bool alternating) {
    std::vector<std::uint64_t> result;
    BiGan<NonSaturating, Unconstrained, OnLine> gan{
        {.batch = 8, .critic_steps = critic_steps, .alternating = alternating}};
    const Counted source{{}, &result};
    for (int i = 0; i < 2; ++i) gan.step(source);
    return result;
  };
  using List = std::vector<std::uint64_t>;
  CHECK(positions(1, false) == List{0, 8});
  CHECK(positions(2, false) == List{0, 8, 16, 24});
  CHECK(positions(1, true) == List{0, 8, 16, 24});
  CHECK(positions(2, true) == List{0, 8, 16, 24, 32, 40});
}

TEST_CASE("BiGAN: wiring that does not fit is a fault", "[gan]") {
  struct NoWayBack : OnLine {
    struct Encoder : Network<Shape<2>, Linear<3>> {};
  };
  struct NoCodes : OnLine {
    struct Critic : Network<Shape<2>, Linear<1>> {};
  };
  STATIC_REQUIRE(bi_gan_fault<Hinge, R1, OnLine, Cpu>() == Fault::none);
  STATIC_REQUIRE(bi_gan_fault<Hinge, R1, NoWayBack, Cpu>() == Fault::encoder_mismatch);
  STATIC_REQUIRE(bi_gan_fault<Hinge, R1, NoCodes, Cpu>() == Fault::joint_mismatch);
  STATIC_REQUIRE(bi_gan_fault<Hinge, R1, Ring, Cpu>() == Fault::not_an_encoding_experiment);
  STATIC_REQUIRE(bi_gan_fault<Wasserstein, R1, OnLine, Cpu>() == Fault::not_lipschitz);
}

TEST_CASE("BiGAN: experiments of all sizes are wired, and norms keep penalties out", "[gan]") {
  using Grey = Shape<28, 28, 1>;
  using Colour = Shape<32, 32, 3>;
  STATIC_REQUIRE(bi_gan_fault<NonSaturating, R1, BiToy<5>, Cpu>() == Fault::none);
  STATIC_REQUIRE(bi_gan_fault<Hinge, SpectralNorm, BiMlp<Grey>, Cpu>() == Fault::none);
  STATIC_REQUIRE(bi_gan_fault<NonSaturating, Unconstrained, BiDcgan<Grey>, Cpu>() == Fault::none);
  STATIC_REQUIRE(bi_gan_fault<NonSaturating, Unconstrained, BiDcgan<Colour>, Cpu>() == Fault::none);
  STATIC_REQUIRE(bi_gan_fault<NonSaturating, R1, BiMlp<Grey>, Cpu>() != Fault::none);
  STATIC_REQUIRE(BiMlp<Grey>::Generator::parameter_count == 1'953'792);
  STATIC_REQUIRE(BiGanRecipe::recipe<NonSaturating, Unconstrained>().decay_to == 0.01);
  STATIC_REQUIRE(std::is_same_v<BiDcgan<Colour>::Encoder::Output, Shape<50>>);
  STATIC_REQUIRE(std::is_same_v<BiDcgan<Colour>::Generator::Output, Colour>);
}

TEST_CASE("BiGAN: a last layer of zeros tells nothing apart, the loss is 2 log 2", "[gan]") {
  BiGan<NonSaturating, Unconstrained, BiMlp<Shape<28, 28, 1>, 16>> gan{{.batch = 8}};
  gan.step(data::Glyphs{});
  CHECK(gan.report()["critic_loss"] == Approx(2 * std::log(2)).epsilon(1e-12));
  CHECK(gan.report()["bound"] == Approx(-std::log(4)).epsilon(1e-12));
  CHECK(gan.report()["generator_loss"] == Approx(std::log(2)).epsilon(1e-12));
  CHECK(gan.report()["encoder_loss"] == Approx(std::log(2)).epsilon(1e-12));
  gan.step(data::Glyphs{});
  CHECK(gan.report()["critic_loss"] != Approx(2 * std::log(2)).epsilon(1e-6));
}

}  // namespace bi_gan_test
