// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "feature_file.hpp"
#include "gan/count_allocations.hpp"
#include "gan/formulations.hpp"
#include "temporary_folder.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/gan/part/frozen.hpp>
#include <saddle/gan/part/labels.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

#include <cstddef>
#include <string>

namespace allocation_test {

using namespace saddle;

namespace {

struct Swish : TensorLayer<Swish> {
  static auto value(const auto& x) { return x / (1 + xt::exp(-x)); }
  static auto slope(const auto& x, const auto& y) { return y + (1 - y) / (1 + xt::exp(-x)); }
  static auto curvature(const auto& x, const auto& y) {
    return (y + 2 * (1 - y) / (1 + xt::exp(-x))) / (1 + xt::exp(x));
  }
};

/// Every kind of layer that may stand in a penalised critic, and BatchNorm in the generator.
struct Zoo {
  using Latent = Gaussian<3>;
  struct Generator : Network<Shape<3>, Linear<64>, BatchNorm, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Fork<Identity, Sequence<Linear<64>, Tanh, Dropout<0.1>>>,
                          Concat, LayerNorm, Maxout<32, 2>, Residual<Linear<32>, Swish>,
                          Repeat<2, Linear<32>, Softplus>, Linear<1>> {};
};

/// Convolutions of every kind: narrow, strided, transposed, mirrored, with Winograd's filters.
struct Images {
  using Latent = Gaussian<3>;
  struct Generator
      : Network<Shape<3>, Linear<36>, Reshape<3, 3, 4>, InstanceNorm<{.affine = true}>, Relu,
                ConvTranspose2d<16, 4, 2, 1, no_bias>, BatchNorm, Relu,
                Conv2d<16, 3, 1, reflect(1)>, Relu, Conv2d<2, 3, 1, 1>, Flatten, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<128>, Reshape<8, 8, 2>, Conv2d<32, 3, 1, 1>, LeakyRelu<>,
                          Conv2d<32, 3, 1, 1>, LayerNormByChannel, LeakyRelu<>, MeanPool<2>,
                          Conv2d<8, 4, 2, 1>, LeakyRelu<>, Conv2d<1, 2>, Flatten> {};
};

/// Allocations in five steps after three.
template <class Objective, class Constraint, class Experiment>
std::size_t allocations_of_steps(std::size_t batch, bool reuse_fakes = false) {
  Gan<Objective, Constraint, Experiment> gan{
      {.batch = batch, .critic_steps = 2, .reuse_fakes = reuse_fakes}};
  const data::Ring source;
  for (int i = 0; i < 3; ++i) gan.step(source);
  const std::size_t before = allocations();
  for (int i = 0; i < 5; ++i) gan.step(source);
  return allocations() - before;
}

}  // namespace

TEST_CASE("A training step allocates nothing", "[gan]") {
  for (std::size_t workers : {1U, 2U}) {
    parallel::set_workers(workers);
    CAPTURE(workers);
    CHECK(allocations_of_steps<Minimax, Unconstrained, Ring>(256) == 0);
    CHECK(allocations_of_steps<FDivergence<Pearson>, WeightClip, Ring>(100) == 0);
    CHECK(allocations_of_steps<Wasserstein, GradientPenalty, Ring>(256) == 0);
    CHECK(allocations_of_steps<Wasserstein, GradientPenalty, Images>(9) == 0);
    CHECK(allocations_of_steps<Hinge, SpectralNorm, Images>(9, true) == 0);
    CHECK(allocations_of_steps<NonSaturating, R1, Ring>(256, true) == 0);
    CHECK(allocations_of_steps<Hinge, SpectralNorm, Ring>(256) == 0);
    CHECK(allocations_of_steps<Wasserstein, GradientPenalty, Zoo>(256) == 0);
    CHECK(allocations_of_steps<LeastSquares, SpectralNorm, Zoo>(33) == 0);
  }
  parallel::set_workers(0);
}

TEST_CASE("Labels and a frozen network allocate nothing", "[gan]") {
  using Net = formulations::Points::Critic;
  const TemporaryFolder folder;
  const std::string file = test::feature_file<Net>(folder);
  constexpr std::size_t n = 100;
  Cpu device;
  part::Labels<8, Cpu> labels(n);
  part::Frozen<Net, Cpu> frozen({device, n, 1, 0, "features"}, file);
  auto kept = frozen.forward_room();
  auto x = Cpu::zeros(2 * n), dx = Cpu::zeros(2 * n);
  const std::size_t before = allocations();
  for (std::uint64_t position = 0; position < 3 * n; position += n) {
    labels.real(device, data::Ring{}, n, 3, position);
    labels.wanted(device, data::Ring{}, n, 3, position);
    const auto y = frozen.forward(device, n, ConstBatch<Shape<2>, Cpu>(ref<Cpu>(x)), kept);
    frozen.pullback(device, kept, y, Batch<Shape<2>, Cpu>(ref<Cpu>(dx)));
  }
  const std::size_t after = allocations();
  CHECK(after == before);
}

}  // namespace allocation_test
