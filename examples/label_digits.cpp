// SPDX-License-Identifier: BSL-1.0
// How many of which digit does a GAN make? Trains `--objective ns --constraint none --model mlp`
// with its defaults on MNIST and labels 1,000 samples by the nearest of 10,000 training images.
// Usage: label_digits IMAGES LABELS [seed [steps]]
#include <saddle/gan/mlp.hpp>
#include <saddle/saddle.hpp>

#include <array>
#include <cstdlib>
#include <limits>

int main(int argc, char** argv) try {
  using namespace saddle;
  if (argc < 3) return std::puts("usage: label_digits IMAGES LABELS [seed [steps]]"), 2;
  const data::Dataset digits = data::idx(argv[1], argv[2]);
  using Trainer = Gan<NonSaturating, Unconstrained, Mlp<Shape<28, 28, 1>>>;
  Trainer gan{{.steps = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : Trainer::recipe.steps,
               .seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1}};
  fit(gan, digits);

  const auto known = digits.values();  // (rows, 784)
  const auto samples = gan.sample(1'000);
  std::array<int, 10> counts{};
  double distance = 0;
  for (std::size_t i = 0; i < 1'000; ++i) {
    float nearest = std::numeric_limits<float>::max();
    int label = 0;
    for (std::size_t row = 0; row < 10'000; ++row) {
      float square = 0;
      for (std::size_t k = 0; k < 784; ++k) {
        const float difference = samples(i, k / 28, k % 28, 0) - known(row, k);
        square += difference * difference;
      }
      if (square < nearest) nearest = square, label = digits.labels()(row);
    }
    ++counts[static_cast<std::size_t>(label)];
    distance += std::sqrt(nearest) / 1'000;
  }
  for (std::size_t d = 0; d < 10; ++d) std::printf("%zu: %4.1f %%\n", d, counts[d] / 10.0);
  std::printf("mean distance to the nearest image %.3f\n", distance);
  write_png("digits.png", grid(gan.sample(100)));
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
