// SPDX-License-Identifier: BSL-1.0
// Digits that one asks for, and whether they are what was asked for: a conditional GAN on the
// embedded glyphs, or on IDX files such as MNIST's, judged by a classifier of real images.
//   conditional_digits OUT STEPS [IMAGES LABELS TEST_IMAGES TEST_LABELS]
// OUT is a folder; there the run goes on if it was stopped, and leaves digits.png, a column a
// class.
#include "steps.hpp"

#include <saddle/experiment/conditional_conv.hpp>
#include <saddle/gan/conditional_gan.hpp>
#include <saddle/metric/quality/quality.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <cstdio>
#include <filesystem>
#include <string>

using namespace saddle;

using Digit = Shape<28, 28, 1>;
constexpr std::size_t classes = 10;
using Trainer = ConditionalGan<NonSaturating, Unconstrained, ConditionalConv<Digit, classes>>;
using Judge = Classifier<ImageClassifier<Digit, classes>>;

/// Trains on `source`, and compares with test images (n, pixels) that it does not hold.
template <data::LabelledSource Source>
void run(const std::string& out, std::uint64_t steps, const Source& source,
         const Tensor<float, 2>& images, const Tensor<int, 1>& labels) {
  const std::string judge_file = out + "/judge.safetensors";
  const std::string checkpoint = out + "/checkpoint.safetensors";
  Judge judge;
  if (std::filesystem::exists(judge_file)) judge.load(judge_file);
  else judge.fit(source), judge.save(judge_file);
  std::printf("classifier: %.2f %% of %zu test images right\n",
              100 * judge.accuracy(images, labels), labels.size());

  Trainer gan = std::filesystem::exists(checkpoint) ? resume<Trainer>(checkpoint) : Trainer{};
  auto monitors = label_monitor(source, 1);
  fit(gan, source, {.steps = steps}, monitors, Checkpoints{out, 1'000},
      Every{1'000,
            [&](auto& now) { write_png(out + "/digits.png", grid(now.class_grid(10), classes)); }});
  write_png(out + "/digits.png", grid(gan.class_grid(10), classes));

  const std::size_t n = labels.size();
  const auto samples = gan.sample(n);
  const Tensor<int, 1> asked = gan.labels(n);
  const auto of_samples = judge.features(samples), of_images = judge.features(images);
  std::printf("generator: %.2f %% of %zu samples are of the class that was asked for\n",
              100 * judge.accuracy(samples, asked), n);
  std::printf("class  agreement  coverage  duplicates  Frechet distance\n");
  const auto scores = class_scores(of_images, labels, of_samples, asked, classes);
  for (std::size_t c = 0; c < classes; ++c) {
    const int label = static_cast<int>(c);
    const auto own = gan.sample_class(label, 1'000, n);
    std::printf("%5d  %7.1f %%  %6.1f %%  %8.1f %%  %16.2f\n", label,
                100 * judge.accuracy(own, Tensor<int, 1>({1'000}, label)), 100 * scores[c].coverage,
                100 * scores[c].duplicates, scores[c].frechet.value);
  }
}

int main(int argc, char** argv) try {
  if (argc != 3 && argc != 7) {
    return std::puts("usage: conditional_digits OUT STEPS [IMAGES LABELS TEST_IMAGES TEST_LABELS]"),
           2;
  }
  std::filesystem::create_directories(argv[1]);
  const auto steps = steps_in(argv[2]);
  if (argc == 3) {
    const data::Glyphs glyphs;
    run(argv[1], steps, glyphs, data::held_out(glyphs, 10'000, 1),
        data::held_out_labels(glyphs, 10'000, 1));
  } else {
    const data::Dataset test = data::idx(argv[5], argv[6]);
    run(argv[1], steps, data::idx(argv[3], argv[4]), Tensor<float, 2>(test.values()),
        test.labels());
  }
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
