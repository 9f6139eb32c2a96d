// SPDX-License-Identifier: BSL-1.0
// One StarGAN for two sets of images that were labelled by different people: the first knows styles
// of pictures and no colours of ink, the second colours and no styles. The generator is told the
// label and, by two numbers more (the mask vector), of which set it is; the critic learns of each
// set only the classes that it has.
//
//   two_label_sets [FOLDER IMAGES [OUT [STEPS]]]
//
// FOLDER has eight styles as for `many_domains`, IMAGES is a file in MNIST's format, of which four
// fifths are for training; they are coloured here. Without arguments: drawn digits for both, for
// some minutes. OUT holds the checkpoint: the same call goes on where a run ended. A classifier for
// each set, which has seen real images only, says how many translations it takes for another label
// than was asked for. OUT/sets.png: rows of the first set, then of the second, each followed by its
// translations to all labels of both.
//
// The C++ idea: a pack. `data::LabelSets` holds sources of any types in a tuple, and adds up their
// classes; a step sees one of them, chosen at run time, behind one type.
#include "drawn_styles.hpp"
#include "steps.hpp"

#include <saddle/data/domains/augmented.hpp>
#include <saddle/data/label/balanced.hpp>
#include <saddle/data/label/label_sets.hpp>
#include <saddle/experiment/star_conv.hpp>
#include <saddle/gan/star_gan.hpp>
#include <saddle/metric/quality/quality.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace saddle;

namespace {

constexpr std::array<Rgb, 4> inks{{{1, -1, -1}, {-1, 1, -1}, {0, 0.4F, 1}, {1, 1, -1}}};
constexpr std::size_t styles = drawn_styles_count, classes = styles + inks.size();
using Translator = StarGan<LeastSquares, SpectralNorm, StarConv<Picture, classes, 2>>;

/// Gray digits on black, one after the other in red, green, blue and yellow.
data::Dataset inked(const Images& digits, std::size_t first, std::size_t n) {
  Images images = Images::from_shape(Picture::batch_shape(n));
  Tensor<int, 1> labels = Tensor<int, 1>::from_shape({n});
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t label = i % inks.size();
    labels(i) = static_cast<int>(label);
    colour(digits, first + i, {-1, -1, -1}, inks[label], images.data() + i * Picture::size);
  }
  return {"inks", std::move(images), std::move(labels)};
}

/// The images of a file, (n, h, w, 1).
///
/// Errors: DataError for images that no picture holds, or too few to learn from and to test.
Images gray_images(const std::string& path) {
  const data::Dataset set = data::idx(path);
  if (std::ranges::max(set.shape()) > Picture::extents[0] || set.rows() < 5) {
    throw DataError(path, "images", "at least 5 of at most 32x32",
                    std::to_string(set.rows()) + " of " + shape_text(set.shape()));
  }
  Images images = Images::from_shape({set.rows(), set.shape()[0], set.shape()[1], 1});
  std::ranges::copy(set.values(), images.begin());
  return images;
}

/// A set of test images and the classifier of its labels, the first of which has number `first`.
template <std::size_t labels>
struct Exam {
  Exam(const char* of, std::size_t first_label, data::Dataset images, std::uint64_t steps)
      : name(of), first(first_label), tests(std::move(images)), judge({.steps = steps}) {}

  void fit(const data::Balanced& source) {
    judge.fit(source);
    const Confusion real(tests.labels(), judge.verdicts(images_of(tests)), labels);
    std::printf("%s: %.1f %% of the real test images judged another label\n", name,
                100 * (1 - real.accuracy()));
  }

  /// Of what images become when they are asked for each label: the share judged another one.
  double error(Translator& gan, const Images& images, std::size_t set) {
    double wrong = 0;
    for (std::size_t label = 0; label < labels; ++label) {
      const auto asked = static_cast<int>(label);
      const auto verdicts =
          judge.verdicts(gan.translate(images, static_cast<int>(first + label), set));
      wrong += static_cast<double>(verdicts.size()) -
               static_cast<double>(std::ranges::count(verdicts, asked));
    }
    return wrong / static_cast<double>(labels * images.shape(0));
  }

  const char* name;
  std::size_t first;
  data::Dataset tests;
  Classifier<ImageClassifier<Picture, labels>> judge;
};

/// Some test images of both sets, each before its translations to all labels.
void picture(Translator& gan, const std::array<Images, 2>& tests, const std::string& path) {
  constexpr std::size_t rows = 8, columns = classes + 1;
  Images shown = Images::from_shape(Picture::batch_shape(2 * rows * columns));
  for (std::size_t set = 0; set < tests.size(); ++set) {
    const Images x = some_of(tests[set], rows);
    fill_column(shown, columns, 0, set * rows, x);
    for (std::size_t label = 0; label < classes; ++label) {
      fill_column(shown, columns, 1 + label, set * rows,
                  gan.translate(x, static_cast<int>(label), label < styles ? 0 : 1));
    }
  }
  write_png(path, grid(shown, {.columns = columns}));
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const bool given = arguments.size() > 1;
  if (arguments.size() == 1 || arguments.size() > 4) {
    return std::puts("two_label_sets [FOLDER IMAGES [OUT [STEPS]]]"), 2;
  }
  const data::Styles known = given ? data::read_styles(arguments[0]) : drawn_styles();
  const Images digits = given ? gray_images(arguments[1]) : drawn_digits(1'000, 7);
  const std::string out = arguments.size() > 2 ? arguments[2] : "two_label_sets";
  const auto steps = arguments.size() > 3 ? steps_in(arguments[3]) : given ? 16'000U : 2'000U;

  const std::size_t for_training = digits.shape(0) / 5 * 4;
  const data::Balanced every_style(data::labelled_by_set("styles", known.train));
  const data::Augmented in_styles(every_style, {.flips = given, .shift = 3});
  const data::Balanced in_inks(inked(digits, 0, for_training));
  const data::LabelSets sets(in_styles, in_inks);
  const std::string checkpoint = Checkpoints::checkpoint_in(out);
  Translator gan = std::filesystem::exists(checkpoint) ? resume<Translator>(checkpoint)
                                                       : Translator{{.steps = steps}};
  gan.check(sets);

  Exam<styles> of_styles("styles", 0, data::labelled_by_set("styles", known.test),
                         given ? 1'500U : 100U);
  Exam<inks.size()> of_inks("inks", styles,
                            inked(digits, for_training, digits.shape(0) - for_training), 100);
  of_styles.fit(every_style);
  of_inks.fit(in_inks);
  fit(gan, sets, {.steps = steps}, Checkpoints{out, 500});
  const std::array<Images, 2> tests{images_of(of_styles.tests), images_of(of_inks.tests)};
  for (std::size_t set = 0; set < 2; ++set) {
    std::printf("%-6s judged another style %5.1f %%, another ink %5.1f %%\n",
                set == 0 ? of_styles.name : of_inks.name, 100 * of_styles.error(gan, tests[set], 0),
                100 * of_inks.error(gan, tests[set], 1));
  }
  picture(gan, tests, out + "/sets.png");
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
