// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "laws/differences.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/optim.hpp>

#include <cmath>

using namespace saddle;

namespace {

using D = Cpu;
using X = Shape<2>;
using Z = Shape<1>;
struct Generator : Network<Z, Linear<32>, Tanh, Linear<2>> {};
struct Encoder : Network<X, Linear<32>, Tanh, Linear<1>> {};
struct Critic
    : Network<Joint<X, Z>, Concat, Linear<32>, LeakyRelu<>, Linear<32>, LeakyRelu<>, Linear<1>> {};

constexpr std::size_t n = 128;
constexpr Adam adam{.learning_rate = 2e-3, .beta1 = 0.5, .beta2 = 0.99};

/// A network in training: learner, tape, input and the gradient that comes back.
template <class Net>
struct Model {
  Model(D& device, std::string name, std::uint32_t index) : learner(std::move(name), index, adam) {
    learner.initialise(device, 1);
    device.reserve_scratch(Chain<Net>::template scratch_size<D>(n));
  }
  auto pass(D& device, Clock clock) {
    return learner.train_pass(device, n, tape.cache(), clock.draw(random::Stream::dropout));
  }
  Batch<typename Net::Output, D> forward(D& device, Clock clock, Read<D> x) {
    Chain<Net>::forward(pass(device, clock), ConstBatch<typename Net::Input, D>(x), tape.output(n));
    return tape.output(n);
  }
  void update(D& device, Clock clock, Read<D> x) {
    Chain<Net>::pullback(pass(device, clock), ConstBatch<typename Net::Input, D>(x), tape.output(n),
                         ConstBatch<typename Net::Output, D>(ref<D>(slope)), {}, learner.gradient(),
                         Write<D>{});
    learner.update(device, 1, NoProjection{});
  }
  Learner<Net, Adam, D> learner;
  Tape<Net, D> tape{n};
  D::Buffer<float> slope = D::zeros(storage_size<typename Net::Output>(n));
};

}  // namespace

TEST_CASE("BiGAN: two models and a joint adversary, and the encoder learns to invert",
          "[adversary]") {
  D device;
  Model<Generator> generator(device, "generator", 0);
  Model<Encoder> encoder(device, "encoder", 2);
  Adversary<NonSaturating, Unconstrained, Critic, Adam, None, D> test({device, n, 1, 1, "critic"},
                                                                      {.optimizer = adam});
  auto x = D::zeros(n * 2), z = D::zeros(n);
  const auto pair = [](Read<D> first, Read<D> second) {
    return Sample<Joint<X, Z>, D>{ConstBatch<Joint<X, Z>, D>({first, second})};
  };
  double first_error = 0, error = 0;
  std::uint32_t time = 0;
  for (int step = 0; step < 600; ++step) {
    Clock clock{.seed = 1, .time = ++time};
    // Data on a line in the plane, x = (1 + w, 0.5 - 2 w).
    fill_normal(device, ref<D>(x), n, 2, 0, clock.draw(random::Stream::data));
    for (std::size_t i = 0; i < n; ++i) {
      x(2 * i + 1) = 0.5F - 2 * x(2 * i);
      x(2 * i) += 1;
    }
    fill_normal(device, ref<D>(z), n, 1, 0, clock.draw(random::Stream::latent));
    const auto fake = generator.forward(device, clock, ref<D>(z));
    const auto code = encoder.forward(device, clock, ref<D>(x));
    test.observe(device, clock, n, pair(ref<D>(x), code.ref()), pair(fake.ref(), ref<D>(z)));
    REQUIRE(test.report().estimate < 0.5);
    REQUIRE(test.report().estimate > -3);

    clock.time = ++time;
    test.pull(device, clock, n, Side::fake, pair(fake.ref(), ref<D>(z)),
              Batch<Joint<X, Z>, D>({ref<D>(generator.slope), {}}));
    test.pull(device, clock, n, Side::real, pair(ref<D>(x), code.ref()),
              Batch<Joint<X, Z>, D>({Write<D>{}, ref<D>(encoder.slope)}));
    generator.update(device, clock, ref<D>(z));
    encoder.update(device, clock, ref<D>(x));

    const auto again =
        generator.forward(device, clock, encoder.forward(device, clock, ref<D>(x)).ref());
    error = 0;
    for (std::size_t i = 0; i < 2 * n; ++i) {
      error += std::pow(static_cast<double>(raw(again.ref())[i] - x(i)), 2) / n;
    }
    if (step == 0) first_error = error;
  }
  INFO("reconstruction error " << first_error << " -> " << error << ", estimate "
                               << test.report().estimate);
  CHECK(first_error > 3);
  CHECK(error < 0.2 * first_error);
}
