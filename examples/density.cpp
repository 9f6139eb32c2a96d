// SPDX-License-Identifier: BSL-1.0
// What maximum likelihood gives without an adversary: the exact density of any image. A flow is
// an invertible network F from images to codes, whose law is known; G = F^-1 makes images.
//
//   density [IMAGES TEST_IMAGES [FOLDER [STEPS]]]
//
// IMAGES and TEST_IMAGES are IDX files, such as MNIST's; without arguments: drawn digits, for a
// minute. FOLDER holds checkpoints: the same call goes on where a run ended. Prints how many bits
// it takes to name a pixel of a test image, beside one normal distribution of all pixels and
// couplings that shift but do not scale (NICE), and paints FOLDER/samples.png. Expected without
// arguments, after 60 steps:
//
//     one normal distribution          1.982 bits a pixel   308504 parameters
//     additive couplings (NICE)        2.120 bits a pixel    80338 parameters  gap 2.5e-06
//     affine couplings (Real NVP)      1.857 bits a pixel   101122 parameters  gap 2.8e-06
//
// The gap is the largest |x - G(F(x))| of test images whose pixels are from -1 to 1. MNIST, 2,000
// steps, 9 minutes of one core: 2.012, 1.667 (gap 6.6e-06) and 1.420 (gap 2.3e-05) bits. Published
// for Real NVP, larger and trained longer: 1.06 (Grathwohl et al. 2019, table 2).
//
// The C++ idea: the network that undoes another is a type over the same numbers. `Inverse<Flow>`
// has the layers of `Flow` undone one by one, the last one first; what has no inverse does not
// compile.
#include "steps.hpp"

#include <saddle/backend/cpu/linalg/cholesky.hpp>
#include <saddle/experiment/flow/flow_conv.hpp>
#include <saddle/gan/flow.hpp>
#include <saddle/metric/quality/gaussian_statistics.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

using namespace saddle;

namespace {

using Picture = Shape<28, 28, 1>;
using Images = Tensor<float, 4>;
using Affine = FlowConv<Picture>;
using Additive = FlowConv<Picture, 48, CouplingKind::additive>;

/// Images to logits and no further.
struct Logits {
  using Latent = Gaussian<Picture::size>;
  struct Flow : FlowNetwork<Picture, Dequantise<256>, Logit<1e-6>> {};
};

Images all_of(const data::Dataset& set) {
  data::require_shape(set, Picture::extents);
  Images images = Images::from_shape({set.rows(), 28, 28, 1});
  std::ranges::copy(set.values(), images.begin());
  return images;
}

/// Drawn digits in 256 levels, as a file of bytes has them.
data::Dataset drawn_digits(std::size_t n, std::uint64_t seed) {
  Images images = Images::from_shape({n, 28, 28, 1});
  data::Glyphs{}.draw(images.data(), n, seed, 0);
  for (float& pixel : images) pixel = std::round((pixel + 1) * 127.5F) / 127.5F - 1;
  return {"drawn digits", images};
}

/// Images with noise within the levels of their pixels, under which a density is bounded.
Images within_levels(Images images, std::uint64_t seed) {
  const random::Draw draw{.seed = seed, .stream = random::Stream::user};
  for (std::size_t i = 0; i < images.size(); ++i) {
    const double u = random::uniform(draw, i / Picture::size, i % Picture::size);
    images.data()[i] += static_cast<float>((2 * u - 1) / 255);
  }
  return images;
}

/// The bits a pixel of one normal distribution, with all covariances, of the logits.
double bits_of_normal(const Images& train, const Images& test) {
  Flow<Logits> logits;
  constexpr std::size_t d = Picture::size;
  GaussianStatisticsOf<float> gathered(d);
  gathered.add(logits.encode(within_levels(train, 1)));
  const GaussianStatistics normal = gathered.finish();
  const Cholesky root = cholesky(normal.covariance);  // L L^T, rows in `order`
  if (root.rank < d) throw DataError("images", "covariance", "full rank", "less");

  const Images noisy = within_levels(test, 2);
  const Tensor<float, 2> y = logits.encode(noisy);
  const Tensor<double, 1> standard = logits.log_density(noisy);  // as if y were N(0, I)
  double sum = 0, log_volume = 0;
  for (std::size_t i = 0; i < d; ++i) log_volume += std::log(root.factor(i, i));
  std::vector<double> u(d);  // L u = y - mean
  for (std::size_t row = 0; row < y.shape(0); ++row) {
    double square = 0;
    for (std::size_t i = 0; i < d; ++i) {
      const std::size_t pixel = root.order[i];
      u[i] = static_cast<double>(y(row, pixel)) - normal.mean(pixel);
      for (std::size_t j = 0; j < i; ++j) u[i] -= root.factor(i, j) * u[j];
      u[i] /= root.factor(i, i);
      square += static_cast<double>(y(row, pixel)) * static_cast<double>(y(row, pixel));
      square -= u[i] * u[i];
    }
    sum += standard(row) + square / 2 - log_volume;
  }
  const double each = -sum / static_cast<double>(y.shape(0)) / (d * std::numbers::ln2);
  return each + std::log2(127.5);  // a level is 1 / 127.5 wide
}

/// Trains or goes on; one line of the table, and the trained flow.
template <class Experiment>
Flow<Experiment> measure(const char* name, const data::Dataset& source, const Images& test,
                         const std::string& folder, std::uint64_t steps) {
  using Model = Flow<Experiment>;
  const std::string checkpoint = Checkpoints::checkpoint_in(folder);
  Model flow =
      std::filesystem::exists(checkpoint) ? resume<Model>(checkpoint) : Model{{.steps = steps}};
  fit(flow, source, {.steps = steps}, Checkpoints{folder, 500});

  const Images again = flow.reconstruct(test);
  float gap = 0;
  for (std::size_t i = 0; i < test.size(); ++i) {
    gap = std::max(gap, std::abs(again.data()[i] - test.data()[i]));
  }
  std::printf("%-32s %.3f bits a pixel  %7zu parameters  gap %.1e\n", name,
              flow.bits_per_dimension(test), Experiment::Flow::parameter_count,
              static_cast<double>(gap));
  std::fflush(stdout);
  return flow;
}

void compare(const data::Dataset& train, const data::Dataset& tests, const std::string& folder,
             std::uint64_t steps) {
  const Images test = all_of(tests);
  std::printf("%-32s %.3f bits a pixel  %7zu parameters\n", "one normal distribution",
              bits_of_normal(all_of(train), test), Picture::size * (Picture::size + 3) / 2);
  measure<Additive>("additive couplings (NICE)", train, test, folder + "/additive", steps);
  auto flow =
      measure<Affine>("affine couplings (Real NVP)", train, test, folder + "/affine", steps);
  write_png(folder + "/samples.png", grid(flow.sample(100), {.columns = 10}));
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty()) {
    compare(drawn_digits(4'000, 1), drawn_digits(500, 2), "density", 60);
  } else if (arguments.size() >= 2 && arguments.size() <= 4) {
    const data::Dataset train = data::idx(arguments[0]);
    compare(train, data::idx(arguments[1], {}, train.full),
            arguments.size() > 2 ? arguments[2] : "density",
            arguments.size() > 3 ? steps_in(arguments[3]) : 2'000);
  } else {
    std::puts("density [IMAGES TEST_IMAGES [FOLDER [STEPS]]]");
    return 2;
  }
} catch (const std::exception& error) {
  return std::fprintf(stderr, "%s\n", error.what()), 1;
}
