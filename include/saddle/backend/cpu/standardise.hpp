// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/cpu/reduce.hpp>
#include <saddle/core/simd.hpp>

#include <algorithm>
#include <cstddef>

/// Standardisation xh = r (x - mean), r = 1 / sqrt(variance + eps), over groups of a matrix.
///
/// With means over the group, Q(w) = w - mean(w) - xh mean(xh w) is symmetric and r Q is the
/// derivative. One kernel serves both groupings. The affine part is left to `map_rows`.
namespace saddle {

/// What is standardised together: each sample's features, or each feature over the batch.
enum class Group { rows, columns };

namespace cpu {

/// The registers of one group: a row, or as many columns as a register has lanes.
template <Group group, class T, class A>
struct GroupOf {
  using B = simd::Batch<T, A>;
  std::size_t first;    // place of the first register
  std::size_t n;        // rows of the matrix
  std::size_t columns;  // of the matrix
  std::size_t lanes;    // columns that are there, for Group::columns

  /// Calls f(place, lanes) for every register.
  template <class F>
  [[gnu::always_inline]] void each(F&& f) const {
    if constexpr (group == Group::rows) {
      for_registers<simd::width<T, A>>(first, first + columns, f);
    } else if (lanes == simd::width<T, A>) {
      for (std::size_t row = 0; row < n; ++row) f(first + row * columns, simd::AllLanes{});
    } else {
      for (std::size_t row = 0; row < n; ++row) f(first + row * columns, lanes);
    }
  }

  /// The mean of f(place, lanes) over the group, in every lane where it belongs.
  template <class F>
  [[gnu::always_inline]] B mean(F&& f) const {
    B sum(T(0));
    each([&](std::size_t place, auto present) __attribute__((always_inline)) {
      if constexpr (group == Group::rows) {
        sum = sum + without_padding(f(place, present), present);
      } else {
        sum = sum + f(place, present);
      }
    });
    if constexpr (group == Group::rows) sum = B(simd::reduce_add(sum));
    return sum * B(T(1) / static_cast<T>(group == Group::rows ? columns : n));
  }

  /// The group's entry of a vector of statistics.
  B statistic(const T* from, std::size_t index) const {
    if constexpr (group == Group::rows) return B(from[index]);
    return simd::load_partial<A>(from + index, lanes);
  }
  void set_statistic(T* to, std::size_t index, const B& value) const {
    if (!to) return;
    simd::store_partial(to + index, value, group == Group::rows ? 1 : lanes);
  }
};

/// Calls f(group, index of its first statistic) for all groups on all workers.
template <Group group, class T, class A, class F>
void for_groups(std::size_t n, std::size_t columns, F&& f) {
  constexpr std::size_t width = simd::width<T, A>;
  if constexpr (group == Group::rows) {
    for_blocks(n, columns, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) {
        f(GroupOf<group, T, A>{row * columns, n, columns, width}, row);
      }
    });
  } else {
    for_blocks((columns + width - 1) / width, n * width, [&](std::size_t begin, std::size_t end) {
      for (std::size_t c = begin * width; c < std::min(columns, end * width); c += width) {
        f(GroupOf<group, T, A>{c, n, columns, std::min(width, columns - c)}, c);
      }
    });
  }
}

}  // namespace cpu

/// xh = r (x - mean), with the biased variance; `mean` and `variance` may be null.
///
/// Shapes: x and xh (n, columns); r, mean, variance (n) or (columns) as the group says.
template <Group group, class T, class A>
void standardise(BasicCpu<T, A>&, Write<BasicCpu<T, A>> xh, Write<BasicCpu<T, A>> r,
                 Write<BasicCpu<T, A>> mean, Write<BasicCpu<T, A>> variance, Read<BasicCpu<T, A>> x,
                 std::size_t n, std::size_t columns, double eps) {
  using B = simd::Batch<T, A>;
  cpu::for_groups<group, T, A>(n, columns, [&](const auto& g, std::size_t index) {
    const auto at = [&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      return simd::load_partial<A>(raw(x) + place, lanes);
    };
    const B centre = g.mean(at);
    const B spread = g.mean([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      const B d = at(place, lanes) - centre;
      return d * d;
    });
    const B scale = B(T(1)) / simd::square_root(spread + B(static_cast<T>(eps)));
    g.each([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      simd::store_partial(raw(xh) + place, (at(place, lanes) - centre) * scale, lanes);
    });
    g.set_statistic(raw(r), index, scale);
    g.set_statistic(raw(mean), index, centre);
    g.set_statistic(raw(variance), index, spread);
  });
}

/// out = r Q(w): the pushforward of w and, being symmetric, the pullback; `out` may be `w`.
template <Group group, class T, class A>
void standardise_linear(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> w,
                        Read<BasicCpu<T, A>> xh, Read<BasicCpu<T, A>> r, std::size_t n,
                        std::size_t columns) {
  using B = simd::Batch<T, A>;
  cpu::for_groups<group, T, A>(n, columns, [&](const auto& g, std::size_t index) {
    const auto load = [](const T* from, auto lanes) __attribute__((always_inline)) {
      return simd::load_partial<A>(from, lanes);
    };
    const B scale = g.statistic(raw(r), index);
    const B mean = g.mean([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      return load(raw(w) + place, lanes);
    });
    const B along = g.mean([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      return load(raw(xh) + place, lanes) * load(raw(w) + place, lanes);
    });
    g.each([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      const B value = load(raw(w) + place, lanes) - mean - load(raw(xh) + place, lanes) * along;
      simd::store_partial(raw(out) + place, scale * value, lanes);
    });
  });
}

/// The adjoint of x in the dual pass: a and b are the adjoints of xh and of its tangent r Q(t).
///
///   xbar = r Q(a) - r^2 Q(b mean(xh t) + t mean(xh b)) - r xh mean(b r Q(t))
///
/// `a` may be null (zero). The adjoint of t is standardise_linear of b.
template <Group group, class T, class A>
void standardise_dual(BasicCpu<T, A>&, Write<BasicCpu<T, A>> xbar, Read<BasicCpu<T, A>> a,
                      Read<BasicCpu<T, A>> b, Read<BasicCpu<T, A>> t, Read<BasicCpu<T, A>> xh,
                      Read<BasicCpu<T, A>> r, std::size_t n, std::size_t columns) {
  using B = simd::Batch<T, A>;
  cpu::for_groups<group, T, A>(n, columns, [&](const auto& g, std::size_t index) {
    const auto load = [](const T* from, std::size_t place, auto lanes)
                          __attribute__((always_inline)) {
                            return from ? simd::load_partial<A>(from + place, lanes) : B(T(0));
                          };
    const auto mean_of = [&](const T* p, const T* q) {
      return g.mean([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
        return load(p, place, lanes) * load(q, place, lanes);
      });
    };
    const auto mean = [&](const T* p) {
      return g.mean([&](std::size_t place, auto lanes)
                        __attribute__((always_inline)) { return load(p, place, lanes); });
    };
    const B scale = g.statistic(raw(r), index);
    const B xt = mean_of(raw(xh), raw(t));
    const B xb = mean_of(raw(xh), raw(b));
    const B mean_b = mean(raw(b));
    const B mean_t = mean(raw(t));
    const B bu = scale * (mean_of(raw(b), raw(t)) - mean_b * mean_t - xb * xt);
    const B mean_a = mean(raw(a));
    const B xa = mean_of(raw(xh), raw(a));
    // Q is linear: w = a - r (b xt + t xb) has these means.
    const B mean_w = mean_a - scale * (mean_b * xt + mean_t * xb);
    const B xw = xa - scale * (xb * xt + xt * xb);
    g.each([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      const B x = load(raw(xh), place, lanes);
      const B w = load(raw(a), place, lanes) -
                  scale * (load(raw(b), place, lanes) * xt + load(raw(t), place, lanes) * xb);
      simd::store_partial(raw(xbar) + place, scale * (w - mean_w - x * (xw + bu)), lanes);
    });
  });
}

}  // namespace saddle
