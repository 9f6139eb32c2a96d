// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/norm.hpp>

#include <cstddef>
#include <type_traits>

namespace saddle {

namespace detail {

/// Outside of `SlopeNorm`, so that all critics share these kernels.
struct SlopeNormArithmetic {
  struct Absolute {
    template <class T> SADDLE_HD T operator()(T x) const { return math::abs(x); }
  };
  struct Larger {
    template <class T> SADDLE_HD T operator()(T a, T b) const { return math::max(a, b); }
  };
  struct Sign {
    template <class T> SADDLE_HD T operator()(T x) const { return math::sign(x); }
  };
  struct SignOfLargest {
    template <class T> SADDLE_HD T operator()(T largest, T x) const {
      return math::select(math::abs(x) < largest, T(0), math::sign(x));
    }
  };
  /// Of a gradient that is zero the factor is zero too.
  struct Share {
    template <class T> SADDLE_HD T operator()(T factor, T count) const {
      return factor / math::max(count, T(1));
    }
  };
};

}  // namespace detail

/// The size of each sample's gradient g in the norm `N`, and the direction in which it grows.
///
/// A sample's numbers are those of all components of the batch `Input`; `size`, `part` and `factor`
/// have one number per sample.
template <Norm N, class Input, class D>
struct SlopeNorm : private detail::SlopeNormArithmetic {
  /// size = ||g||, for L2 its square; `part` is overwritten.
  static void measure(D& device, std::size_t n, Batch<Input, D> g, Write<D> size, Write<D> part) {
    for (std::size_t c = 0; c < Input::components; ++c) {
      const Write<D> to = c == 0 ? size : part;
      const Read<D> from = g[c];
      if constexpr (std::is_same_v<N, LInf>) {
        row_maxima(device, Absolute{}, n, Input::sizes[c], to, from);
        if (c > 0) map(device, Larger{}, n, size, Read<D>(size), Read<D>(part));
      } else {
        if constexpr (std::is_same_v<N, L1>) {
          row_sums(device, Absolute{}, n, Input::sizes[c], to, from);
        } else {
          row_sums(device, math::Square{}, n, Input::sizes[c], to, from);
        }
        if (c > 0) add_to(device, size, Read<D>(part), n);
      }
    }
  }

  /// g = factor * d ||g|| / dg, for L2 factor * g; `size` is what `measure` gave, and is
  /// overwritten with `part`.
  ///
  /// Where several entries are the largest, LInf gives each the same share.
  static void differentiate(D& device, std::size_t n, Batch<Input, D> g, Write<D> factor,
                            Write<D> size, Write<D> part) {
    if constexpr (std::is_same_v<N, L1>) {
      for_each_component(g, [&](std::size_t columns, Write<D> to) {
        map(device, Sign{}, n * columns, to, Read<D>(to));
      });
    } else if constexpr (std::is_same_v<N, LInf>) {
      for_each_component(g, [&](std::size_t columns, Write<D> to) {
        map_columns<1>(device, SignOfLargest{}, n, columns, to, Read<D>(size), Read<D>(to));
      });
      SlopeNorm<L1, Input, D>::measure(device, n, g, size, part);  // how many are the largest
      map(device, Share{}, n, factor, Read<D>(factor), Read<D>(size));
    }
    for_each_component(g, [&](std::size_t columns, Write<D> to) {
      map_columns<1>(device, math::Product{}, n, columns, to, Read<D>(factor), Read<D>(to));
    });
  }

 private:
  template <class F>
  static void for_each_component(Batch<Input, D> g, F&& f) {
    for (std::size_t c = 0; c < Input::components; ++c) f(Input::sizes[c], g[c]);
  }
};

}  // namespace saddle
