// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"

#include <saddle/core/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace random_test {

using namespace saddle;
using random::Draw;

namespace {

constexpr Draw draw{0x0123456789abcdef, 77, random::Stream::latent, 5};

}  // namespace

TEST_CASE("Philox gives the published words", "[random]") {
  // Known answers of Random123, in the order counter, key, words.
  const r123::Philox4x32 philox;
  const auto zero = philox({{0, 0, 0, 0}}, {{0, 0}});
  CHECK(zero[0] == 0x6627e8d5);
  CHECK(zero[3] == 0x9b00dbd8);
  const auto words = random::block({}, 0, 0);
  CHECK(words == random::Block{{zero[0], zero[1], zero[2], zero[3]}});
}

TEST_CASE("Vectorised words are Random123's", "[random]") {
  for (std::size_t width : {1U, 2U, 4U, 7U, 100U}) {
    const std::size_t n = 37;
    const std::size_t first = 0xfffffff0;  // crosses the 32 bits of the counter
    std::vector<std::uint32_t> words(n * width);
    random::words(words.data(), first, n, width, draw);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < width; ++k) {
        wrong += words[i * width + k] != random::word(draw, first + i, k);
      }
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("Vectorised numbers are the scalar ones up to rounding", "[random]") {
  constexpr std::size_t n = 2003;
  constexpr std::size_t width = 6;
  std::vector<float> single(n * width);
  std::vector<double> wide(n * width);
  double single_error = 0;
  double wide_error = 0;
  const auto compare = [&](auto&& value) {
    single_error = wide_error = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < width; ++k) {
        const double expected = value(i, k);
        const std::size_t place = i * width + k;
        single_error =
            std::max(single_error, std::abs(static_cast<double>(single[place]) - expected));
        wide_error = std::max(wide_error, std::abs(wide[place] - expected));
      }
    }
  };
  random::normal(single.data(), 0, n, width, draw);
  random::normal(wide.data(), 0, n, width, draw);
  compare([](std::size_t i, std::size_t k) { return random::normal(draw, i, k); });
  CHECK(single_error < 1e-6);
  CHECK(wide_error < 1e-14);
  random::uniform(single.data(), 0, n, width, draw);
  random::uniform(wide.data(), 0, n, width, draw);
  compare([](std::size_t i, std::size_t k) { return random::uniform(draw, i, k); });
  CHECK(single_error < 1.3e-7);
  CHECK(wide_error == 0);
  CHECK(*std::min_element(single.begin(), single.end()) > 0);
  CHECK(*std::max_element(single.begin(), single.end()) < 1);
}

TEST_CASE("Extreme words stay finite and inside", "[random]") {
  using B = simd::Batch<float>;
  using I = simd::Batch<std::uint32_t>;
  for (std::uint32_t word : {0U, 1U, 0x7fffffffU, 0x80000000U, 0xfffffffeU, 0xffffffffU}) {
    const B u = random::detail::uniform<float, simd::Arch>(I(word));
    CHECK(u.get(0) > 0);
    CHECK(u.get(0) < 1);
    CHECK(random::unit(word) > 0);
    CHECK(random::unit(word) < 1);
    const auto z = random::detail::normals<float, simd::Arch>(I(word), I(word));
    CHECK(std::isfinite(z[0].get(0)));
    CHECK(std::isfinite(z[1].get(0)));
    CHECK(std::hypot(z[0].get(0), z[1].get(0)) < 6.8F);
  }
}

TEMPLATE_TEST_CASE("A value does not depend on how a draw is split", "[random]", float, double) {
  constexpr std::size_t n = 71;
  constexpr std::size_t width = 5;
  std::vector<TestType> whole(n * width);
  random::normal(whole.data(), 3, n, width, draw);
  for (std::size_t cut : {1U, 2U, 16U, 33U, 70U}) {
    std::vector<TestType> parts(n * width);
    random::normal(parts.data(), 3, cut, width, draw);
    random::normal(parts.data() + cut * width, 3 + cut, n - cut, width, draw);
    CHECK(parts == whole);
  }
}

TEST_CASE("Normals have the moments of a normal distribution", "[random]") {
  constexpr std::size_t n = 100000;
  std::vector<float> z(n * 2);
  random::normal(z.data(), 0, n, 2, draw);
  double sum[5] = {};
  double product = 0;
  for (std::size_t i = 0; i < n; ++i) {
    product += static_cast<double>(z[2 * i]) * static_cast<double>(z[2 * i + 1]);
    for (std::size_t k = 0; k < 2; ++k) {
      double power = 1;
      for (int p = 0; p < 5; ++p, power *= static_cast<double>(z[2 * i + k])) sum[p] += power;
    }
  }
  const double count = 2.0 * n;
  CHECK(std::abs(sum[1] / count) < 4 / std::sqrt(count));
  CHECK(std::abs(sum[2] / count - 1) < 4 * std::sqrt(2 / count));
  CHECK(std::abs(sum[3] / count) < 4 * std::sqrt(15 / count));
  CHECK(std::abs(sum[4] / count - 3) < 4 * std::sqrt(96 / count));
  CHECK(std::abs(product / n) < 4 / std::sqrt(static_cast<double>(n)));
}

TEST_CASE("Draws that differ in anything differ", "[random]") {
  const auto base = random::block(draw, 0, 0);
  CHECK(base != random::block(draw, 1, 0));
  CHECK(base != random::block(draw, 0, 1));
  Draw other = draw;
  other.time = 78;
  CHECK(base != random::block(other, 0, 0));
  other = draw;
  other.site = 6;
  CHECK(base != random::block(other, 0, 0));
  other = draw;
  other.stream = random::Stream::data;
  CHECK(base != random::block(other, 0, 0));
  other = draw;
  other.seed ^= std::uint64_t{1} << 63;
  CHECK(base != random::block(other, 0, 0));
}

TEST_CASE("An index is below its bound", "[random]") {
  CHECK(random::index(0, 10) == 0);
  CHECK(random::index(0xffffffff, 10) == 9);
  CHECK(random::index(0x80000000, 10) == 5);
}

}  // namespace random_test
