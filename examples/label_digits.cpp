// SPDX-License-Identifier: BSL-1.0
// How many of which digit does a model make? Labels its samples, such as those of
// `saddle sample RUN --n 1000 --out samples.npy`, by the nearest of the first 10,000 training
// images. Usage: label_digits IMAGES LABELS SAMPLES.npy
#include <saddle/saddle.hpp>

#include <algorithm>
#include <limits>
#include <vector>

int main(int argc, char** argv) try {
  using namespace saddle;
  if (argc != 4) return std::puts("usage: label_digits IMAGES LABELS SAMPLES.npy"), 2;
  const data::Dataset digits = data::idx(argv[1], argv[2]);
  const data::Dataset samples = data::npy(argv[3]);
  if (samples.shape() != digits.shape()) {
    throw DataError(argv[3], "shape of a sample", shape_text(digits.shape()),
                    shape_text(samples.shape()));
  }
  const auto known = digits.values(), made = samples.values();  // (rows, pixels)
  const std::size_t count = made.shape()[0];
  const std::size_t rows = std::min<std::size_t>(10'000, digits.rows());
  std::vector<int> counts(digits.classes());
  double distance = 0;
  for (std::size_t i = 0; i < count; ++i) {
    float nearest = std::numeric_limits<float>::max();
    int label = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      float square = 0;
      for (std::size_t k = 0; k < made.shape()[1]; ++k) {
        const float difference = made(i, k) - known(row, k);
        square += difference * difference;
      }
      if (square < nearest) nearest = square, label = digits.labels()(row);
    }
    ++counts[static_cast<std::size_t>(label)];
    distance += std::sqrt(nearest) / static_cast<double>(count);
  }
  for (std::size_t d = 0; d < counts.size(); ++d) {
    std::printf("%zu: %4.1f %%\n", d, 100.0 * counts[d] / static_cast<double>(count));
  }
  std::printf("mean distance to the nearest image %.3f\n", distance);
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
