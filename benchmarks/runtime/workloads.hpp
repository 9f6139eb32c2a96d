// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/zoo/dcgan.hpp>
#include <saddle/saddle.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// What the workloads do, through the library's public interface. The networks stand here and not
/// in the library's own experiments, whose recipes may change.
namespace saddle::benchmark {

/// The networks of W1 and W2: points of the plane, three hidden layers of 128.
struct Points {
  using Latent = Gaussian<2>;
  struct Generator
      : Network<Shape<2>, Linear<128>, Relu, Linear<128>, Relu, Linear<128>, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<128>, LeakyRelu<>, Linear<128>, LeakyRelu<>, Linear<128>,
                          LeakyRelu<>, Linear<1>> {};
};

/// The networks of W3: vectors of 784 numbers.
struct Vectors {
  using Latent = Gaussian<100>;
  struct Generator : Network<Shape<100>, Linear<256>, Relu, Linear<512>, Relu, Linear<784>, Tanh> {
  };
  struct Critic
      : Network<Shape<784>, Linear<512>, LeakyRelu<>, Linear<256>, LeakyRelu<>, Linear<1>> {};
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;
};

/// The networks of W4 and W4s.
template <std::size_t size, std::size_t channels>
struct DcganNetworks {
  using Latent = Gaussian<100>;
  struct Generator : DcganGenerator<size, channels> {};
  struct Critic : DcganCritic<size, channels> {};
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;
};

/// A fixed set of samples with numbers between -1 and 1, read slice after slice.
template <std::size_t rows, std::size_t... extents>
class Pool {
 public:
  static constexpr std::string_view name = "pool";

  Pool() : values_(rows * columns) {
    random::uniform(values_.data(), 0, rows, columns, {.seed = 1, .stream = random::Stream::user});
    for (float& value : values_) value = 2 * value - 1;
  }

  static constexpr std::array<std::size_t, sizeof...(extents)> shape() { return {extents...}; }

  /// Shapes: out (n, extents...).
  void draw(float* out, std::size_t n, std::uint64_t, std::uint64_t position) const {
    for (std::size_t done = 0; done < n;) {
      const std::size_t first = static_cast<std::size_t>((position + done) % rows);
      const std::size_t count = std::min(n - done, rows - first);
      std::copy_n(&values_[first * columns], count * columns, out + done * columns);
      done += count;
    }
  }

 private:
  static constexpr std::size_t columns = (extents * ...);
  std::vector<float> values_;  // (rows, extents...)
};

/// f-GAN with clipped weights.
struct W1 {
  using Trainer = Gan<FDivergence<Pearson>, WeightClip, Points>;
  static constexpr std::size_t batch = 256;
  data::Ring source;

  static Trainer::Config config() {
    return {.critic_steps = 1,
            .constraint = {.bound = 0.01},
            .critic_optimizer = {.learning_rate = 5e-5},
            .generator_optimizer = {.learning_rate = 5e-5}};
  }
};

/// WGAN with gradient penalty.
struct W2 {
  using Trainer = Gan<Wasserstein, GradientPenalty, Points>;
  static constexpr std::size_t batch = 256;
  data::Ring source;

  static Trainer::Config config() {
    constexpr Adam adam{.learning_rate = 1e-4, .beta1 = 0.5, .beta2 = 0.9};
    return {.critic_steps = 5,
            .constraint = {.lambda = 0.1},
            .critic_optimizer = adam,
            .generator_optimizer = adam};
  }
};

/// The non-saturating game on vectors of the size of MNIST's images.
struct W3 {
  using Trainer = Gan<NonSaturating, Unconstrained, Vectors>;
  static constexpr std::size_t batch = 64;
  Pool<4096, 784> source;

  static Trainer::Config config() {
    constexpr Adam adam{.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
    return {.critic_steps = 1, .critic_optimizer = adam, .generator_optimizer = adam};
  }
};

/// The non-saturating game of DCGAN: one forward of the generator serves both updates.
template <class Experiment>
struct DcganStep {
  using Trainer = Gan<NonSaturating, Unconstrained, Experiment>;
  static constexpr std::size_t batch = 64;

  static typename Trainer::Config config() {
    constexpr Adam adam{.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
    return {.critic_steps = 1,
            .reuse_fakes = true,
            .critic_optimizer = adam,
            .generator_optimizer = adam};
  }
};
struct W4 : DcganStep<DcganNetworks<64, 3>> {
  Pool<64, 64, 64, 3> source;
};
struct W4s : DcganStep<DcganNetworks<32, 1>> {
  Pool<64, 32, 32, 1> source;
};

/// One forward of a generator on one given code, in evaluation mode.
template <class Generator>
class Inference {
 public:
  static constexpr std::size_t batch = 1;
  static constexpr std::size_t macs = Chain<Generator>::macs;

  explicit Inference(std::size_t n)
      : n_(n), learner_("generator", 0, Sgd{}), tape_(n), code_(Cpu::zeros(storage_size<Code>(n))) {
    device_.reserve_scratch(Chain<Generator>::template scratch_size<Cpu>(n));
    learner_.initialise(device_, 1);
    fill_normal(device_, ref(code_), 1, code_.size(), 0, {.seed = 1});
  }

  void step() {
    Chain<Generator>::forward(learner_.eval_pass(device_, n_, tape_.cache()),
                              batch_at<Code>(ref(code_), n_), tape_.output(n_));
  }

  float first_output() { return *raw(tape_.output(n_).ref()); }
  double gflop() const { return 2e-9 * static_cast<double>(n_ * macs); }

 private:
  using Code = typename Generator::Input;
  std::size_t n_;
  Cpu device_;
  Learner<Generator, Sgd, Cpu> learner_;
  Tape<Generator, Cpu> tape_;
  Cpu::Buffer<float> code_;
};

using W7a = Inference<Points::Generator>;
using W7b = Inference<Vectors::Generator>;

/// Multiply-adds of a network's forward, and of its first layer that has any, per sample.
template <class Net>
inline constexpr std::size_t macs = Chain<Net>::macs;
template <class Net>
inline constexpr std::size_t first_macs = [] {
  constexpr std::size_t first = Chain<Net>::template Layer<0>::macs;
  if constexpr (first > 0) return first;
  else return Chain<Net>::template Layer<1>::macs;
}();

/// The least work of one step, in GFLOP: what its floor is computed from.
///
/// A forward, a weight gradient and an input gradient cost the same; nobody needs the input
/// gradient of the first layer, except the model's update that of the critic, which is frozen there
/// and so has no weight gradient. A gradient penalty costs four forwards of the critic.
template <class Objective, class Constraint, class Experiment, class Device>
double gflop_per_step(const Gan<Objective, Constraint, Experiment, Device>& gan) {
  using G = typename Experiment::Generator;
  using D = typename Experiment::Critic;
  constexpr std::size_t sample = 3 * macs<D> - first_macs<D>;
  constexpr std::size_t penalty = Constraint::penalises ? 4 * macs<D> : 0;
  constexpr std::size_t critic_update = macs<G> + 2 * sample + penalty;
  const auto& config = gan.config();
  const std::size_t model_update =
      (config.reuse_fakes ? 2 : 3) * macs<G> - first_macs<G> + 2 * macs<D>;
  return 2e-9 * static_cast<double>(config.batch) *
         static_cast<double>(config.critic_steps * critic_update + model_update);
}

}  // namespace saddle::benchmark
