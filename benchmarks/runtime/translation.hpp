// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "workloads.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/gan/part/distance.hpp>
#include <saddle/learner/model.hpp>
#include <saddle/nn/zoo/cycle_gan.hpp>
#include <saddle/nn/zoo/star_gan.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// Steps of image translation: the formulation CycleGan (W5), and StarGAN over its parts (W6, W6s).
namespace saddle::benchmark {

/// Numbers between -1 and 1.
inline Cpu::Buffer<float> fixed_numbers(std::size_t count, std::uint32_t site) {
  Cpu::Buffer<float> numbers = Cpu::zeros(count);
  random::uniform(numbers.data(), 0, count, 1,
                  {.seed = 1, .stream = random::Stream::user, .site = site});
  for (float& number : numbers) number = 2 * number - 1;
  return numbers;
}

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
        generator_({device_, n, 1, 0, "generator"}, adam),
        there_(generator_.forward_room()),
        back_(generator_.forward_room()),
        pull_(Cpu::zeros(n * Image::size)),
        slope_(pull_),
        sent_(pull_) {}

  void step() {
    const Clock clock{1, ++time_};
    const auto image = [&](Cpu::Buffer<float>& x) { return ConstBatch<Image, Cpu>(ref(x)); };
    const ConstBatch<Input, Cpu> to_wanted = joined(ref(x_), ref(wanted_));
    Batch<Image, Cpu> fake = generator_.forward(device_, clock, n_, to_wanted, there_);
    test_.observe(device_, clock, n_, {image(x_), 1, ref(own_)}, {fake});

    fake = generator_.forward(device_, clock, n_, to_wanted, there_);
    const Batch<Image, Cpu> pull(ref(pull_)), slope(ref(slope_));
    loss_ = value_of(device_,
                     test_.pull(device_, clock, n_, Side::fake, {fake, 1, ref(wanted_)}, pull));
    const ConstBatch<Input, Cpu> to_own = joined(fake.ref(), ref(own_));
    const auto again = generator_.forward(device_, clock, n_, to_own, back_);
    part::distance<L1>(device_, distance_, n_ * Image::size, 10, slope.ref(), again.ref(),
                       Read<Cpu>(ref(x_)));
    loss_ += value_of(device_, distance_);
    const std::array<Write<Cpu>, 2> parts{ref(sent_), Write<Cpu>{}};
    generator_.pullback(device_, back_, slope, Batch<Input, Cpu>(parts));
    add_to(device_, pull.ref(), Read<Cpu>(ref(sent_)), n_ * Image::size);
    generator_.pullback(device_, there_, pull);
    generator_.update(device_, clock);
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
  Slot<Cpu> distance_ = device_.slot();
  Cpu::Buffer<float> x_, own_, wanted_;
  Adversary<Wasserstein, GradientPenalty, Critic, Adam, BinaryCrossEntropy> test_;
  Model<Generator, Adam, Cpu> generator_;
  Forward<Generator, Cpu> there_, back_;
  Cpu::Buffer<float> pull_, slope_, sent_;
  std::uint32_t time_ = 0;
  double loss_ = 0;
};

/// Images of numbers between -1 and 1, the same in every step.
template <class Image>
struct FixedImages {
  static constexpr std::string_view name = "fixed images";
  static constexpr auto shape() { return Image::extents; }
  Cpu::Buffer<float> numbers;

  void draw(float* out, std::size_t n, std::uint64_t, std::uint64_t) const {
    std::copy_n(numbers.data(), n * Image::size, out);
  }
};

/// CycleGAN: the formulation without its pool (least squares, 10 L1 of the cycles, 5 L1 of the
/// identities).
template <class Experiment, std::size_t default_batch>
class CycleGanStep {
 public:
  static constexpr std::size_t batch = default_batch;

  explicit CycleGanStep(std::size_t n)
      : n_(n),
        images_{FixedImages<Image>{fixed_numbers(n * Image::size, 0)},
                FixedImages<Image>{fixed_numbers(n * Image::size, 1)}},
        trainer_({.batch = n, .pool = 0}) {}

  void step() { trainer_.step(images_); }

  double final_metric() const {
    const auto& report = trainer_.report();
    return report["generator_loss"] + report["cycle_loss"] + report["identity_loss"];
  }
  double gflop() const {
    using Critic = typename Experiment::CriticOfFirst;
    constexpr std::size_t g = macs<Generator>, d = macs<Critic>;
    const std::size_t per_sample =
        18 * g - 4 * first_macs<Generator> + 4 * d + 4 * (3 * d - first_macs<Critic>);
    return 2e-9 * static_cast<double>(n_ * per_sample);
  }

 private:
  using Generator = typename Experiment::There;
  using Image = typename Generator::Output;

  std::size_t n_;
  data::Domains<FixedImages<Image>, FixedImages<Image>> images_;
  CycleGan<LeastSquares, Unconstrained, Experiment> trainer_;
};

/// The networks by name, so that symbols stay short.
struct SmallCycle {
  struct There : CycleGanGenerator<6, 32, InstanceNormed, 32> {};
  struct Back : There {};
  struct CriticOfFirst : PatchCritic<InstanceNormed, 32, 3, 32> {};
  struct CriticOfSecond : CriticOfFirst {};
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
  }
};
struct CycleGenerator : CycleGanGenerator<> {};
struct StarGenerator : StarGanGenerator<5> {};
struct StarCritic : StarGanCritic<5> {};
struct SmallStarGenerator : StarGanGenerator<5, 32, 32> {};
struct SmallStarCritic : StarGanCritic<5, 32, 32, 4> {};

using W5 = CycleGanStep<SmallCycle, 16>;
using W5i = Inference<CycleGenerator>;
using W6 = StarGanStep<StarGenerator, StarCritic, 4>;
using W6i = Inference<StarGenerator>;
using W6s = StarGanStep<SmallStarGenerator, SmallStarCritic, 16>;

}  // namespace saddle::benchmark
