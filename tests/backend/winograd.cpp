// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "images.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/convolution.hpp>
#include <saddle/nn/chain/activation.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace winograd_test {

using namespace saddle;
using namespace saddle::test;

namespace {

/// One convolution and the input gradient of it, with tiles of `m` by `m` outputs.
template <std::size_t m, class T>
struct Tiles {
  using D = BasicCpu<T>;
  using A = typename D::Arch;
  Convolution g;
  std::size_t n;
  std::vector<T> x = numbers<T>(n * g.size(), 1), w = numbers<T>(g.weight_size(), 2);
  std::vector<T> b = numbers<T>(g.out, 3), dz = numbers<T>(n * g.out_size(), 4);
  D device{};

  Tiles(const Convolution& geometry, std::size_t images) : g(geometry), n(images) {
    device.reserve_scratch(std::max(cpu::WinogradLattice<m, T, A>(g, false, n).scratch_size(),
                                    cpu::WinogradLattice<m, T, A>(g, true, n).scratch_size()));
    for (T& weight : w) weight /= std::sqrt(static_cast<T>(g.depth()));  // sums of order 1
  }
  std::vector<T> forward() {
    std::vector<T> y(n * g.out_size(), T(9));
    const cpu::StoreActivation<Tanh, T> epilogue{y.data(), g.out, b.data()};
    run(false, x, cpu::image_finish_with<A, T>(epilogue));
    return y;
  }
  std::vector<T> input_gradient() {
    std::vector<T> dx(n * g.size(), T(9));
    const cpu::StoreTimesSlope<LeakyRelu<>, T> epilogue{dx.data(), g.in, x.data()};
    run(true, dz, cpu::image_finish_with<A, T>(epilogue));
    return dx;
  }

 private:
  void run(bool transposed, const std::vector<T>& source, const cpu::ImageFinish<T>& finish) {
    cpu::Winograd<m, T, A>(g, transposed, source.data(), w.data(), n, finish).run(device);
  }
};

/// The largest difference, relative to the expected root mean square.
template <class T>
double error_of_rms(const std::vector<T>& found, const std::vector<double>& expected) {
  double squares = 0;
  double difference = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    squares += expected[i] * expected[i];
    difference = std::max(difference, std::abs(static_cast<double>(found[i]) - expected[i]));
  }
  return difference / std::sqrt(squares / static_cast<double>(expected.size()));
}

template <std::size_t m, class T>
void check(const Convolution& g, std::size_t n) {
  CAPTURE(m, g.height, g.width, g.in, g.out, g.padding.before, g.padding.after, n);
  Tiles<m, T> tiles(g, n);
  std::vector<double> y(n * g.out_size()), dx(n * g.size());
  const auto number = [](T value) { return static_cast<double>(value); };
  for_multiplications(g, n, [&](std::size_t to, std::size_t from, std::size_t weight) {
    y[to] += number(tiles.x[from]) * number(tiles.w[weight]);
    dx[from] += number(tiles.dz[to]) * number(tiles.w[weight]);
  });
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = std::tanh(y[i] + number(tiles.b[i % g.out]));
  for (std::size_t i = 0; i < dx.size(); ++i) dx[i] *= LeakyRelu<>::slope(number(tiles.x[i]));
  const double bound = sizeof(T) == 8 ? 1e-10 : m == 2 ? 1e-5 : 5e-5;
  CHECK(error_of_rms(tiles.forward(), y) < bound);
  if (g.padding.border == Border::zero) CHECK(error_of_rms(tiles.input_gradient(), dx) < bound);
}

/// Partial tiles and registers, all borders, one image smaller than a tile, several blocks of tiles
/// and groups of columns, several chunks.
const std::vector<Convolution> geometries = {
    {7, 9, 3, 5, 3, 1, 1},          {8, 8, 16, 32, 3, 1, 1},        {5, 6, 17, 19, 3, 1, {1, 2}},
    {6, 7, 8, 9, 3, 1, reflect(2)}, {6, 6, 7, 40, 3, 1, {2, 0}},    {3, 3, 5, 1, 3, 1, 1},
    {1, 1, 9, 7, 3, 1, {1, 2}},     {4, 4, 130, 70, 3, 1, 1},       {9, 10, 4, 4, 3, 1, {0, 2}},
    {5, 11, 1, 3, 3, 1, 0},         {2, 3, 12, 24, 3, 1, {2, 2}},   {19, 23, 6, 66, 3, 1, 1},
    {3, 3, 4, 4, 3, 1, reflect(2)}, {8, 9, 20, 4, 3, 1, reflect(1)}};

// Large tiles, small ones where they waste less, and what is direct: few channels, few pixels, much
// border, other kernels, strides and groups.
static_assert(cpu::winograd_tile({32, 32, 256, 256, 3, 1, 1}) == 4);
static_assert(cpu::winograd_tile({8, 8, 16, 16, 3, 1, reflect(1)}) == 4);
static_assert(cpu::winograd_tile({6, 6, 32, 32, 3, 1, 1}) == 2);
static_assert(cpu::winograd_tile({32, 32, 3, 64, 3, 1, 1}) == 0);
static_assert(cpu::winograd_tile({2, 2, 64, 64, 3, 1, 1}) == 0);
static_assert(cpu::winograd_tile({5, 5, 64, 64, 3, 1, 1}) == 0);
static_assert(cpu::winograd_tile({32, 32, 64, 64, 4, 1, 1}) == 0);
static_assert(cpu::winograd_tile({32, 32, 64, 64, 3, 2, 1}) == 0);
static_assert(cpu::winograd_tile({32, 32, 64, 64, 3, 1, 1, 2}) == 0);

}  // namespace

TEMPLATE_TEST_CASE("Winograd's filters against the sum of multiplications", "[winograd]", float,
                   double) {
  for (const Convolution& g : geometries) {
    for (std::size_t n : {1U, 3U}) {
      check<2, TestType>(g, n);
      check<4, TestType>(g, n);
    }
  }
}

TEST_CASE("Winograd's filters: several chunks of tiles", "[winograd]") {
  check<2, float>({10, 10, 100, 3, 3, 1, 1}, 64);
  check<4, float>({18, 18, 100, 3, 3, 1, 1}, 32);
}

TEST_CASE("Winograd's filters: the error does not grow with the channels", "[winograd]") {
  check<4, float>({8, 8, 1024, 16, 3, 1, 1}, 4);
  check<4, float>({8, 8, 16, 1024, 3, 1, 1}, 4);
}

TEST_CASE("Winograd's filters: kernels in bands of columns", "[winograd]") {
  using A = BasicCpu<float>::Arch;
  constexpr Convolution small{1, 1, 3300, 80, 3, 1, 1};
  constexpr Convolution large{1, 1, 1800, 80, 3, 1, 1};
  STATIC_REQUIRE(cpu::WinogradLattice<2, float, A>(small, false, 1).band() == 64);
  STATIC_REQUIRE(cpu::WinogradLattice<4, float, A>(large, false, 1).band() == 64);
  check<2, float>(small, 60);
  check<4, float>(large, 60);
  Tiles<4, float> tiles(large, 60);
  CHECK(same_for_any_workers([&] { return tiles.forward(); }));
  CHECK(same_for_any_workers([&] { return tiles.input_gradient(); }));
}

TEST_CASE("Winograd's filters have the same bits for any number of workers", "[winograd]") {
  for (const Convolution& g : geometries) {
    CAPTURE(g.height, g.in, g.out);
    Tiles<2, float> small(g, 5);
    Tiles<4, float> large(g, 5);
    CHECK(same_for_any_workers([&] { return small.forward(); }));
    CHECK(same_for_any_workers([&] { return small.input_gradient(); }));
    CHECK(same_for_any_workers([&] { return large.forward(); }));
    CHECK(same_for_any_workers([&] { return large.input_gradient(); }));
  }
}

}  // namespace winograd_test
