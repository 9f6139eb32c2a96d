// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "workloads.hpp"

#include <saddle/data/domains.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/gan/star_gan.hpp>
#include <saddle/nn/zoo/cycle_gan.hpp>
#include <saddle/nn/zoo/star_gan.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// Steps of image translation: the formulations CycleGan (W5) and StarGan (W6, W6s).
namespace saddle::benchmark {

/// Numbers between -1 and 1.
inline Cpu::Buffer<float> fixed_numbers(std::size_t count, std::uint32_t site) {
  Cpu::Buffer<float> numbers = Cpu::zeros(count);
  random::uniform(numbers.data(), 0, count, 1,
                  {.seed = 1, .stream = random::Stream::user, .site = site});
  for (float& number : numbers) number = 2 * number - 1;
  return numbers;
}

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

/// The same with the classes in turn.
template <class Image, std::size_t count>
struct LabelledImages : FixedImages<Image> {
  static constexpr std::size_t classes() { return count; }
  static void draw_labels(int* out, std::size_t n, std::uint64_t, std::uint64_t) {
    for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<int>(i % count);
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

/// StarGAN: the formulation with one update of the critic a step (WGAN-GP, lambda 10, classes by
/// cross-entropy, 10 L1 of the image translated back).
template <class Experiment, std::size_t default_batch>
class StarGanStep {
 public:
  static constexpr std::size_t batch = default_batch;

  explicit StarGanStep(std::size_t n)
      : n_(n),
        images_{fixed_numbers(n * Image::size, 0)},
        trainer_({.batch = n, .critic_steps = 1, .constraint = {.lambda = 10}}) {}

  void step() { trainer_.step(images_); }

  double final_metric() const {
    const auto& report = trainer_.report();
    return report["generator_loss"] + report["reconstruction_loss"];
  }
  double gflop() const {
    using Critic = typename Experiment::Critic;
    constexpr std::size_t g = macs<Generator>, d = macs<Critic>;
    const std::size_t per_sample =
        7 * g - first_macs<Generator> + 2 * (3 * d - first_macs<Critic>)+6 * d;
    return 2e-9 * static_cast<double>(n_ * per_sample);
  }

 private:
  using Generator = typename Experiment::Generator;
  using Image = typename Generator::Output;

  std::size_t n_;
  LabelledImages<Image, Experiment::classes> images_;
  StarGan<Wasserstein, GradientPenalty, Experiment> trainer_;
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

/// StarGAN's networks at a size and a width, for the five attributes of the published one.
template <std::size_t size, std::size_t width, std::size_t halvings>
struct Star {
  static constexpr std::size_t classes = 5;
  struct Generator : StarGanGenerator<classes, size, width> {};
  struct Critic : StarGanCritic<classes, size, width, halvings> {};
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 1e-4, .beta1 = 0.5, .beta2 = 0.999};
  }
};
using PublishedStar = Star<128, 64, 6>;

using W5 = CycleGanStep<SmallCycle, 16>;
using W5i = Inference<CycleGenerator>;
using W6 = StarGanStep<PublishedStar, 4>;
using W6i = Inference<PublishedStar::Generator>;
using W6s = StarGanStep<Star<32, 32, 4>, 16>;

}  // namespace saddle::benchmark
