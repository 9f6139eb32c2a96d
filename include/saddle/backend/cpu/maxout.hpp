// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/core/simd.hpp>

#include <cstddef>

/// Maxout: the largest of several pieces; the first of equals wins, and is found again from z.
///
/// Pieces are outermost in a row: piece p of z (n, pieces * units) is columns p * units ...
namespace saddle {

namespace cpu {

/// Calls f(place in z, place in y, lanes) for every register of y (n, units).
template <std::size_t pieces, class T, class A, class F>
void for_pieces(std::size_t n, std::size_t units, F&& f) {
  for_blocks(n, pieces * units, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      for_registers<simd::width<T, A>>(
          0, units, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
            f(row * pieces * units + c, row * units + c, lanes);
          });
    }
  });
}

}  // namespace cpu

/// y = the largest piece of z.
///
/// Shapes: z (n, pieces * units), y (n, units).
template <std::size_t pieces, class T, class A>
void maxout(BasicCpu<T, A>&, Write<BasicCpu<T, A>> y, Read<BasicCpu<T, A>> z, std::size_t n,
            std::size_t units) {
  cpu::for_pieces<pieces, T, A>(n, units, [&](std::size_t in, std::size_t out, auto lanes) {
    auto best = simd::load_partial<A>(raw(z) + in, lanes);
    for (std::size_t p = 1; p < pieces; ++p) {
      const auto piece = simd::load_partial<A>(raw(z) + in + p * units, lanes);
      best = simd::choose(piece > best, piece, best);
    }
    simd::store_partial(raw(y) + out, best, lanes);
  });
}

/// dz = dy where the piece won, else 0.
///
/// Shapes: z and dz (n, pieces * units), dy (n, units).
template <std::size_t pieces, class T, class A>
void maxout_pullback(BasicCpu<T, A>&, Write<BasicCpu<T, A>> dz, Read<BasicCpu<T, A>> dy,
                     Read<BasicCpu<T, A>> z, std::size_t n, std::size_t units) {
  using B = simd::Batch<T, A>;
  cpu::for_pieces<pieces, T, A>(n, units, [&](std::size_t in, std::size_t out, auto lanes) {
    B best = simd::load_partial<A>(raw(z) + in, lanes);
    B winner(T(0));
    for (std::size_t p = 1; p < pieces; ++p) {
      const B piece = simd::load_partial<A>(raw(z) + in + p * units, lanes);
      winner = simd::choose(piece > best, B(static_cast<T>(p)), winner);
      best = simd::choose(piece > best, piece, best);
    }
    const B gradient = simd::load_partial<A>(raw(dy) + out, lanes);
    for (std::size_t p = 0; p < pieces; ++p) {
      simd::store_partial(raw(dz) + in + p * units,
                          simd::choose(winner == B(static_cast<T>(p)), gradient, B(T(0))), lanes);
    }
  });
}

/// u = the tangent of the piece that won.
///
/// Shapes: z and t (n, pieces * units), u (n, units).
template <std::size_t pieces, class T, class A>
void maxout_tangent(BasicCpu<T, A>&, Write<BasicCpu<T, A>> u, Read<BasicCpu<T, A>> t,
                    Read<BasicCpu<T, A>> z, std::size_t n, std::size_t units) {
  using B = simd::Batch<T, A>;
  cpu::for_pieces<pieces, T, A>(n, units, [&](std::size_t in, std::size_t out, auto lanes) {
    B best = simd::load_partial<A>(raw(z) + in, lanes);
    B tangent = simd::load_partial<A>(raw(t) + in, lanes);
    for (std::size_t p = 1; p < pieces; ++p) {
      const B piece = simd::load_partial<A>(raw(z) + in + p * units, lanes);
      const B other = simd::load_partial<A>(raw(t) + in + p * units, lanes);
      tangent = simd::choose(piece > best, other, tangent);
      best = simd::choose(piece > best, piece, best);
    }
    simd::store_partial(raw(u) + out, tangent, lanes);
  });
}

}  // namespace saddle
