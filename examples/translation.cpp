// SPDX-License-Identifier: BSL-1.0
// Translation without pairs: drawings become coloured pictures, though nobody has said which
// drawing belongs to which picture. A CycleGAN has a generator each way, G and F, a critic in each
// domain, and asks that what leaves comes back, F(G(x)) = x.
//
//   translation [FIRST SECOND TABLE FIRST_COLUMN SECOND_COLUMN [FOLDER [STEPS [pairs | flows]]]]
//
// FIRST and SECOND are NPY files or folders of 32 x 32 pictures, TABLE says which rows are for
// training and which for tests, and which of them each domain has. Without arguments: digits in two
// drawn styles, for a minute or two. FOLDER holds the checkpoint: the same call goes on where a run
// ended. With `pairs` the same generator learns from the pairs that the table knows: what could be
// reached. With `flows` it is an AlignFlow, whose G is a flow there and another one backwards, so
// that F = G^-1 needs no learning. Prints how near translations of test images are to the truth,
// and paints FOLDER/translations.png: in each row x, G(x), the truth, F(G(x)). Expected without
// arguments, among other lines:
//
//     x        L1 0.1771  PSNR 10.54  SSIM 0.638  retrieval 100.0 %  judged second   0.0 %
//     G(x)     L1 0.0416  PSNR 24.32  SSIM 0.850  retrieval 100.0 %  judged second 100.0 %
//     truth    L1 0.0000  PSNR   inf  SSIM 1.000  retrieval 100.0 %  judged second 100.0 %
//     cycle    L1 0.0747
//
// Lines to colours of 1,613 emoji, 314 of them for tests: L1 0.0616, SSIM 0.822, retrieval 84.4 %,
// judged second 92.7 %, cycle L1 0.0120 after 9,000 steps, some 12 minutes of one core; the lines
// themselves have 0.0675, 0.818, 73.2 % and 3.5 %, the true pictures are judged second in 92.0 %.
// With pairs, 4,000 steps: L1 0.0537, SSIM 0.850, retrieval 90.8 %, judged second 99.7 %.
// With flows, 2,000 steps, some 5 minutes: L1 0.1054, SSIM 0.624, retrieval 59.9 %, judged second
// 67.2 %: paler and less sure than a CycleGAN's, but what it makes comes back: pixels from 0 to 1
// within 5.4e-05, half of them within 4.8e-07.
//
// From noto to twemoji, where x has L1 0.1693, retrieval 26.8 % and is judged second in 6.4 %, and
// the mean image of twemoji has L1 0.2224: after 9,000 steps 0.1568, 32.5 % and 79.6 % (the true
// pictures: 82.5 %), cycle L1 0.0286; with flows, 2,000 steps, 0.1843, 17.5 % and 50.0 %, and
// pixels come back within 4.0e-05. From twemoji to noto x has 0.1693, 37.6 % and 16.9 %; after
// 9,000 steps 0.1582, 38.9 % and 88.2 % (the true pictures: 95.5 %); with flows 0.1858, 19.4 %
// and 73.9 %.
//
// The C++ idea: a source is whatever draws samples. `Domains` draws two of them apart, `Paired`
// draws them together, `Augmented` flips and shifts what another one draws, and `Which`, below, is
// the classifier's source, made of both domains.
#include "steps.hpp"

#include <saddle/data/domains/augmented.hpp>
#include <saddle/data/domains/translation_data.hpp>
#include <saddle/experiment/flow/flow_image_ways.hpp>
#include <saddle/experiment/image_ways.hpp>
#include <saddle/gan/align_flow.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/gan/part/distance.hpp>
#include <saddle/gan/part/formulation.hpp>
#include <saddle/metric/quality/quality.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

using namespace saddle;

namespace {

using Picture = Shape<32, 32, 3>;
using Translator = CycleGan<LeastSquares, Unconstrained, ImageWays<Picture>>;
using Flows = AlignFlow<LeastSquares, Unconstrained, FlowImageWays<Picture>>;
using Judge = Classifier<ImageClassifier<Picture, 2>>;
using Images = Tensor<float, 4>;

/// Glyphs in colours: black ink on white, or ink that goes from red at the top to blue on yellow.
data::Dataset drawn_glyphs(bool coloured, std::size_t n, std::uint64_t seed) {
  constexpr std::size_t side = data::Glyphs::side, margin = (32 - side) / 2;
  Images images({n, 32, 32, 3}, 1.0F), glyphs = Images::from_shape({n, side, side, 1});
  data::Glyphs{}.draw(glyphs.data(), n, seed, 0);
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::size_t c = i % 3, x = i / 3 % 32, y = i / 96 % 32;
    const float height = static_cast<float>(y) / 31;
    const std::array<float, 3> rainbow{1 - 2 * height, -1, 2 * height - 1};
    const float paper = coloured && c == 2 ? 0.0F : 1.0F, colour = coloured ? rainbow[c] : -1.0F;
    const bool inside = std::min(x, y) >= margin && std::max(x, y) < margin + side;
    const float ink = inside ? (glyphs(i / 3072, y - margin, x - margin, 0) + 1) / 2 : 0;  // 0 to 1
    images.data()[i] = paper + ink * (colour - paper);
  }
  return {coloured ? "coloured glyphs" : "black glyphs", images};
}

data::TranslationData two_styles() {
  const auto pair = [](std::size_t n, std::uint64_t seed) {
    return data::Paired{drawn_glyphs(false, n, seed), drawn_glyphs(true, n, seed)};
  };
  return {
      {drawn_glyphs(false, 1'000, 1), drawn_glyphs(true, 1'000, 2)}, pair(1'000, 1), pair(200, 3)};
}

/// Samples of two domains in turn, labelled by their domain.
template <class Sources>
struct Which {
  const Sources& domains;
  std::string_view name = "which domain";

  static constexpr auto shape() { return Picture::extents; }
  static constexpr std::size_t classes() { return 2; }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for (; n > 0; --n, ++position, out += Picture::size) {
      if (position % 2 == 0) domains.first.draw(out, 1, seed, position / 2);
      else domains.second.draw(out, 1, seed, position / 2);
    }
  }
  void draw_labels(int* out, std::size_t n, std::uint64_t, std::uint64_t position) const {
    for (; n > 0; --n, ++position) *out++ = static_cast<int>(position % 2);
  }
};

struct PairedLosses {
  static constexpr std::array<std::string_view, 1> names{"distance"};
};
struct PairedConfig {
  std::uint64_t steps = 4'000;
  std::size_t batch = 4;
  std::uint64_t seed = 1;
  Adam optimizer{.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
  LearningRateDecay schedule{};
  Ema ema{.decay = 0.998};

  std::uint64_t most_steps(std::uint64_t clocks) const { return clocks; }
  SADDLE_DESCRIBE(PairedConfig, steps, batch, seed, optimizer, schedule, ema);
  static constexpr Bounded bounded[] = {{"steps", limits::steps}, {"batch", limits::size}};
};

/// The generator there of a `Translator`, taught by pairs: the mean of |G(x) - y| alone.
class PairedTrainer : public Formulation<PairedConfig, PairedLosses, Cpu> {
 public:
  using Config = PairedConfig;
  using First = Picture;
  using Second = Picture;

  explicit PairedTrainer(const Config& config)
      : Formulation(config),
        there_(place("there"), config.optimizer, config.ema),
        made_(there_.forward_room()),
        x_(Cpu::zeros(config.batch * Picture::size)),
        y_(x_),
        slope_(x_) {}

  template <class Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      const std::uint64_t first = next_samples();
      load<0>(source, first, x_);
      load<1>(source, first, y_);
      const Clock clock = tick();
      const Batch<Picture, Cpu> slope(ref<Cpu>(slope_));
      const auto made = there_.forward(device_, clock, config_.batch,
                                       ConstBatch<Picture, Cpu>(ref<Cpu>(x_)), made_);
      measure("distance", part::distance<L1>(device_, distance_, x_.size(), 1, slope.ref(),
                                             made.ref(), Read<Cpu>(ref<Cpu>(y_))));
      there_.pullback(device_, made_, slope);
      there_.update(device_, clock);
    };
    make_step(algorithm, made_);
  }

  Images to_second(const Images& x) { return there_.apply(device_, made_, x); }
  template <class Source>
  static void check(const Source& source) {
    data::require_shape(source.first, Picture::extents);
    data::require_shape(source.second, Picture::extents);
  }
  TrainingState<Cpu> state() { return state_of(there_); }
  Description description() { return {{"formulation", "pairs"}}; }
  static constexpr std::array<std::string_view, 1> networks() { return {"there"}; }

 private:
  Model<ImageWays<Picture>::There, Adam, Cpu> there_;
  Forward<ImageWays<Picture>::There, Cpu> made_;
  Cpu::Buffer<float> x_, y_, slope_;
};

struct Tests {
  Images x, truth, mean;  // the mean of the second domain's training images, once for each test
};

/// All `n` images, in an order that is the same for both domains.
Images drawn(const data::Dataset& source, std::size_t n) {
  Images images = Images::from_shape({n, 32, 32, 3});
  source.draw(images.data(), n, 1, 0);
  return images;
}

double mean_of(const Tensor<double, 1>& values) { return xt::mean(values)(); }

/// One line: how near images are to the truth, and how often they pass for the second domain.
void print_line(const char* what, const Images& images, const Images& truth, Judge& judge) {
  const RawPixels rows;
  const auto as_one =
      [](Images all) {  // some drawings have no colours: their own ratio is infinite
        all.reshape({1, all.shape(0) * all.shape(1), all.shape(2), all.shape(3)});
        return all;
      };
  const Tensor<int, 1> verdicts = judge.verdicts(images);
  const auto second = std::ranges::count(verdicts, 1);
  std::printf("%-8s L1 %.4f  PSNR %5.2f  SSIM %.3f  retrieval %5.1f %%  judged second %5.1f %%\n",
              what, mean_of(absolute_error(images, truth)), psnr(as_one(images), as_one(truth))(0),
              mean_of(ssim(images, truth)),
              100 * retrieval_rate(rows.features(images), rows.features(truth)),
              100.0 * static_cast<double>(second) / static_cast<double>(verdicts.size()));
}

/// The mean of a set's images, `n` times.
Images mean_image(const data::Dataset& set, std::size_t n) {
  Images images = Images::from_shape({n, 32, 32, 3});
  const auto rows = set.values();
  for (std::size_t pixel = 0; pixel < Picture::size; ++pixel) {
    double sum = 0;
    for (std::size_t row = 0; row < set.rows(); ++row) sum += static_cast<double>(rows(row, pixel));
    const auto mean = static_cast<float>(sum / static_cast<double>(set.rows()));
    for (std::size_t i = 0; i < n; ++i) images.data()[i * Picture::size + pixel] = mean;
  }
  return images;
}

/// How far images are from themselves once they were there and back; pixels are from 0 to 1.
template <class Trainer>
void print_cycle(Trainer& trainer, const Images& x) {
  const Images again = trainer.to_first(trainer.to_second(x));
  std::vector<float> gaps(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    gaps[i] = std::abs(again.data()[i] - x.data()[i]) / 2;
  }
  std::ranges::sort(gaps);
  std::printf("cycle    L1 %.4f  median %.1e  largest %.1e\n", mean_of(absolute_error(again, x)),
              static_cast<double>(gaps[gaps.size() / 2]), static_cast<double>(gaps.back()));
}

/// Trains or goes on, then prints and paints what becomes of the test images.
template <class Trainer, class Source>
void translate(const Source& source, const Tests& tests, Judge& judge, const std::string& folder,
               std::uint64_t steps) {
  const std::string checkpoint = Checkpoints::checkpoint_in(folder);
  Trainer trainer =
      std::filesystem::exists(checkpoint) ? resume<Trainer>(checkpoint) : Trainer{{.steps = steps}};
  if constexpr (HasTranslations<Trainer>) print_cycle(trainer, tests.x);
  fit(trainer, source, {.steps = steps}, translation_monitors(source, 1), Checkpoints{folder, 500});

  const Images made = trainer.to_second(tests.x);
  print_line("x", tests.x, tests.truth, judge);
  print_line("G(x)", as_shown(made), tests.truth, judge);
  print_line("mean", tests.mean, tests.truth, judge);
  print_line("truth", tests.truth, tests.truth, judge);
  std::vector<Images> columns{tests.x, made, tests.truth};
  if constexpr (HasTranslations<Trainer>) {
    columns.push_back(trainer.to_first(made));
    print_cycle(trainer, tests.x);
  }
  constexpr std::size_t rows = 24;
  Images shown = Images::from_shape({rows * columns.size(), 32, 32, 3});
  float* place = shown.data();
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t image = row * tests.x.shape(0) / rows;
    for (const Images& column : columns) {
      place = std::copy_n(column.data() + image * Picture::size, Picture::size, place);
    }
  }
  write_png(folder + "/translations.png", grid(shown, {.columns = columns.size()}));
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool given = arguments.size() >= 5;
  const std::string how = arguments.size() == 8 ? arguments[7] : "";
  if (arguments.size() > 8 || (!arguments.empty() && !given) ||
      (how != "" && how != "pairs" && how != "flows")) {
    std::puts(
        "translation [FIRST SECOND TABLE FIRST_COLUMN SECOND_COLUMN [FOLDER [STEPS [pairs | "
        "flows]]]]");
    return 2;
  }
  const data::TranslationData set =
      given ? data::read_domains({arguments[0], arguments[3]}, {arguments[1], arguments[4]},
                                 {.table = arguments[2], .side = 32})
            : two_styles();
  for (const std::string& remark : set.remarks) std::puts(remark.c_str());
  if (!set.test) throw ConfigError("TABLE", "which rows are for training and for tests", "none");
  for (const data::Dataset* domain : {&set.unpaired.first, &set.unpaired.second}) {
    data::require_shape(*domain, Picture::extents);
  }
  const auto augmented = [](const data::Dataset& images) {
    return data::Augmented(images, {.flips = true, .shift = 2});
  };
  const data::Domains domains{augmented(set.unpaired.first), augmented(set.unpaired.second)};
  Judge judge({.batch = 32, .steps = given ? 2'000U : 100U});
  judge.fit(Which<decltype(domains)>{domains});

  const std::size_t n = set.test->first.rows();
  const Tests tests{drawn(set.test->first, n), drawn(set.test->second, n),
                    mean_image(set.unpaired.second, n)};
  const std::string folder = arguments.size() > 5 ? arguments[5] : "translation";
  const auto steps = arguments.size() > 6 ? steps_in(arguments[6]) : given ? 9'000U : 600U;
  if (how == "flows") {
    translate<Flows>(domains, tests, judge, folder, steps);
  } else if (how == "pairs") {
    const data::Paired pairs{augmented(set.paired->first), augmented(set.paired->second)};
    translate<PairedTrainer>(pairs, tests, judge, folder, steps);
  } else {
    translate<Translator>(domains, tests, judge, folder, steps);
  }
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
