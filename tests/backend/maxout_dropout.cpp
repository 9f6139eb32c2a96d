// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"
#include "matrices.hpp"

#include <saddle/backend/cpu/maxout.hpp>
#include <saddle/backend/cpu/random_fill.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace maxout_dropout_test {

using namespace saddle;
using namespace saddle::test;

TEMPLATE_TEST_CASE("Maxout picks the first largest piece everywhere", "[maxout]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  constexpr std::size_t pieces = 3;
  for (std::size_t n : {1U, 3U, 17U}) {
    for (std::size_t units : {1U, 2U, 7U, 16U, 33U, 130U}) {
      auto z = numbers<T>(n * units * pieces, 1);
      for (T& value : z) value = std::round(value);  // so that there are equals
      const auto dy = numbers<T>(n * units, 2);
      const auto t = numbers<T>(z.size(), 3);
      std::vector<T> y(dy.size()), dz(z.size()), u(dy.size());
      maxout<pieces>(device, at(y), at(z), n, units);
      maxout_pullback<pieces>(device, at(dz), at(dy), at(z), n, units);
      maxout_tangent<pieces>(device, at(u), at(t), at(z), n, units);
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t c = 0; c < units; ++c) {
          const auto place = [&](std::size_t p) { return (i * pieces + p) * units + c; };
          std::size_t winner = 0;
          for (std::size_t p = 1; p < pieces; ++p) {
            if (z[place(p)] > z[place(winner)]) winner = p;
          }
          wrong += y[i * units + c] != z[place(winner)];
          wrong += u[i * units + c] != t[place(winner)];
          for (std::size_t p = 0; p < pieces; ++p) {
            wrong += dz[place(p)] != (p == winner ? dy[i * units + c] : T(0));
          }
        }
      }
      REQUIRE(wrong == 0);
    }
  }
}

TEMPLATE_TEST_CASE("Fills are the draw's values, moved and scaled", "[random_fill]", float,
                   double) {
  using T = TestType;
  BasicCpu<T> device;
  const random::Draw draw{.seed = 5, .time = 6};
  for (std::size_t n : {1U, 3U, 17U, 1500U}) {
    for (std::size_t width : {1U, 2U, 7U}) {
      const auto fill = [&](bool is_normal) {
        std::vector<T> out(n * width);
        if (is_normal) {
          fill_normal(device, at(out), n, width, 10, draw, 1, 2);
        } else {
          fill_uniform(device, at(out), n, width, 10, draw, -1, 1);
        }
        return out;
      };
      std::vector<double> normal, uniform;
      for (std::size_t i = 0; i < n * width; ++i) {
        normal.push_back(1 + 2 * random::normal(draw, 10 + i / width, i % width));
        uniform.push_back(-1 + 2 * random::uniform(draw, 10 + i / width, i % width));
      }
      REQUIRE(error(fill(true), normal) < tolerance<T>);
      REQUIRE(error(fill(false), uniform) < tolerance<T>);
      REQUIRE(same_for_any_workers([&] { return fill(true); }));
    }
  }
}

TEMPLATE_TEST_CASE("Dropout keeps what its draw says, in every call", "[dropout]", float, double) {
  using T = TestType;
  BasicCpu<T> device;
  const random::Draw draw{.seed = 5, .time = 6, .stream = random::Stream::dropout, .site = 3};
  for (std::size_t n : {1U, 3U, 17U, 65U}) {
    for (std::size_t width : {1U, 7U, 64U, 130U}) {
      const auto x = numbers<T>(n * width, 1);
      const auto run = [&] {
        std::vector<T> y(x);
        dropout(device, at(y), at(x), n, width, 20, 0.7, draw);
        return y;
      };
      const auto y = run();
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < n * width; ++i) {
        const bool kept = random::uniform(draw, 20 + i / width, i % width) < 0.7;
        wrong += kept ? std::abs(y[i] - x[i] / T(0.7)) > T(1e-6) : y[i] != T(0);
      }
      REQUIRE(wrong == 0);
      REQUIRE(same_for_any_workers(run));
      std::vector<T> in_place = x;
      dropout(device, at(in_place), at(in_place), n, width, 20, 0.7, draw);
      REQUIRE(in_place == y);
    }
  }
}

}  // namespace maxout_dropout_test
