// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/backend/geometry/planes.hpp>
#include <saddle/core/arithmetic.hpp>

#include <cstddef>

namespace saddle {

/// What is standardised together, as groups of planes of equal size.
///
/// `planes` are those of n images; where a group has several (`joins`), `average` turns one number
/// per plane into its mean over the group.
struct EachPlane {
  static constexpr bool joins = false;
  static constexpr Planes planes(std::size_t n, std::size_t pixels, std::size_t channels) {
    return {n, pixels, channels};
  }
};

/// Each channel over the whole batch.
struct WholeBatch {
  static constexpr bool joins = false;
  static constexpr Planes planes(std::size_t n, std::size_t pixels, std::size_t channels) {
    return {1, n * pixels, channels};
  }
};

namespace detail {

template <class T>
struct ScaledProduct {
  T factor;
  template <class B> SADDLE_HD B operator()(B x, B y) const { return B(factor) * x * y; }
};
struct AddSquaredDifference {
  template <class T> SADDLE_HD T operator()(T sum, T x, T y) const {
    return sum + (x - y) * (x - y);
  }
};

}  // namespace detail

/// Each sample over all its channels.
struct WholeSample {
  static constexpr bool joins = true;
  static constexpr Planes planes(std::size_t n, std::size_t pixels, std::size_t channels) {
    return {n, pixels, channels};
  }
  template <class D>
  static void average(D& device, const Planes& p, Write<D> values) {
    using T = typename D::Scalar;
    ScratchFrame<D> scratch(device);
    const Write<D> sums = scratch.take(p.samples);
    row_sums(device, math::Self{}, p.samples, p.channels, sums, Read<D>(values));
    map_columns(device, math::Times<T>{T(1) / static_cast<T>(p.channels)}, p.samples, p.channels,
                values, Read<D>(sums));
  }
};

/// Each channel over the whole batch, with numbers of its own for every sample.
struct AllSamples {
  static constexpr bool joins = true;
  static constexpr Planes planes(std::size_t n, std::size_t pixels, std::size_t channels) {
    return {n, pixels, channels};
  }
  template <class D>
  static void average(D& device, const Planes& p, Write<D> values) {
    using T = typename D::Scalar;
    ScratchFrame<D> scratch(device);
    const Write<D> sums = scratch.take(p.channels);
    fill(device, sums, 0, p.channels);
    column_sums(device, math::Self{}, p.samples, p.channels, sums, Read<D>(values));
    map_rows(device, math::Times<T>{T(1) / static_cast<T>(p.samples)}, p.samples, p.channels,
             values, Read<D>(sums));
  }
};

}  // namespace saddle
