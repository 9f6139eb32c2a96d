// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "feature_file.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/source.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/gan/diat.hpp>
#include <saddle/gan/ic_gan.hpp>
#include <saddle/gan/star_gan.hpp>
#include <saddle/nn/zoo/cycle_gan.hpp>
#include <saddle/nn/zoo/diat.hpp>
#include <saddle/nn/zoo/ic_gan.hpp>
#include <saddle/nn/zoo/star_gan.hpp>
#include <saddle/objective/objective.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace published_sizes_test {

using namespace saddle;

namespace {

/// Images of noise in [-1, 1], whose labels are noise too.
template <std::size_t size, std::size_t labels>
struct Noise {
  static constexpr std::string_view name = "noise";

  static constexpr std::array<std::size_t, 3> shape() { return {size, size, 3}; }
  static constexpr std::size_t classes() { return labels; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    data::for_each_stretch(n, seed, position, [&](const data::Stretch& stretch) {
      constexpr std::size_t numbers = size * size * 3;
      T* image = out + stretch.offset * numbers;
      for (std::size_t i = 0; i < stretch.count; ++i, image += numbers) {
        for (std::size_t k = 0; k < numbers; ++k) {
          image[k] = static_cast<T>(2 * random::uniform(stretch.draw(0), stretch.first + i, k) - 1);
        }
      }
    });
  }
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    data::for_each_stretch(n, seed, position, [&](const data::Stretch& stretch) {
      for (std::size_t i = 0; i < stretch.count; ++i) {
        const auto word = random::word(stretch.draw(1), stretch.first + i, 0);
        out[stretch.offset + i] = static_cast<int>(random::index(word, labels));
      }
    });
  }
};

/// As Choi et al. 2018 have it, with a learning rate for all.
struct Published {
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 1e-4, .beta1 = 0.5, .beta2 = 0.999};
  }
};
struct Star : Published {
  struct Generator : StarGanGenerator<8> {};
  struct Critic : StarGanCritic<8> {};
};
struct Cycle : Published {
  struct There : CycleGanGenerator<6, 128> {};
  struct Back : There {};
  struct CriticOfFirst : StarGanScoreCritic<> {};
  struct CriticOfSecond : CriticOfFirst {};
};
struct Transform : Published {
  struct Generator : DiatTransform<> {};
  struct Critic : DiatCritic<> {};
  // As the critic begins.
  struct Features
      : Network<Shape<128, 128, 3>, Conv2d<64, 4, 2, 1>, Relu, Conv2d<128, 4, 2, 1>, Relu> {};
};
struct Editing : Published {
  using Latent = Gaussian<100>;
  struct Generator : IcGanGenerator<8> {};
  struct Critic : IcGanCritic<8> {};
  struct CodeEncoder : IcGanCodeEncoder<> {};
  struct LabelEncoder : IcGanLabelEncoder<8> {};
};

/// Ten steps, after which every parameter of `count` is finite, and nearly all of each network's
/// have moved: not those of units that see only zeros.
template <class Trainer, class Source>
void check_ten_steps(Trainer& gan, const Source& source, std::size_t count) {
  const auto parameters = [&] {
    std::vector<std::vector<float>> all;
    for (const auto& buffer : gan.state().buffers) {
      if (buffer.content == Content::parameters)
        all.emplace_back(buffer.values->begin(), buffer.values->end());
    }
    return all;
  };
  const auto before = parameters();
  for (int step = 0; step < 10; ++step) gan.step(source);
  const auto after = parameters();
  std::size_t found = 0;
  for (std::size_t network = 0; network < before.size(); ++network) {
    CAPTURE(network);
    const auto &from = before[network], &to = after[network];
    REQUIRE(to.size() == from.size());
    CHECK(std::ranges::all_of(to, [](float value) { return std::isfinite(value); }));
    std::size_t moved = 0;
    for (std::size_t i = 0; i < to.size(); ++i) moved += to[i] != from[i];
    CHECK(static_cast<double>(moved) > 0.95 * static_cast<double>(to.size()));
    found += to.size();
  }
  CHECK(found == count);
}

}  // namespace

TEST_CASE("published sizes: StarGAN's networks train at 128 rows", "[gan][long]") {
  StarGan<Wasserstein, GradientPenalty, Star> gan{{.batch = 2, .critic_steps = 1}};
  check_ten_steps(gan, Noise<128, 8>{}, 53'226'560);
}

TEST_CASE("published sizes: a unit of CycleGAN trains at 128 rows", "[gan][long]") {
  CycleGan<LeastSquares, Unconstrained, Cycle> gan{{.batch = 1}};
  check_ten_steps(gan, data::Domains(Noise<128, 8>{}, Noise<128, 8>{}), 2 * 52'558'787);
}

TEST_CASE("published sizes: DIAT's networks train at 128 rows", "[gan][long]") {
  const TemporaryFolder folder;
  Diat<LeastSquares, Unconstrained, Transform> gan{
      {.features = test::feature_file<Transform::Features>(folder), .batch = 2}};
  check_ten_steps(gan, data::Domains(Noise<128, 8>{}, Noise<128, 8>{}),
                  DiatTransform<>::parameter_count + DiatCritic<>::parameter_count);
}

TEST_CASE("published sizes: IcGAN's networks train at 64 rows", "[gan][long]") {
  IcGan<NonSaturating, Unconstrained, Editing> gan{{.steps = 10, .encoders_from = 0.5, .batch = 2}};
  check_ten_steps(gan, Noise<64, 8>{},
                  IcGanGenerator<8>::parameter_count + IcGanCritic<8>::parameter_count +
                      IcGanCodeEncoder<>::parameter_count + IcGanLabelEncoder<8>::parameter_count);
}

}  // namespace published_sizes_test
