// SPDX-License-Identifier: BSL-1.0
// "Likelihoods and samples are not correlated", says the lecture: a model may have a good
// likelihood and poor samples, or the other way round. A flow can be asked for both, whatever it
// learned from. Here one flow, from one start, learns by likelihood, from a critic (adversarially),
// and by the sum of both.
//
//   likelihood_and_samples [IMAGES LABELS TEST_IMAGES TEST_LABELS [STEPS]]
//
// The files are IDX, such as MNIST's; without arguments: drawn digits, for a minute or two. Prints
// the bits it takes to name a pixel of a test image, and the Frechet distance between samples and
// test images by the features of a classifier; likelihood_and_samples.png has a row of samples of
// each. Expected without arguments, after 100 steps:
//
//     likelihood       1.836 bits a pixel   FID   632.1
//     both             2.111 bits a pixel   FID   166.5
//     adversarial  51615.078 bits a pixel   FID  3089.1
//
// and of MNIST, after 1,000 steps and some minutes:
//
//     likelihood       1.583 bits a pixel   FID   274.3
//     both             1.829 bits a pixel   FID   189.2
//     adversarial    2.2e+10 bits a pixel   FID   558.1
//
// The better likelihood has the worse samples, so neither tells the other. Without a likelihood the
// flow folds all codes onto a few images, among which the test images have no density to speak of.
//
// The C++ idea: a formulation of your own. `FlowGan` is a flow, a critic and twenty lines that say
// who learns from whom; clock, checkpoints, progress and errors come from `Formulation`.
#include "steps.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/experiment/flow/flow_conv.hpp>
#include <saddle/experiment/image_ways.hpp>
#include <saddle/gan/flow.hpp>
#include <saddle/metric/quality/quality.hpp>
#include <saddle/saddle.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

using namespace saddle;

namespace {

using Digit = Shape<28, 28, 1>;
using Images = Tensor<float, 4>;
using Digits = FlowConv<Digit, 32>;
using Net = Digits::Flow;
using Judge = Classifier<ImageClassifier<Digit>>;

struct Losses {
  static constexpr std::array<std::string_view, 3> names{"negative_log_likelihood",
                                                         "generator_loss", "bound"};
};
struct Config {
  std::uint64_t steps = 1'000;
  std::size_t batch = 32;
  double likelihood = 1, adversarial = 1;  // weights of the losses; 0 leaves one out
  std::uint64_t seed = 1;
  Adam optimizer{.learning_rate = 5e-4, .beta1 = 0.5, .beta2 = 0.999, .clip_norm = 100};
  Adam critic_optimizer{.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
  LearningRateDecay schedule{.decay_from = 0.5};

  std::uint64_t most_steps(std::uint64_t clocks) const { return clocks; }
  SADDLE_DESCRIBE(Config, steps, batch, likelihood, adversarial, seed, optimizer, critic_optimizer,
                  schedule);
  static constexpr Bounded bounded[] = {{"steps", limits::steps},
                                        {"batch", limits::size},
                                        {"likelihood", limits::not_negative},
                                        {"adversarial", limits::not_negative}};
};

/// A flow that learns from what it makes of codes, by a critic, and from the density of the data.
class FlowGan : public Formulation<Config, Losses, Cpu> {
 public:
  explicit FlowGan(const Config& config)
      : Formulation(config),
        flow_(place("flow"), config.optimizer, {}),
        test_(place("critic"), {.optimizer = config.critic_optimizer}),
        codes_(Cpu::zeros(config.batch * Digit::size)),
        pull_(codes_) {}

  template <class Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      load(source, next_samples(), flow_.real);
      const Clock clock = tick();
      if (config_.likelihood > 0) fit_density(clock);
      if (config_.adversarial > 0) fool(clock);
      flow_.model.update(device_, clock);
    };
    make_step(algorithm, flow_.coded);
  }

  Images sample(std::size_t n) {
    return flow_.decode(device_, flow_.codes<Digits::Latent>(device_, n, 0, config_.seed));
  }
  Tensor<double, 1> log_density(const Images& x) {
    return flow_.log_density<Digits::Latent>(device_, x);
  }

  template <class Source>
  static void check(const Source& source) {
    data::require_shape(source, Digit::extents);
  }
  TrainingState<Cpu> state() { return state_of(flow_.model, test_); }
  Description description() const { return {{"formulation", "flow gan"}}; }
  static constexpr std::array<std::string_view, 1> networks() { return {"flow"}; }

 private:
  void fit_density(Clock clock) {
    const auto code = flow_.forward(device_, clock, true);
    measure("negative_log_likelihood", part::negative_log_likelihood<Digits::Latent>(
                                           device_, distance_, config_.batch, config_.likelihood,
                                           flow_.slope(), code, flow_.terms()));
    flow_.pullback(device_, true);
  }
  void fool(Clock clock) {
    const std::size_t n = config_.batch;
    Digits::Latent::draw(device_, ref<Cpu>(codes_), n, 0, clock.draw(random::Stream::latent));
    const Batch<Digit, Cpu> fake = flow_.make(device_, clock, Read<Cpu>(ref<Cpu>(codes_)));
    const ConstBatch<Digit, Cpu> real(ref<Cpu>(flow_.real));
    test_.observe(device_, clock, n, {real}, {fake});
    measure("bound", test_.report(device_).estimate);
    const Batch<Digit, Cpu> pull(ref<Cpu>(pull_));
    measure("generator_loss",
            test_.pull(device_, clock, n, Side::fake, {fake, config_.adversarial}, pull, {real}));
    flow_.pull_back(device_, pull);
  }

  struct Critic : SmallPatchCritic<Digit> {};
  part::FlowModel<Net, Adam, Cpu> flow_;
  Adversary<LeastSquares, Unconstrained, Critic, Adam, None, Cpu> test_;
  Cpu::Buffer<float> codes_, pull_;
};

/// Trains, prints a line, and returns samples.
template <class Source>
Images learn(const char* name, const Config& config, const Source& source, Judge& judge,
             const Images& test) {
  FlowGan model(config);
  fit(model, source);
  Images noisy = test;  // within the levels of the pixels
  for (std::size_t i = 0; i < noisy.size(); ++i) {
    const double u =
        random::uniform({.stream = random::Stream::user}, i / Digit::size, i % Digit::size);
    noisy.data()[i] += static_cast<float>((2 * u - 1) / 255);
  }
  const double nats = -xt::mean(model.log_density(noisy))();
  const Images made = model.sample(test.shape(0));
  const auto statistics = [&](const Images& x) { return gaussian_statistics(judge.features(x)); };
  std::printf("%-12s %9.3f bits a pixel   FID %7.1f\n", name,
              nats / (Digit::size * std::log(2.0)) + std::log2(127.5),
              frechet_distance(statistics(test), statistics(made)).value);
  std::fflush(stdout);
  return made;
}

template <class Source>
void compare(const Source& source, const Images& test, std::uint64_t steps,
             std::uint64_t judge_steps) {
  Judge judge({.steps = judge_steps});
  judge.fit(source);
  constexpr std::size_t columns = 12;
  Images shown = Images::from_shape({4 * columns, 28, 28, 1});
  float* place = shown.data();
  const auto add = [&](const Images& images) {
    place = std::copy_n(images.data(), columns * Digit::size, place);
  };
  add(test);
  add(learn("likelihood", {.steps = steps, .adversarial = 0}, source, judge, test));
  // The likelihood is a sum over pixels; a thousandth of it still weighs as much as the critic.
  add(learn("both", {.steps = steps, .likelihood = 1e-3}, source, judge, test));
  add(learn("adversarial", {.steps = steps, .likelihood = 0}, source, judge, test));
  write_png("likelihood_and_samples.png", grid(shown, {.columns = columns}));
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty()) {
    Images test = Images::from_shape({500, 28, 28, 1});
    data::Glyphs{}.draw(test.data(), 500, 2, 0);
    compare(data::Glyphs{}, test, 100, 200);
  } else if (arguments.size() == 4 || arguments.size() == 5) {
    const data::Dataset set = data::idx(arguments[0], arguments[1]);
    const data::Dataset tests = data::idx(arguments[2], arguments[3], set.full);
    data::require_shape(tests, Digit::extents);
    Images test = Images::from_shape({2'000, 28, 28, 1});
    tests.draw(test.data(), 2'000, 1, 0);
    compare(set, test, arguments.size() > 4 ? steps_in(arguments[4]) : Config{}.steps, 1'000);
  } else {
    std::puts("likelihood_and_samples [IMAGES LABELS TEST_IMAGES TEST_LABELS [STEPS]]");
    return 2;
  }
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
