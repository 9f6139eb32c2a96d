// SPDX-License-Identifier: BSL-1.0
// One generator for any number of domains: an image of one style becomes the same thing in another
// style, G(x, c), though nobody has said which images belong together. A StarGAN's critic tells
// real from fake and, in a second head, the styles; and G(G(x, c), own) must be x again.
//
//   many_domains [FOLDER [OUT [STEPS]]]
//
// FOLDER has eight styles of 32 x 32 pictures, each as STYLE_32.npy or as a folder STYLE of
// pictures, and index.tsv, which says which rows are for training and which for tests. Without
// arguments: drawn digits in eight pairs of colours, for some minutes. OUT holds the checkpoint:
// the same call goes on where a run ended. A classifier that has seen real images only judges the
// styles; retrieval is how often the true counterpart is the nearest of all test images of the
// style. OUT/styles.png: in each row x, its seven translations, and the way back from the last one.
//
// Expected without arguments after 1,500 steps:
//
//     all                      error   0.0 %  retrieval  42.9 % (x  42.9 %)  L1 0.1336 (x 0.5462)
//
// Eight styles of emoji, 12,000 steps: error 32.5 % (true pictures 23.4 %), retrieval 26.9 %
// (x 25.8 %), L1 0.1674 (x 0.1816), cycle L1 0.0642. Most are taken for the style that was asked
// for, and the things stay; from noto to twemoji 36.6 % are nearest to the truth (x 29.1 %), from
// lines to openmoji 91.9 % (x 75.6 %), but from noto to fluent_3d 41.3 % (x 45.3 %).
//
// The C++ idea: the number of domains is a number of a type. `Shape<domains>` is what the generator
// reads beside an image and what the critic's second head makes; two that differ do not compile.
#include "drawn_styles.hpp"
#include "steps.hpp"

#include <saddle/data/domains/augmented.hpp>
#include <saddle/data/domains/styles.hpp>
#include <saddle/data/label/balanced.hpp>
#include <saddle/experiment/star_conv.hpp>
#include <saddle/gan/star_gan.hpp>
#include <saddle/metric/quality/quality.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace saddle;

namespace {

constexpr std::size_t domains = drawn_styles_count;
using Translator = StarGan<LeastSquares, SpectralNorm, StarConv<Picture, domains>>;
using Judge = Classifier<ImageClassifier<Picture, domains>>;

double mean_of(const Tensor<double, 1>& values) { return xt::mean(values)(); }

/// What the judge takes test images for, real ones.
void print_judge(Judge& judge, const data::Styles& styles) {
  const data::Dataset tests = data::labelled_by_set("tests", styles.test);
  const Confusion confusion(tests.labels(), judge.verdicts(images_of(tests)), domains);
  std::printf("real test images: %.1f %% judged another style\n%s",
              100 * (1 - confusion.accuracy()), confusion.text().c_str());
}

/// Of translations: how many are judged another style; how often the truth is the nearest, and to
/// the input; L1 to the truth, of the input to it, and of the way back to the input.
using Marks = std::array<double, 6>;

void print(const std::string& name, const Marks& sums, double count) {
  Marks means = sums;
  for (double& mean : means) mean /= count;
  std::printf(
      "%-24s error %5.1f %%  retrieval %5.1f %% (x %5.1f %%)  L1 %.4f (x %.4f)  cycle %.4f\n",
      name.c_str(), 100 * means[0], 100 * means[1], 100 * means[2], means[3], means[4], means[5]);
}

Marks marks_of(Translator& gan, Judge& judge, const data::Styles& styles, std::size_t from,
               std::size_t to) {
  const Images x = images_of(styles.test[from]), truth = images_of(styles.test[to]);
  const Images made = gan.translate(x, static_cast<int>(to));
  const Tensor<int, 1> verdicts = judge.verdicts(made);
  const auto right = std::ranges::count(verdicts, static_cast<int>(to));
  const RawPixels rows;
  const auto targets = rows.features(truth);
  return {1 - static_cast<double>(right) / static_cast<double>(verdicts.size()),
          retrieval_rate(rows.features(made), targets),
          retrieval_rate(rows.features(x), targets),
          mean_of(absolute_error(made, truth)),
          mean_of(absolute_error(x, truth)),
          mean_of(absolute_error(gan.translate(made, static_cast<int>(from)), x))};
}

void print_marks(Translator& gan, Judge& judge, const data::Styles& styles) {
  Marks all{};
  for (std::size_t to = 0; to < domains; ++to) {
    Marks target{};
    for (std::size_t from = 0; from < domains; ++from) {
      if (from == to) continue;
      const Marks marks = marks_of(gan, judge, styles, from, to);
      std::ranges::transform(target, marks, target.begin(), std::plus{});
    }
    print("to " + styles.names[to], target, domains - 1);
    std::ranges::transform(all, target, all.begin(), std::plus{});
  }
  print("all", all, domains * (domains - 1));
  for (const auto& [from, to] : {std::pair{0U, 2U}, {4U, 3U}, {0U, 7U}}) {
    print(styles.names[from] + " -> " + styles.names[to], marks_of(gan, judge, styles, from, to),
          1);
  }
}

void paint(Translator& gan, const data::Styles& styles, const std::string& path) {
  constexpr std::size_t rows = 16, columns = domains + 1;
  const Images x = some_of(images_of(styles.test[0]), rows);
  Images made = x, shown = Images::from_shape(Picture::batch_shape(rows * columns));
  for (std::size_t column = 0; column < columns; ++column) {
    const int label = static_cast<int>(column % domains);  // of the last column, the first style
    if (column > 0) made = gan.translate(column < domains ? x : made, label);
    fill_column(shown, columns, column, 0, made);
  }
  write_png(path, grid(shown, {.columns = columns}));
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() > 3) return std::puts("many_domains [FOLDER [OUT [STEPS]]]"), 2;
  const bool given = !arguments.empty();
  const data::Styles styles = given ? data::read_styles(arguments[0]) : drawn_styles();
  for (const std::string& remark : styles.remarks) std::puts(remark.c_str());
  const data::Balanced train(data::labelled_by_set("styles", styles.train));
  const data::Augmented moved(train, {.flips = given, .shift = 3});
  const std::string out = arguments.size() > 1 ? arguments[1] : "many_domains";
  const auto steps = arguments.size() > 2 ? steps_in(arguments[2]) : given ? 12'000U : 1'500U;
  const std::string checkpoint = Checkpoints::checkpoint_in(out);
  Translator gan = std::filesystem::exists(checkpoint) ? resume<Translator>(checkpoint)
                                                       : Translator{{.steps = steps}};
  gan.check(moved);

  Judge judge({.steps = given ? 1'500U : 100U});
  judge.fit(train);
  print_judge(judge, styles);
  fit(gan, moved, {.steps = steps}, Checkpoints{out, 500});
  print_marks(gan, judge, styles);
  paint(gan, styles, out + "/styles.png");
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
