// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "gaussian_pairs.hpp"

#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/grid.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/two_moons.hpp>
#include <saddle/divergence/exact.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

/// Two laws whose divergences are known: masses of cells so fine that the ratio is constant in
/// each.
struct KnownPair {
  using Rows = saddle::Tensor<float, 2>;
  using Draw = std::function<Rows(std::size_t n, std::uint64_t seed)>;

  std::string name;
  Draw p, q;
  std::vector<double> p_cells{1}, q_cells{1};  // of equal laws
  std::size_t n = 20'000;                      // samples a side

  template <class D>
  double exact() const {
    return saddle::exact::histogram<D>(p_cells, q_cells);
  }
};

namespace known_pairs {

using Rows = KnownPair::Rows;

/// Samples of a source; `part` separates p from q.
template <class S>
KnownPair::Draw draw(const S& source, std::uint64_t part) {
  return [=](std::size_t n, std::uint64_t seed) {
    Rows x = xt::empty<float>({n, source.shape()[0]});
    source.draw(x.data(), n, seed, part << 32);
    return x;
  };
}

/// Uniform numbers of a row of their own. Shapes: returns (n, 3).
inline Rows uniforms(std::size_t n, std::uint64_t seed) {
  Rows u = xt::empty<float>({n, std::size_t{3}});
  const saddle::random::Draw row{.seed = seed, .stream = saddle::random::Stream::user};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      u(i, k) = static_cast<float>(saddle::random::uniform(row, i, k));
    }
  }
  return u;
}

/// Normals in `size` dimensions, which differ by `shift` along the diagonal and by q's deviation.
inline KnownPair normals(const std::string& name, std::size_t size, double shift, double sd) {
  const auto side = [=](double mean, double deviation, std::uint64_t part) {
    return [=](std::size_t n, std::uint64_t seed) {
      Rows x = draw_normal({mean, deviation}, n * size, seed, part);
      x.reshape({n, size});
      return x;
    };
  };
  const saddle::exact::Normal p{0, 1}, q{shift * std::sqrt(static_cast<double>(size)), sd};
  std::vector<double> p_cells, q_cells;
  for (double x = -12; x < 12; x += 0.005) {
    p_cells.push_back(p.cumulative(x + 0.005) - p.cumulative(x));
    q_cells.push_back(q.cumulative(x + 0.005) - q.cumulative(x));
  }
  return {name, side(0, 1, 0), side(shift, sd, 1), p_cells, q_cells};
}

/// A ring's mode against one whose deviation is `ratio` times as large, of which a share `off` is
/// spread over a square of side 5.
inline KnownPair rings(const std::string& name, double ratio, double off) {
  const saddle::data::Ring ring, other{.sigma = ratio * ring.sigma};
  const auto spread = [=](std::size_t n, std::uint64_t seed) {
    Rows x = draw(other, 1)(n, seed);
    const Rows u = uniforms(n, seed);
    for (std::size_t i = 0; i < n; ++i) {
      if (static_cast<double>(u(i, 0)) >= off) continue;
      for (std::size_t k = 0; k < 2; ++k) x(i, k) = 5 * u(i, k + 1) - 2.5F;
    }
    return x;
  };
  std::vector<double> p_cells, q_cells;
  const double step = 0.002 * ring.sigma, reach = 12 * ring.sigma;
  const auto beyond = [](double r, double sigma) { return std::exp(-r * r / (2 * sigma * sigma)); };
  double outside = off;
  for (double r = 0; r < reach; r += step) {
    const double end = r + step;
    const double area = 8 * std::numbers::pi * (end * end - r * r);
    p_cells.push_back(beyond(r, ring.sigma) - beyond(end, ring.sigma));
    q_cells.push_back((1 - off) * (beyond(r, other.sigma) - beyond(end, other.sigma)) +
                      off * area / 25);
    outside -= off * area / 25;
  }
  p_cells.push_back(0);
  q_cells.push_back(outside);
  return {name, draw(ring, 0), spread, p_cells, q_cells};
}

/// A mixture of equal modes against one without the last of them.
template <class S>
KnownPair dropped_mode(const std::string& name, const S& source) {
  const saddle::Tensor<double, 2> modes = source.modes();
  const std::size_t last = S::mode_count - 1;
  const auto without = [=](std::size_t n, std::uint64_t seed) {
    const Rows all = draw(source, 1)(2 * n, seed);
    Rows x = xt::empty<float>({n, std::size_t{2}});
    for (std::size_t i = 0, taken = 0; taken < n; ++i) {
      const double dx = static_cast<double>(all(i, 0)) - modes(last, 0);
      const double dy = static_cast<double>(all(i, 1)) - modes(last, 1);
      if (std::hypot(dx, dy) < 10 * source.sigma) continue;
      x(taken, 0) = all(i, 0);
      x(taken, 1) = all(i, 1);
      ++taken;
    }
    return x;
  };
  std::vector<double> p_cells(S::mode_count, 1.0), q_cells = p_cells;
  q_cells.back() = 0;
  return {name, draw(source, 0), without, p_cells, q_cells};
}

inline KnownPair moons() {
  constexpr double noise = 0.05, jitter = 0.1, cell = 0.02;
  std::vector<double> p_cells, q_cells;
  for (double x = -1.6; x < 2.6; x += cell) {
    for (double y = -1.1; y < 1.6; y += cell) {
      double p = 0, q = 0;
      for (int i = 0; i < 200; ++i) {
        const double t = std::numbers::pi * (i + 0.5) / 200;
        for (const bool upper : {true, false}) {
          const double dx = x - (upper ? std::cos(t) : 1 - std::cos(t));
          const double dy = y - (upper ? std::sin(t) : 0.5 - std::sin(t));
          const double square = (dx * dx + dy * dy) / 2;
          if (square > 0.5) continue;  // ten deviations of the wider one
          p += std::exp(-square / (noise * noise)) / (noise * noise);
          q += std::exp(-square / (jitter * jitter)) / (jitter * jitter);
        }
      }
      p_cells.push_back(p);
      q_cells.push_back(q);
    }
  }
  return {"moons", draw(saddle::data::TwoMoons{.noise = noise}, 0),
          draw(saddle::data::TwoMoons{.noise = jitter}, 1), p_cells, q_cells};
}

/// Twelve cells of two columns in different units.
inline KnownPair table() {
  const std::vector<double> p{1, 2, 3, 4, 4, 3, 2, 1, 1, 1, 1, 1};
  const std::vector<double> q{2, 2, 2, 4, 4, 2, 3, 1, 1, 0.5, 1.5, 1};
  const auto side = [](const std::vector<double>& weights, std::uint64_t part) {
    return [=](std::size_t n, std::uint64_t seed) {
      const Rows u = uniforms(n, 2 * seed + part);
      Rows x = xt::empty<float>({n, std::size_t{2}});
      for (std::size_t i = 0; i < n; ++i) {
        double rest = 24 * static_cast<double>(u(i, 0));
        std::size_t cell = 0;
        while (cell + 1 < weights.size() && rest >= weights[cell]) rest -= weights[cell++];
        x(i, 0) = static_cast<float>(cell % 4);
        x(i, 1) = 1'000 * static_cast<float>(cell / 4);
      }
      return x;
    };
  };
  return {"table", side(p, 0), side(q, 1), p, q};
}

}  // namespace known_pairs

/// One pair of every kind that a critic may find hard.
inline std::vector<KnownPair> all_known_pairs() {
  using namespace known_pairs;
  KnownPair few = normals("200 samples", 1, 1, 1);
  few.n = 200;
  return {{"equal", draw(saddle::data::Ring{}, 0), draw(saddle::data::Ring{}, 1)},
          normals("shifted", 1, 0.5, 1),
          normals("scaled", 1, 0, 1.5),
          normals("four dimensions", 4, 0.3, 1),
          rings("off the modes", 1, 0.06),
          rings("wider modes", 1.5, 0),
          rings("narrower modes", 1 / 1.5, 0),
          dropped_mode("a mode of the ring", saddle::data::Ring{}),
          dropped_mode("a mode of the grid", saddle::data::Grid{}),
          moons(),
          table(),
          few};
}
