// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "golden_steps.hpp"

#include <saddle/constraint/r1.hpp>
#include <saddle/constraint/unconstrained.hpp>
#include <saddle/data/label/label_sets.hpp>
#include <saddle/gan/star_gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/non_saturating.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace star_gan_golden_test {

using namespace saddle;

namespace {

/// Samples and labels that are formulas of their number; wanted labels, those of
/// another seed than the trainer's, are those of five numbers later.
template <std::size_t domains>
struct Waves {
  static constexpr std::string_view name = "waves";
  double phase = 0;
  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  static constexpr std::size_t classes() { return domains; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t, std::uint64_t position) const {
    test::wave(out, n, 2, position, phase);
  }
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    if (seed != 1) position += 5;
    for (std::uint64_t k = position; k < position + n; ++k) {
      *out++ = static_cast<int>((k * k / 3 + k) % domains);
    }
  }
};

template <std::size_t domains, std::size_t sets>
struct Tiny {
  struct Generator
      : Network<Joint<Shape<2>, Shape<domains + sets>>, Concat, Linear<6>, Tanh, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<6>, Softplus, Heads<Linear<1>, Linear<domains>>> {};
};

template <class Constraint, class Experiment, class Scalar, class Source>
void check(const char* name, const Source& source, Constraint constraint, double identity = 0) {
  INFO(name);
  using Trainer = StarGan<NonSaturating, Constraint, Experiment, BasicCpu<Scalar>>;
  Trainer gan{{.batch = test::golden_batch,
               .critic_steps = 2,
               .class_weight = 0.7,
               .reconstruction = 3,
               .identity = identity,
               .origins = identity > 0,
               .constraint = constraint,
               .critic_optimizer = {.learning_rate = 0.02, .beta1 = 0.4, .beta2 = 0.9},
               .generator_optimizer = {.learning_rate = 0.01, .beta1 = 0.5, .beta2 = 0.999}}};
  test::check_steps(gan, source, test::read_goldens("star_gan.json")[name]);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("PyTorch: ten steps of StarGANs", "[golden]", test::GoldenTypes) {
  check<R1, Tiny<3, 0>, TestType>("three domains", Waves<3>{}, R1{.gamma = 0.8});
  const data::LabelSets sets{Waves<2>{0}, Waves<2>{1}};
  check<Unconstrained, Tiny<4, 2>, TestType>("sets", sets, Unconstrained{}, 2);
}

}  // namespace star_gan_golden_test
