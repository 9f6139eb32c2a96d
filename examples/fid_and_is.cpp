// SPDX-License-Identifier: BSL-1.0
// How good are the samples? Two scores by a classifier's eyes: the Frechet distance of its
// features,
//
//     FID = |m1 - m2|^2 + Tr(S1 + S2 - 2 (S1 S2)^(1/2)),
//
// m and S being their mean and covariance, and the Inception Score of its verdicts,
//
//     IS = exp(E_x KL(p(y | x) || p(y))).
//
// Trains the classifier on drawn digits, then scores digits that are damaged more and more, and
// models that forget digits or make one image only; fid_and_is.png shows ten of each. Expected:
//
//     as good as real      FID      3.55   IS  9.68 +- 0.09     0 and 10, but for 2,000 samples
//     noise 0.2            FID      6.44   IS  9.66 +- 0.09
//     noise 0.5            FID     38.88   IS  9.46 +- 0.12     IS hardly sees it
//     noise 1              FID    536.22   IS  7.43 +- 0.21
//     half of the digits   FID    153.28   IS  4.92 +- 0.04
//     one image            FID   1792.14   IS  1.00 +- 0.00
//
// The C++ idea: a feature is any function of images. `frechet_distance` and `inception_score` take
// plain tensors, so a critic's trunk, a classifier of your own or another program's file will do.
#include <saddle/metric/quality/quality.hpp>
#include <saddle/saddle.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

using namespace saddle;

namespace {

struct DigitNet : ImageClassifier<Shape<28, 28, 1>> {};

constexpr std::size_t n = 2'000;

Tensor<float, 4> digits(std::uint64_t seed) {
  Tensor<float, 4> images = xt::empty<float>({n, std::size_t{28}, std::size_t{28}, std::size_t{1}});
  data::Glyphs{}.draw(images.data(), n, seed, 0);
  return images;
}

Tensor<float, 4> noisy(Tensor<float, 4> images, double sigma) {
  for (std::size_t i = 0; i < images.size(); ++i) {
    const double noise = sigma * random::normal({.seed = 3}, i, 0);
    images.data()[i] = static_cast<float>(std::clamp(images.data()[i] + noise, -1.0, 1.0));
  }
  return images;
}

/// A model that makes the first `kept` digits only, each image as often as it takes.
Tensor<float, 4> forgetful(const Tensor<float, 4>& images, int kept, std::size_t different) {
  Tensor<int, 1> labels = xt::empty<int>({n});
  data::Glyphs{}.draw_labels(labels.data(), n, 2, 0);
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < n && chosen.size() < different; ++i) {
    if (labels(i) < kept) chosen.push_back(i);
  }
  Tensor<float, 4> made = xt::empty_like(images);
  constexpr std::size_t pixels = 28 * 28;
  for (std::size_t i = 0; i < n; ++i) {
    std::copy_n(images.data() + chosen[i % chosen.size()] * pixels, pixels,
                made.data() + i * pixels);
  }
  return made;
}

}  // namespace

int main(int argc, char** argv) {
  Classifier<DigitNet> classifier({.steps = 400});
  classifier.fit(data::Glyphs{});
  const GaussianStatistics real = gaussian_statistics(classifier.features(digits(1)));

  const Tensor<float, 4> fresh = digits(2);
  const std::vector<std::pair<const char*, Tensor<float, 4>>> models{
      {"as good as real", fresh},
      {"noise 0.2", noisy(fresh, 0.2)},
      {"noise 0.5", noisy(fresh, 0.5)},
      {"noise 1", noisy(fresh, 1)},
      {"half of the digits", forgetful(fresh, 5, n)},
      {"one image", forgetful(fresh, 10, 1)}};
  Tensor<float, 4> shown =
      xt::empty<float>({10 * models.size(), std::size_t{28}, std::size_t{28}, std::size_t{1}});
  float* place = shown.data();
  for (const auto& [name, images] : models) {
    const FrechetDistance distance =
        frechet_distance(real, gaussian_statistics(classifier.features(images)));
    const InceptionScore score = inception_score(classifier.probabilities(images));
    std::printf("%-20s FID %9.2f   IS %5.2f +- %.2f\n", name, distance.value, score.value,
                score.deviation);
    place = std::copy_n(images.data(), std::size_t{10 * 28 * 28}, place);
  }
  write_png(argc > 1 ? argv[1] : "fid_and_is.png", grid(shown, 10));
}
