// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "images.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/convolution.hpp>
#include <saddle/nn/chain/activation.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

namespace convolution_test {

using namespace saddle;
using namespace saddle::test;

namespace {

template <class T>
struct Images {
  using D = BasicCpu<T>;
  Convolution g;
  std::size_t n;
  std::vector<T> x = numbers<T>(n * g.size(), 1), w = numbers<T>(g.weight_size(), 2);
  std::vector<T> b = numbers<T>(g.out, 3), dz = numbers<T>(n * g.out_size(), 4);
  std::vector<T> b_in = numbers<T>(g.in, 5);
  D device{};

  Images(const Convolution& geometry, std::size_t images) : g(geometry), n(images) {
    device.reserve_scratch(convolution_scratch_size<D>(g, n));
    for (T& weight : w) weight /= std::sqrt(static_cast<T>(g.depth()));  // sums of order 1
  }

  std::vector<T> forward() {
    std::vector<T> y(n * g.out_size(), T(9));
    with_convolution_kind(g, [&]<ConvolutionKind kind> {
      convolve<kind, Relu>(device, g, at(y), at(x), at(w), at(b), n);
    });
    return y;
  }
  std::vector<T> tangent() {
    std::vector<T> u(n * g.out_size(), T(9));
    with_convolution_kind(g, [&]<ConvolutionKind kind> {
      convolve_slope<kind, Tanh>(device, g, at(u), at(x), at(w), at(dz), n);
    });
    return u;
  }
  std::vector<T> transposed() {
    std::vector<T> y(n * g.size(), T(9));
    with_convolution_kind(g, [&]<ConvolutionKind kind> {
      convolve_transpose<kind, Tanh>(device, g, at(y), at(dz), at(w), at(b_in), n);
    });
    return y;
  }
  std::vector<T> input_gradient() {
    std::vector<T> dx(n * g.size(), T(9));
    with_convolution_kind(g, [&]<ConvolutionKind kind> {
      convolve_transpose_slope<kind, LeakyRelu<>>(device, g, at(dx), at(dz), at(w), at(x), n);
    });
    return dx;
  }
  /// The gradient of the weights, then that of the bias, added to ones.
  std::vector<T> weight_gradient() {
    std::vector<T> gradient(g.weight_size() + g.out, T(1));
    const Ref<T, D> dw = at(gradient);
    with_convolution_kind(g, [&]<ConvolutionKind kind> {
      convolve_weight_gradient<kind>(device, g, dw, dw + g.weight_size(), at(x), at(dz), n);
    });
    return gradient;
  }
};

template <class T>
void check(const Convolution& g, std::size_t n, bool winograd = true) {
  Images<T> images(g, n);
  images.device.set_winograd(winograd);
  std::vector<double> y(n * g.out_size()), plain(y), u(y), dx(n * g.size()), transposed(dx);
  std::vector<double> gradient(g.weight_size() + g.out, 1.0);
  const auto number = [](T value) { return static_cast<double>(value); };
  for_multiplications(g, n, [&](std::size_t to, std::size_t from, std::size_t weight) {
    plain[to] += number(images.x[from]) * number(images.w[weight]);
    dx[from] += number(images.dz[to]) * number(images.w[weight]);
    gradient[weight] += number(images.dz[to]) * number(images.x[from]);
  });
  for (std::size_t i = 0; i < y.size(); ++i) {
    y[i] = Relu::value(plain[i] + number(images.b[i % g.out]));
    u[i] = plain[i] * Tanh::slope(number(images.dz[i]));
    gradient[g.weight_size() + i % g.out] += number(images.dz[i]);
  }
  for (std::size_t i = 0; i < dx.size(); ++i) {
    transposed[i] = std::tanh(dx[i] + number(images.b_in[i % g.in]));
    dx[i] *= LeakyRelu<>::slope(number(images.x[i]));
  }
  // Winograd's large tiles lose a digit.
  const double bound = (winograd && cpu::winograd_tile(g) == 4 ? 20 : 2) * tolerance<T>;
  CHECK(error(images.forward(), y) < bound);
  CHECK(error(images.tangent(), u) < bound);
  CHECK(error(images.weight_gradient(), gradient) < bound);
  CHECK(error(images.input_gradient(), dx) < bound);
  if (g.padding.border == Border::zero) CHECK(error(images.transposed(), transposed) < bound);
}

/// Odd extents, channels that fill no register, stems and heads, all borders, groups, chunks of
/// large images, and products of matrices.
const std::vector<Convolution> geometries = {{7, 9, 3, 5, 3, 1, 1},
                                             {8, 8, 16, 32, 4, 2, 1},
                                             {16, 16, 3, 64, 4, 2, 1},
                                             {5, 6, 17, 19, 3, 2, {1, 2}},
                                             {4, 4, 20, 1, 4, 1, 0},
                                             {9, 9, 8, 3, 7, 1, 3},
                                             {6, 7, 8, 9, 3, 1, reflect(2)},
                                             {8, 8, 6, 10, 5, 1, 2, 2},
                                             {9, 8, 4, 4, 3, 1, 1, 2},
                                             {4, 4, 8, 12, 1, 1, 0},
                                             {6, 5, 3, 2, 2, 2, 0},
                                             {7, 7, 4, 4, 3, 3, 1},
                                             {5, 5, 2, 3, 1, 2, 0},
                                             {28, 28, 1, 24, 5, 2, {1, 2}},
                                             {30, 20, 5, 18, 3, 1, 1},
                                             {6, 6, 7, 40, 3, 1, {2, 0}},
                                             {2, 2, 64, 32, 4, 2, 1},
                                             {3, 3, 5, 1, 3, 1, 1},
                                             {1, 1, 9, 7, 2, 1, {1, 0}},
                                             {4, 4, 130, 70, 3, 1, 1},
                                             {5, 5, 3, 2, 2, 3, 0},
                                             {6, 6, 32, 35, 3, 1, 1},
                                             {9, 10, 18, 16, 3, 1, reflect(1)}};

}  // namespace

TEMPLATE_TEST_CASE("Convolutions against the sum of their multiplications", "[convolution]", float,
                   double) {
  for (const Convolution& g : geometries) {
    for (std::size_t n : {1U, 3U}) {
      CAPTURE(g.height, g.width, g.in, g.out, g.kernel, g.stride, g.padding.before, n);
      check<TestType>(g, n);
      if (cpu::winograd_tile(g) > 0) check<TestType>(g, n, false);
    }
  }
}

TEST_CASE("Many images: several blocks", "[convolution]") {
  check<float>({8, 8, 6, 17, 4, 2, 1}, 37);
  check<float>({4, 4, 3, 3, 3, 1, reflect(1)}, 50);
}

TEST_CASE("Room for many images is room for fewer", "[convolution]") {
  // The fourth layer of a small patch critic: few blocks share their images and split the columns.
  const Convolution patch{.height = 8, .width = 8, .in = 64, .out = 128, .kernel = 4, .padding = 1};
  const Convolution winograd{
      .height = 8, .width = 8, .in = 64, .out = 64, .kernel = 3, .padding = 1};
  const Convolution first{.height = 32, .width = 32, .in = 3, .out = 32, .kernel = 7, .padding = 3};
  for (const Convolution& g : {patch, winograd, first}) {
    std::size_t before = 0;
    for (std::size_t n = 1; n <= 128; ++n) {
      CAPTURE(g.in, g.out, g.kernel, n);
      const std::size_t now = convolution_scratch_size<Cpu>(g, n);
      CHECK(now >= before);
      before = now;
    }
  }
}

TEST_CASE("Convolutions have the same bits for any number of workers", "[convolution]") {
  for (const Convolution& g : geometries) {
    CAPTURE(g.height, g.in, g.out, g.kernel, g.stride);
    Images<float> images(g, 5);
    CHECK(same_for_any_workers([&] { return images.forward(); }));
    CHECK(same_for_any_workers([&] { return images.transposed(); }));
    CHECK(same_for_any_workers([&] { return images.input_gradient(); }));
    CHECK(same_for_any_workers([&] { return images.weight_gradient(); }));
  }
}

}  // namespace convolution_test
