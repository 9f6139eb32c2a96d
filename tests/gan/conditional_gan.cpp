// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "gan/games.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/label/balanced.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/experiment/conditional_conv.hpp>
#include <saddle/experiment/conditional_mlp.hpp>
#include <saddle/gan/conditional_gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/fit.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

namespace conditional_gan_test {

using namespace saddle;

namespace {

/// Four round Gaussians at the corners of a square, one for each class.
struct Corners {
  static constexpr std::string_view name = "corners";
  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  static constexpr std::size_t classes() { return 4; }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    data::for_each_stretch(n, seed, position, [&](const data::Stretch& stretch) {
      for (std::size_t i = 0; i < stretch.count; ++i) {
        const std::size_t at = stretch.first + i;
        const int label = label_of(stretch, at);
        for (std::size_t k = 0; k < 2; ++k) {
          const double middle = (label >> k & 1) == 0 ? -1 : 1;
          *out++ = static_cast<float>(middle + 0.25 * random::normal(stretch.draw(0), at, k));
        }
      }
    });
  }
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    data::for_each_stretch(n, seed, position, [&](const data::Stretch& stretch) {
      for (std::size_t i = 0; i < stretch.count; ++i) {
        *out++ = label_of(stretch, stretch.first + i);
      }
    });
  }

 private:
  static int label_of(const data::Stretch& stretch, std::size_t at) {
    return static_cast<int>(random::index(random::word(stretch.draw(1), at, 0), classes()));
  }
};

template <class CriticWay>
struct Small {
  using Latent = Gaussian<2>;
  struct Generator : Network<Joint<Shape<2>, Shape<4>>, Concat, Linear<32>, Relu, Linear<2>> {};
  struct Critic
      : CriticWay::template Critic<Shape<2>, 4, Linear<32>, LeakyRelu<>, Linear<32>, LeakyRelu<>> {
  };
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 2e-3, .beta1 = 0.5, .beta2 = 0.99};
  }
  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.batch = 64, .critic_steps = 1, .ema = {.decay = 0.99}};
  }
  template <class Objective, class Constraint>
  static constexpr Constraint constraint() {
    if constexpr (std::is_same_v<Constraint, GradientPenalty>) return {.lambda = 0.1};
    else if constexpr (std::is_same_v<Constraint, R1>) return {.gamma = 0.1};
    else return {};
  }
};

/// Half of the fakes are real samples with a wrong label.
struct Mismatching : Small<ByConcatenation> {
  static constexpr double mismatched = 0.5;
};

/// The share of samples in the corner of the class that was asked for.
double agreement(const Tensor<float, 2>& x, const Tensor<int, 1>& labels) {
  double right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const int corner = (x(i, 0) > 0 ? 1 : 0) + (x(i, 1) > 0 ? 2 : 0);
    right += corner == labels(i) ? 1 : 0;
  }
  return right / static_cast<double>(labels.size());
}

template <class G>
double agreement_after(std::uint64_t steps, typename G::Config config = {}) {
  config.seed = 3;
  G gan{config};
  fit(gan, Corners{}, {.steps = steps, .progress = nullptr});
  const auto x = gan.sample(500);
  CAPTURE(gan.description()[1].second, gan.description()[2].second);
  for (std::size_t k = 0; k < 2; ++k) {  // and none of the classes is a point
    double mean = 0, square = 0;
    for (std::size_t i = 0; i < 500; i += 4) {
      mean += double{x(i, k)} / 125;
      square += double{x(i, k)} * double{x(i, k)} / 125;
    }
    CHECK(square - mean * mean > 0.001);
  }
  return agreement(x, gan.labels(500));
}

}  // namespace

TEMPLATE_LIST_TEST_CASE(
    "conditional GAN: objectives with constraints make the class that is asked for", "[gan]",
    games::Played) {
  using Trainer = ConditionalGan<typename TestType::Objective, typename TestType::Constraint,
                                 Small<ByConcatenation>>;
  CHECK(agreement_after<Trainer>(1'000) > 0.95);
}

TEST_CASE("conditional GAN: a critic may project the label, tell it, or see wrong ones", "[gan]") {
  using Projection = ConditionalGan<Wasserstein, GradientPenalty, Small<ByProjection>>;
  CHECK(agreement_after<Projection>(1'000) > 0.95);
  using Telling = ConditionalGan<NonSaturating, R1, Small<ByClassHead>>;
  CHECK(agreement_after<Telling>(1'000) > 0.95);
  using Mismatched = ConditionalGan<NonSaturating, R1, Mismatching>;
  CHECK(Mismatched{}.config().mismatched == 0.5);
  CHECK(agreement_after<Mismatched>(1'000) > 0.95);
}

TEST_CASE("conditional GAN: samples of classes and codes of one's own", "[gan]") {
  ConditionalGan<NonSaturating, R1, Small<ByConcatenation>> gan{{.batch = 16}};
  const auto labels = gan.labels(50, 3);
  REQUIRE(labels.size() == 50);
  CHECK((labels(0) == 3 && labels(1) == 0 && labels(2) == 1));
  const auto z = gan.codes(50, 3);
  CHECK((gan.generate(z, labels) == gan.sample(50, 3)));
  CHECK((gan.sample_class(2, 50, 3) == gan.generate(z, Tensor<int, 1>({50}, 2))));
  CHECK_FALSE((gan.sample_class(2, 50) == gan.sample_class(1, 50)));
  const auto each = gan.class_grid(3, 5);  // (12, 2)
  const auto third = gan.sample_class(2, 3, 5);
  REQUIRE(each.shape(0) == 12);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 2; ++k) CHECK(each(4 * i + 2, k) == third(i, k));
  }
  CHECK_THROWS_WITH(gan.sample_class(4, 1), Catch::Contains("label: expected 0 to 3, found 4"));
  CHECK_THROWS_WITH(gan.generate(z, gan.labels(49)),
                    Catch::Contains("labels: expected one for each of 50 samples, found 49"));
}

TEST_CASE("conditional GAN: its critic scores samples with their labels", "[gan]") {
  ConditionalGan<NonSaturating, R1, Small<ByConcatenation>> pairs{{.batch = 16}};
  const auto x = pairs.sample(50);
  const auto labels = pairs.labels(50);
  REQUIRE(pairs.scores(x, labels).size() == 50);
  CHECK_FALSE((pairs.scores(x, labels) == pairs.scores(x, pairs.labels(50, 1))));
  CHECK(pairs.divergence(x, labels).standard_error > 0);
  ConditionalGan<NonSaturating, R1, Small<ByClassHead>> telling{{.batch = 16}};
  CHECK(telling.scores(x).size() == 50);
  CHECK(telling.features(x).shape(1) == 32);
  CHECK(telling.divergence(x, labels).standard_error > 0);
}

TEST_CASE("conditional GAN: only the class head's loss knows the class", "[gan]") {
  using Telling = ConditionalGan<NonSaturating, R1, Small<ByClassHead>>;
  Telling weighted{{.batch = 32}}, alone{{.batch = 32, .class_weight = 0}};
  weighted.step(Corners{});
  alone.step(Corners{});
  CHECK(weighted.report()["class_loss"] == Approx(std::log(4)).epsilon(0.3));
  CHECK(weighted.report()["generator_loss"] > alone.report()["generator_loss"] + 1);
  CHECK_THROWS_WITH(Telling({.mismatched = 0.5}),
                    Catch::Contains("mismatched: expected 0, for the critic reads no label"));
}

TEST_CASE("conditional GAN: a set with other classes, or one, is refused", "[gan]") {
  ConditionalGan<NonSaturating, R1, Small<ByConcatenation>> gan{{.batch = 16}};
  CHECK_THROWS_WITH(fit(gan, data::Ring{}, {.progress = nullptr}),
                    "classes of ring: expected 4, found 8");
  const data::Dataset one("points", Tensor<float, 2>({5, 2}, 0.5F), Tensor<int, 1>({5}, 0));
  CHECK_THROWS_WITH(fit(gan, one, {.progress = nullptr}),
                    "classes of points: expected 4, found 1, which tells no samples apart");
}

TEST_CASE("conditional GAN: wiring that does not fit is a fault", "[gan]") {
  using Fits = Small<ByConcatenation>;
  struct NoLabel : Fits {
    struct Generator : Network<Shape<2>, Linear<2>> {};
  };
  struct OneClass : Fits {
    struct Generator : Network<Joint<Shape<2>, Shape<1>>, Concat, Linear<2>> {};
  };
  struct Blind : Fits {
    struct Critic : Network<Shape<2>, Linear<1>> {};
  };
  struct Told : Fits {
    struct Critic : Network<Joint<Shape<2>, Shape<4>>, Concat, Heads<Linear<1>, Linear<4>>> {};
  };
  struct Fewer : Fits {
    struct Critic : ByClassHead::Critic<Shape<2>, 3, Linear<4>> {};
  };
  struct Other : Fits {
    struct Critic : ByConcatenation::Critic<Shape<3>, 4> {};
  };
  struct Longer : Fits {
    using Latent = Gaussian<3>;
  };
  struct Activated : Fits {
    struct Critic : Network<Shape<2>, Heads<Sequence<Linear<1>, Sigmoid>, Linear<4>>> {};
  };
  const auto fault_of = []<class E>(std::type_identity<E>) {
    return conditional_gan_fault<Hinge, R1, E, Cpu>();
  };
  CHECK(fault_of(std::type_identity<Fits>{}) == Fault::none);
  CHECK(fault_of(std::type_identity<Small<ByProjection>>{}) == Fault::none);
  CHECK(fault_of(std::type_identity<Small<ByClassHead>>{}) == Fault::none);
  CHECK(fault_of(std::type_identity<NoLabel>{}) == Fault::unlabelled_generator);
  CHECK(fault_of(std::type_identity<OneClass>{}) == Fault::unlabelled_generator);
  CHECK(fault_of(std::type_identity<Blind>{}) == Fault::unlabelled_critic);
  CHECK(fault_of(std::type_identity<Told>{}) == Fault::unlabelled_critic);
  CHECK(fault_of(std::type_identity<Fewer>{}) == Fault::class_mismatch);
  CHECK(fault_of(std::type_identity<Other>{}) == Fault::sample_mismatch);
  CHECK(fault_of(std::type_identity<Longer>{}) == Fault::latent_mismatch);
  CHECK(fault_of(std::type_identity<Activated>{}) == Fault::activated_score);
  CHECK(fault_of(std::type_identity<int>{}) == Fault::not_a_conditional_experiment);
  STATIC_REQUIRE(conditional_gan_fault<Wasserstein, R1, Fits, Cpu>() == Fault::not_lipschitz);
}

TEMPLATE_TEST_CASE("conditional GAN: images of classes, by planes, norms and projection", "[gan]",
                   (ConditionalConv<Shape<8, 8, 1>, 3, ByNorm, ByPlanes>),
                   (ConditionalConv<Shape<8, 8, 1>, 3, ByPlanes, ByProjection>)) {
  Tensor<float, 4> images = Tensor<float, 4>::from_shape({30, 8, 8, 1});
  Tensor<int, 1> labels = Tensor<int, 1>::from_shape({30});
  for (std::size_t i = 0; i < 30; ++i) {
    labels(i) = static_cast<int>(i % 3);
    std::fill_n(&images(i, 0, 0, 0), 64, static_cast<float>(labels(i)) - 1);
  }
  const data::Dataset set("grey", std::move(images), std::move(labels));
  ConditionalGan<Hinge, SpectralNorm, TestType> gan{
      {.steps = 150, .batch = 16, .critic_steps = 1, .ema = {.decay = 0.9}}};
  fit(gan, set, {.progress = nullptr});
  std::array<double, 3> mean{};
  for (int label : {0, 1, 2}) {
    const auto samples = gan.sample_class(label, 20);
    REQUIRE(samples.size() == 20 * 64);
    for (const float pixel : samples) mean[static_cast<std::size_t>(label)] += double{pixel} / 1280;
  }
  CAPTURE(mean[0], mean[1], mean[2]);
  CHECK(mean[0] < mean[1]);
  CHECK(mean[1] < mean[2]);
}

TEMPLATE_TEST_CASE("conditional GAN: the experiments of images fit grey and coloured ones", "[gan]",
                   (Shape<28, 28, 1>), (Shape<32, 32, 3>)) {
  const auto check = []<class E>(std::type_identity<E>) {
    STATIC_REQUIRE(conditional_gan_fault<Hinge, SpectralNorm, E, Cpu>() == Fault::none);
    STATIC_REQUIRE(std::is_same_v<typename E::Generator::Output, TestType>);
  };
  check(std::type_identity<ConditionalMlp<TestType, 7>>{});
  check(std::type_identity<ConditionalMlp<TestType, 7, ByConcatenation>>{});
  check(std::type_identity<ConditionalConv<TestType, 7>>{});
  check(std::type_identity<ConditionalConv<TestType, 7, ByPlanes, ByPlanes>>{});
  check(std::type_identity<ConditionalConv<TestType, 7, ByConcatenation, ByClassHead>>{});
}

namespace {

/// The means and the covariances of the columns.
std::vector<double> moments(const Tensor<float, 2>& rows) {
  const std::size_t n = rows.shape(0), d = rows.shape(1);
  const auto mean = [&](auto value) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += value(i) / static_cast<double>(n);
    return sum;
  };
  std::vector<double> result;
  for (std::size_t a = 0; a < d; ++a) {
    result.push_back(mean([&](std::size_t i) { return double{rows(i, a)}; }));
  }
  for (std::size_t a = 0; a < d; ++a) {
    for (std::size_t b = a; b < d; ++b) {
      result.push_back(mean([&](std::size_t i) {
        return (double{rows(i, a)} - result[a]) * (double{rows(i, b)} - result[b]);
      }));
    }
  }
  return result;
}

/// `n` rows of a class of a table, three columns that depend on each other differently in each.
Tensor<float, 2> rows_of(int label, std::size_t n, std::uint64_t seed) {
  Tensor<float, 2> rows = Tensor<float, 2>::from_shape({n, 3});
  const random::Draw draw{.seed = seed, .stream = random::Stream::user};
  for (std::size_t i = 0; i < n; ++i) {
    const double a = random::normal(draw, i, 0), b = random::normal(draw, i, 1),
                 c = random::normal(draw, i, 2);
    rows(i, 0) = static_cast<float>(label == 0 ? a - 0.5 : 0.7 * a + 0.5);
    rows(i, 1) = static_cast<float>(label == 0 ? 0.8 * a + 0.5 * b : 0.9 * b - 0.6 * a);
    rows(i, 2) = static_cast<float>(label == 0 ? c : 0.4 * c + 0.5 * b - 0.3);
  }
  return rows;
}

}  // namespace

TEST_CASE("conditional GAN: the classes of a table keep their means and covariances",
          "[gan][long]") {
  constexpr std::size_t n = 500;
  Tensor<float, 2> values = Tensor<float, 2>::from_shape({2 * n, 3});
  Tensor<int, 1> labels = Tensor<int, 1>::from_shape({2 * n});
  for (int label : {0, 1}) {
    const Tensor<float, 2> rows = rows_of(label, n, static_cast<std::uint64_t>(label));
    std::copy(rows.begin(), rows.end(), values.begin() + label * 3 * static_cast<int>(n));
    std::fill_n(labels.begin() + label * static_cast<int>(n), n, label);
  }
  ConditionalGan<Wasserstein, GradientPenalty, ConditionalToy<3, 2, ByProjection>> gan{
      {.batch = 128, .critic_steps = 3, .ema = {.decay = 0.999}}};
  fit(gan, data::Balanced{data::Dataset("table", values, labels)},
      {.steps = 4'000, .progress = nullptr});
  std::size_t within = 0, all = 0;
  for (int label : {0, 1}) {
    const auto table = rows_of(label, n, static_cast<std::uint64_t>(label));
    const auto expected = moments(table), found = moments(gan.sample_class(label, n));
    std::vector<double> sum(expected.size()), square(expected.size());
    constexpr std::uint64_t resamples = 100;
    for (std::uint64_t k = 0; k < resamples; ++k) {
      Tensor<float, 2> again = table;
      for (std::size_t i = 0; i < n; ++i) {
        const random::Draw draw{.seed = k, .stream = random::Stream::user};
        std::copy_n(&table(random::index(random::word(draw, i, 0), n), 0), 3, &again(i, 0));
      }
      const auto one = moments(again);
      for (std::size_t e = 0; e < one.size(); ++e) {
        sum[e] += one[e] / resamples;
        square[e] += one[e] * one[e] / resamples;
      }
    }
    for (std::size_t e = 0; e < expected.size(); ++e, ++all) {
      const double error = std::sqrt(square[e] - sum[e] * sum[e]);
      within += std::abs(found[e] - expected[e]) <= 3 * error ? 1 : 0;
    }
  }
  CAPTURE(within, all);
  CHECK(10 * within >= 8 * all);
}

}  // namespace conditional_gan_test
