// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/cpu/reduce.hpp>
#include <saddle/core/simd/lanes.hpp>

#include <cstddef>

/// Standardisation xh = r (x - mean), r = 1 / sqrt(variance + eps), of every row of a matrix.
///
/// With means over the row, Q(w) = w - mean(w) - xh mean(xh w) is symmetric and r Q is the
/// derivative. The affine part is left to `map_rows`; for channels of images see planes.hpp.
namespace saddle {

namespace cpu {

/// The registers of a row.
template <class T, class A>
struct Row {
  using B = simd::Batch<T, A>;
  std::size_t first;  // place of the first number
  std::size_t columns;

  /// Calls f(place, lanes) for every register.
  template <class F>
  [[gnu::always_inline]] void each(F&& f) const {
    for_registers<simd::width<T, A>>(first, first + columns, f);
  }

  /// The mean of f(place, lanes) over the row, in every lane.
  template <class F>
  [[gnu::always_inline]] B mean(F&& f) const {
    B sum(T(0));
    each([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      sum = sum + without_padding(f(place, lanes), lanes);
    });
    return B(simd::reduce_add(sum) / static_cast<T>(columns));
  }
};

/// Calls f(row, its index) for all rows on all workers.
template <class T, class A, class F>
void for_each_row(std::size_t n, std::size_t columns, F&& f) {
  for_blocks(n, columns, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) f(Row<T, A>{row * columns, columns}, row);
  });
}

}  // namespace cpu

/// xh = r (x - mean), with the biased variance.
///
/// Shapes: x and xh (n, columns), r (n).
template <class T, class A>
void standardise(BasicCpu<T, A>&, Write<BasicCpu<T, A>> xh, Write<BasicCpu<T, A>> r,
                 Read<BasicCpu<T, A>> x, std::size_t n, std::size_t columns, double eps) {
  using B = simd::Batch<T, A>;
  cpu::for_each_row<T, A>(n, columns, [&](const auto& row, std::size_t index) {
    const auto at = [&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      return simd::load_partial<A>(raw(x) + place, lanes);
    };
    const B centre = row.mean(at);
    const B variance = row.mean([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      const B d = at(place, lanes) - centre;
      return d * d;
    });
    const B scale = B(T(1)) / simd::square_root(variance + B(static_cast<T>(eps)));
    row.each([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      simd::store_partial(raw(xh) + place, (at(place, lanes) - centre) * scale, lanes);
    });
    simd::store_partial(raw(r) + index, scale, 1);
  });
}

/// out = r Q(w) Act'(y): the pushforward of w and, being symmetric, the pullback; `out` may be `w`,
/// and y is not read where Act is an identity.
template <class Act, class T, class A>
void standardise_linear(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> w,
                        Read<BasicCpu<T, A>> xh, Read<BasicCpu<T, A>> r, Read<BasicCpu<T, A>> y,
                        std::size_t n, std::size_t columns) {
  using B = simd::Batch<T, A>;
  cpu::for_each_row<T, A>(n, columns, [&](const auto& row, std::size_t index) {
    const auto load = [](const T* from, auto lanes) __attribute__((always_inline)) {
      return simd::load_partial<A>(from, lanes);
    };
    const B scale(raw(r)[index]);
    const B mean = row.mean([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      return load(raw(w) + place, lanes);
    });
    const B along = row.mean([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      return load(raw(xh) + place, lanes) * load(raw(w) + place, lanes);
    });
    row.each([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      const B q = load(raw(w) + place, lanes) - mean - load(raw(xh) + place, lanes) * along;
      B value = scale * q;
      if constexpr (!Act::is_identity) value = value * Act::slope(load(raw(y) + place, lanes));
      simd::store_partial(raw(out) + place, value, lanes);
    });
  });
}

/// The adjoint of x in the dual pass: a and b are the adjoints of xh and of its tangent r Q(t).
///
///   xbar = r Q(a) - r^2 Q(b mean(xh t) + t mean(xh b)) - r xh mean(b r Q(t))
///
/// `a` may be null (zero). The adjoint of t is standardise_linear of b.
template <class T, class A>
void standardise_dual(BasicCpu<T, A>&, Write<BasicCpu<T, A>> xbar, Read<BasicCpu<T, A>> a,
                      Read<BasicCpu<T, A>> b, Read<BasicCpu<T, A>> t, Read<BasicCpu<T, A>> xh,
                      Read<BasicCpu<T, A>> r, std::size_t n, std::size_t columns) {
  using B = simd::Batch<T, A>;
  cpu::for_each_row<T, A>(n, columns, [&](const auto& row, std::size_t index) {
    const auto load = [](const T* from, std::size_t place, auto lanes)
                          __attribute__((always_inline)) {
                            return from ? simd::load_partial<A>(from + place, lanes) : B(T(0));
                          };
    const auto mean_of = [&](const T* p, const T* q) {
      return row.mean([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
        return load(p, place, lanes) * load(q, place, lanes);
      });
    };
    const auto mean = [&](const T* p) {
      return row.mean([&](std::size_t place, auto lanes)
                          __attribute__((always_inline)) { return load(p, place, lanes); });
    };
    const B scale(raw(r)[index]);
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
    row.each([&](std::size_t place, auto lanes) __attribute__((always_inline)) {
      const B x = load(raw(xh), place, lanes);
      const B w = load(raw(a), place, lanes) -
                  scale * (load(raw(b), place, lanes) * xt + load(raw(t), place, lanes) * xb);
      simd::store_partial(raw(xbar) + place, scale * (w - mean_w - x * (xw + bu)), lanes);
    });
  });
}

}  // namespace saddle
