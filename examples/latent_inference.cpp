// SPDX-License-Identifier: BSL-1.0
// Latent inference: which code has made this image? A BiGAN learns an encoder E beside the
// generator G, with one critic of pairs,
//
//   min over G, E  max over D  E log D(x, E(x)) + E log(1 - D(G(z), z)),
//
// which is won where both laws of pairs are one: then E inverts G. Labels are never seen in
// training.
//
//   latent_inference [IMAGES LABELS TEST_IMAGES TEST_LABELS [FOLDER [STEPS
//                    [REGRESSION [RECONSTRUCTION]]]]]
//
// IDX files of 28 x 28 pictures, MNIST's for instance; without them drawn digits, for a minute.
// FOLDER holds the checkpoint: the same call goes on where a run ended, with its weights.
// REGRESSION is the weight of the mean square of E(G(z)) - z, RECONSTRUCTION that of G(E(x)) - x
// (Li et al. 2017). Prints what 50 numbers know of the classes, beside other features; how well
// codes come back from G; and paints images over what becomes of them on the way to codes and back
// (reconstructions.png), and the codes of test images in the plane (codes.png).
//
// Expected after 600 steps on drawn digits, which are easily told apart and far from learnt by
// then:
//
//     pixels                   784 numbers   1-NN 99.70 %   linear 99.50 %
//     principal components      50 numbers   1-NN 99.70 %   linear 99.50 %
//     untrained encoder         50 numbers   1-NN 98.00 %   linear 91.60 %
//     E(x)                      50 numbers   1-NN 97.20 %   linear 97.90 %
//     critic's last layer     1024 numbers   1-NN 99.90 %   linear 99.80 %
//     mean square of E(G(z)) - z 0.623, of a shuffled pairing 0.711
//     G(E(x)) is nearer to x than a training image of its class: 68.1 % of test images
//
// The C++ idea: features of any origin are plain tensors, (n, numbers). Pixels, projections, codes
// and the inner layers of a critic go through the same three functions.
#include "steps.hpp"

#include <saddle/experiment/bi_mlp.hpp>
#include <saddle/gan/bi_gan.hpp>
#include <saddle/metric/quality/quality.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace saddle;

namespace {

using Inference = BiGan<NonSaturating, Unconstrained, BiMlp<Shape<28, 28, 1>>>;
using Images = Tensor<float, 4>;
constexpr std::size_t pixels = 28 * 28, digits = 10;

struct Labelled {
  Images images;
  Tensor<int, 1> labels;
};

Labelled all_of(const data::Dataset& set) {
  data::require_shape(set, Shape<28, 28, 1>::extents);
  Labelled all{Images::from_shape({set.rows(), 28, 28, 1}), set.labels()};
  std::ranges::copy(set.values(), all.images.begin());
  return all;
}

Labelled glyphs(std::size_t n, std::uint64_t seed) {
  Labelled all{Images::from_shape({n, 28, 28, 1}), xt::empty<int>({n})};
  data::Glyphs{}.draw(all.images.data(), n, seed, 0);
  data::Glyphs{}.draw_labels(all.labels.data(), n, seed, 0);
  return all;
}

/// One line: how often the nearest training sample, and a linear map of the features, know a test
/// sample's class. Features are (n, numbers), `of(images)`.
template <class Features>
void print_features(const char* name, const Labelled& train, const Labelled& test, Features of) {
  const Tensor<float, 2> known = of(train.images), asked = of(test.images);
  const LinearProbe probe(known, train.labels, digits);
  const Confusion near(test.labels, nearest_class(known, train.labels, asked), digits);
  const Confusion linear(test.labels, probe.verdicts(asked), digits);
  std::printf("%-22s %5zu numbers   1-NN %5.2f %%   linear %5.2f %%\n", name, known.shape(1),
              100 * near.accuracy(), 100 * linear.accuracy());
  std::fflush(stdout);
}

double square_distance(const float* a, const float* b, std::size_t n) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += double{a[i] - b[i]} * double{a[i] - b[i]};
  return sum;
}

/// How far E(G(z)) is from z, and from the code of another sample.
void print_codes(Inference& gan, std::size_t n) {
  const Tensor<float, 2> z = gan.codes(n), again = gan.encode(gan.generate(z));
  const std::size_t size = z.shape(1);
  double own = 0, other = 0;
  for (std::size_t i = 0; i < n; ++i) {
    own += square_distance(&again(i, 0), &z(i, 0), size) / static_cast<double>(n * size);
    other +=
        square_distance(&again(i, 0), &z((i + 1) % n, 0), size) / static_cast<double>(n * size);
  }
  std::printf("mean square of E(G(z)) - z %.3f, of a shuffled pairing %.3f\n", own, other);
}

/// How often G(E(x)) is nearer to a test image x than a training image of its class.
void print_reconstructions(const Labelled& train, const Labelled& test, const Images& again) {
  std::vector<std::vector<std::size_t>> members(digits);
  for (std::size_t i = 0; i < train.labels.size(); ++i) {
    members[data::class_number(train.labels(i), digits)].push_back(i);
  }
  std::size_t nearer = 0;
  const std::size_t n = test.labels.size();
  for (std::size_t i = 0; i < n; ++i) {
    const auto& of_class = members[data::class_number(test.labels(i), digits)];
    if (of_class.empty()) continue;
    const std::uint32_t word = random::word({.seed = 1, .stream = random::Stream::user}, i, 0);
    const std::size_t any =
        of_class[random::index(word, static_cast<std::uint32_t>(of_class.size()))];
    const float* const x = test.images.data() + i * pixels;
    nearer += square_distance(x, again.data() + i * pixels, pixels) <
              square_distance(x, train.images.data() + any * pixels, pixels);
  }
  std::printf("G(E(x)) is nearer to x than a training image of its class: %.1f %% of test images\n",
              100.0 * static_cast<double>(nearer) / static_cast<double>(n));
}

/// Ten test images a row, over what becomes of them.
Images pairs_of(const Images& x, const Images& again) {
  constexpr std::size_t columns = 10, rows = 5;
  Images shown = Images::from_shape({2 * rows * columns, 28, 28, 1});
  float* place = shown.data();
  for (std::size_t row = 0; row < rows; ++row) {
    for (const Images* one : {&x, &again}) {
      place = std::copy_n(one->data() + row * columns * pixels, columns * pixels, place);
    }
  }
  return shown;
}

template <class Source>
void infer(const Source& source, const Labelled& train, const Labelled& test,
           const std::string& folder, std::uint64_t steps, double regression,
           double reconstruction) {
  const std::string checkpoint = Checkpoints::checkpoint_in(folder);
  Inference gan =
      std::filesystem::exists(checkpoint)
          ? resume<Inference>(checkpoint)
          : Inference{{.steps = steps, .regression = regression, .reconstruction = reconstruction}};
  fit(gan, source, {.steps = steps}, Checkpoints{folder, 500});

  Inference untrained{{.seed = 2}};
  const PrincipalComponents components(RawPixels{}.features(train.images), 50);
  const auto pixels_of = [](const Images& x) { return RawPixels{}.features(x); };
  print_features("pixels", train, test, pixels_of);
  print_features("principal components", train, test,
                 [&](const Images& x) { return components(pixels_of(x)); });
  print_features("untrained encoder", train, test,
                 [&](const Images& x) { return untrained.encode(x); });
  print_features("E(x)", train, test, [&](const Images& x) { return gan.encode(x); });
  print_features("critic's last layer", train, test,
                 [&](const Images& x) { return gan.features(x, gan.encode(x)); });

  print_codes(gan, test.labels.size());
  const Tensor<float, 2> codes = gan.encode(test.images);
  const Images again = gan.generate(codes);
  print_reconstructions(train, test, again);
  write_png(folder + "/reconstructions.png", grid(pairs_of(test.images, again), {.columns = 10}));
  write_png(folder + "/codes.png",
            scatter_picture(PrincipalComponents(codes, 2)(codes), test.labels,
                            {.title = "Codes E(x) of test images, by their class"}));
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty()) {
    infer(data::Glyphs{}, glyphs(4'000, 2), glyphs(1'000, 3), "latent_inference", 600, 0, 0);
  } else if (arguments.size() >= 4 && arguments.size() <= 8) {
    const data::Dataset set = data::idx(arguments[0], arguments[1]);
    const data::Dataset test = data::idx(arguments[2], arguments[3], set.full);
    infer(set, all_of(set), all_of(test), arguments.size() > 4 ? arguments[4] : "latent_inference",
          arguments.size() > 5 ? steps_in(arguments[5]) : Inference::Config{}.steps,
          arguments.size() > 6 ? std::stod(arguments[6]) : 0,
          arguments.size() > 7 ? std::stod(arguments[7]) : 0);
  } else {
    std::puts(
        "latent_inference [IMAGES LABELS TEST_IMAGES TEST_LABELS [FOLDER [STEPS [REGRESSION "
        "[RECONSTRUCTION]]]]]");
    return 2;
  }
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
