// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "workloads.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/learner/tape.hpp>
#include <saddle/nn/zoo/cycle_gan.hpp>
#include <saddle/nn/zoo/star_gan.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

/// Steps of image translation over Adversary, Learner and Tape: W5, W6, W6s.
namespace saddle::benchmark {

/// |a - b|, whose mean is an L1 loss.
struct Distance {
  template <class B>
  B operator()(const B& a, const B& b) const {
    return math::max(a - b, b - a);
  }
};

/// The slope of `scale` |a - b| in a.
struct DistanceSlope {
  float scale;
  template <class B>
  B operator()(const B& a, const B& b) const {
    const B zero(0);
    const B gap = a - b;
    return math::select(gap > zero, B(scale), math::select(gap < zero, B(-scale), zero));
  }
};

/// Numbers between -1 and 1.
inline Cpu::Buffer<float> fixed_numbers(std::size_t count, std::uint32_t site) {
  Cpu::Buffer<float> numbers = Cpu::zeros(count);
  random::uniform(numbers.data(), 0, count, 1,
                  {.seed = 1, .stream = random::Stream::user, .site = site});
  for (float& number : numbers) number = 2 * number - 1;
  return numbers;
}

/// A network that translates images, in training.
template <class Net>
class Translator {
 public:
  using Input = typename Net::Input;
  using Image = typename Net::Output;

  Translator(Cpu& device, const std::string& name, std::uint32_t index, Adam adam, std::size_t n)
      : n_(n), learner_(name, index, adam), slope_(Cpu::zeros(n * Image::size)) {
    device.reserve_scratch(Chain<Net>::template scratch_size<Cpu>(n));
    learner_.initialise(device, 1);
  }

  using Tape = saddle::Tape<Net, Cpu>;

  Batch<Image, Cpu> forward(Cpu& device, Tape& tape, ConstBatch<Input, Cpu> x) {
    Chain<Net>::forward(pass(device, tape), x, tape.output(n_));
    return tape.output(n_);
  }

  void pullback(Cpu& device, Tape& tape, ConstBatch<Input, Cpu> x, ConstBatch<Image, Cpu> slope,
                Batch<Input, Cpu> dx = {}) {
    Chain<Net>::pullback(pass(device, tape), x, tape.output(n_), slope, dx, learner_.gradient(),
                         Write<Cpu>{});
  }

  /// `weight` times the L1 distance of the tape's output to `target`; its slope goes to `slope()`.
  double distance(Cpu& device, Tape& tape, ConstBatch<Image, Cpu> target, double weight) {
    const std::size_t count = n_ * Image::size;
    const Read<Cpu> made = tape.output(n_).ref();
    const double share = weight / static_cast<double>(count);
    map(device, DistanceSlope{static_cast<float>(share)}, count, slope().ref(), made, target.ref());
    return share * sum(device, Distance{}, count, made, target.ref());
  }
  Batch<Image, Cpu> slope() { return Batch<Image, Cpu>(ref(slope_)); }

  void update(Cpu& device) { learner_.update(device, 1.0, NoProjection{}); }

 private:
  auto pass(Cpu& device, Tape& tape) { return learner_.train_pass(device, n_, tape.cache(), {}); }

  std::size_t n_;
  Learner<Net, Adam, Cpu> learner_;
  Cpu::Buffer<float> slope_;
};

/// StarGAN: one update of the critic (WGAN-GP, lambda 10, attributes by binary cross-entropy), one
/// of the generator (adversarial, attributes, 10 L1 of the image translated back).
template <class Generator, class Critic, std::size_t default_batch>
class StarGanStep {
 public:
  static constexpr std::size_t batch = default_batch;

  explicit StarGanStep(std::size_t n)
      : n_(n),
        x_(fixed_numbers(n * Image::size, 0)),
        own_(labels(n, 1)),
        wanted_(labels(n, 2)),
        test_({device_, n, 1, 1, "critic"}, {.constraint = {.lambda = 10}, .optimizer = adam}),
        generator_(device_, "generator", 0, adam, n),
        there_(n),
        back_(n),
        pull_(Cpu::zeros(n * Image::size)),
        sent_(Cpu::zeros(n * Image::size)) {}

  void step() {
    const Clock clock{1, ++time_};
    const auto image = [&](Cpu::Buffer<float>& x) { return ConstBatch<Image, Cpu>(ref(x)); };
    const ConstBatch<Input, Cpu> to_wanted = joined(ref(x_), ref(wanted_));
    Batch<Image, Cpu> fake = generator_.forward(device_, there_, to_wanted);
    test_.observe(device_, clock, n_, {image(x_), 1, ref(own_)}, {fake});

    fake = generator_.forward(device_, there_, to_wanted);
    const Batch<Image, Cpu> pull(ref(pull_));
    loss_ = test_.pull(device_, clock, n_, Side::fake, {fake, 1, ref(wanted_)}, pull);
    const ConstBatch<Input, Cpu> to_own = joined(fake.ref(), ref(own_));
    generator_.forward(device_, back_, to_own);
    loss_ += generator_.distance(device_, back_, image(x_), 10);
    const std::array<Write<Cpu>, 2> parts{ref(sent_), Write<Cpu>{}};
    generator_.pullback(device_, back_, to_own, generator_.slope(), Batch<Input, Cpu>(parts));
    add_to(device_, pull.ref(), Read<Cpu>(ref(sent_)), n_ * Image::size);
    generator_.pullback(device_, there_, to_wanted, pull);
    generator_.update(device_);
  }

  double final_metric() const { return loss_; }
  double gflop() const {
    constexpr std::size_t g = macs<Generator>, d = macs<Critic>;
    const std::size_t per_sample =
        7 * g - first_macs<Generator> + 2 * (3 * d - first_macs<Critic>)+6 * d;
    return 2e-9 * static_cast<double>(n_ * per_sample);
  }

 private:
  using Input = typename Generator::Input;
  using Image = typename Generator::Output;
  using Labels = typename Input::template Part<1>;
  static constexpr Adam adam{.learning_rate = 1e-4, .beta1 = 0.5, .beta2 = 0.999};

  static Cpu::Buffer<float> labels(std::size_t n, std::uint32_t site) {
    Cpu::Buffer<float> numbers = fixed_numbers(n * Labels::size, site);
    for (float& number : numbers) number = number > 0 ? 1.0F : 0.0F;
    return numbers;
  }
  static ConstBatch<Input, Cpu> joined(Read<Cpu> image, Read<Cpu> label) {
    return ConstBatch<Input, Cpu>(std::array<Read<Cpu>, 2>{image, label});
  }
  std::size_t n_;
  Cpu device_;
  Cpu::Buffer<float> x_, own_, wanted_;
  Adversary<Wasserstein, GradientPenalty, Critic, Adam, BinaryCrossEntropy> test_;
  Translator<Generator> generator_;
  Tape<Generator, Cpu> there_, back_;
  Cpu::Buffer<float> pull_, sent_;
  std::uint32_t time_ = 0;
  double loss_ = 0;
};

/// CycleGAN: one update of both generators (least squares, 10 L1 of the cycles, 5 L1 of the
/// identities), then one of both critics, without an image pool.
template <class Generator, class Critic, std::size_t default_batch>
class CycleGanStep {
 public:
  static constexpr std::size_t batch = default_batch;

  explicit CycleGanStep(std::size_t n)
      : n_(n), sides_{Domain(device_, n, 0), Domain(device_, n, 1)}, pull_(Cpu::zeros(count())) {}

  void step() {
    const Clock clock{1, ++time_};
    loss_ = 0;
    for (std::size_t from : {0U, 1U}) {
      Domain& here = sides_[from];
      Domain& there = sides_[1 - from];
      const auto fake = here.generator.forward(device_, here.made, here.image());
      there.generator.forward(device_, there.returned, fake);
      there.generator.forward(device_, there.kept, here.image());
    }
    for (std::size_t from : {0U, 1U}) {
      Domain& here = sides_[from];
      Domain& there = sides_[1 - from];
      const auto fake = here.made.output(n_);
      const Batch<Image, Cpu> pull(ref(pull_));
      loss_ += there.test.pull(device_, clock, n_, Side::fake, {fake, 2}, pull);
      loss_ += there.generator.distance(device_, there.returned, here.image(), 10);
      there.generator.pullback(device_, there.returned, fake, there.generator.slope(),
                               Batch<Image, Cpu>(ref(there.sent)));
      add_to(device_, pull.ref(), Read<Cpu>(ref(there.sent)), count());
      here.generator.pullback(device_, here.made, here.image(), pull);
      loss_ += there.generator.distance(device_, there.kept, here.image(), 5);
      there.generator.pullback(device_, there.kept, here.image(), there.generator.slope());
    }
    for (Domain& side : sides_) side.generator.update(device_);
    for (std::size_t from : {0U, 1U}) {
      Domain& there = sides_[1 - from];
      there.test.observe(device_, clock, n_, {there.image()}, {sides_[from].made.output(n_)});
    }
  }

  double final_metric() const { return loss_; }
  double gflop() const {
    constexpr std::size_t g = macs<Generator>, d = macs<Critic>;
    const std::size_t per_sample =
        18 * g - 4 * first_macs<Generator> + 4 * d + 4 * (3 * d - first_macs<Critic>);
    return 2e-9 * static_cast<double>(n_ * per_sample);
  }

 private:
  using Image = typename Generator::Output;
  static constexpr Adam adam{.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};

  /// A domain: its images, the generator that leaves it, the critic that knows it.
  struct Domain {
    Domain(Cpu& device, std::size_t n, std::uint32_t number)
        : images(fixed_numbers(n * Image::size, number)),
          generator(device, "generator", 2 * number, adam, n),
          test({device, n, 1, 2 * number + 1, "critic"}, {.optimizer = adam}),
          made(n),
          returned(n),
          kept(n),
          sent(Cpu::zeros(n * Image::size)) {}
    ConstBatch<Image, Cpu> image() { return ConstBatch<Image, Cpu>(ref(images)); }

    Cpu::Buffer<float> images;
    Translator<Generator> generator;
    Adversary<LeastSquares, Unconstrained, Critic, Adam> test;
    Tape<Generator, Cpu> made, returned,
        kept;  // kept: images of the other domain, left as they are
    Cpu::Buffer<float> sent;
  };

  std::size_t count() const { return n_ * Image::size; }

  std::size_t n_;
  Cpu device_;
  std::array<Domain, 2> sides_;
  Cpu::Buffer<float> pull_;
  std::uint32_t time_ = 0;
  double loss_ = 0;
};

/// The networks by name, so that symbols stay short.
struct SmallCycleGenerator : CycleGanGenerator<6, 32, InstanceNormed, 32> {};
struct SmallPatchCritic : PatchCritic<InstanceNormed, 32, 3, 32> {};
struct CycleGenerator : CycleGanGenerator<> {};
struct StarGenerator : StarGanGenerator<5> {};
struct StarCritic : StarGanCritic<5> {};
struct SmallStarGenerator : StarGanGenerator<5, 32, 32> {};
struct SmallStarCritic : StarGanCritic<5, 32, 32, 4> {};

using W5 = CycleGanStep<SmallCycleGenerator, SmallPatchCritic, 16>;
using W5i = Inference<CycleGenerator>;
using W6 = StarGanStep<StarGenerator, StarCritic, 4>;
using W6i = Inference<StarGenerator>;
using W6s = StarGanStep<SmallStarGenerator, SmallStarCritic, 16>;

}  // namespace saddle::benchmark
