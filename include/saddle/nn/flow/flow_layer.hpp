// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/math.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/plan.hpp>

#include <cstddef>

namespace saddle {

/// What flows along the edges of a flow: a sample, and the logarithm of the factor by which the
/// layers so far have stretched volume there.
///
/// Where the log-determinant of the input is absent, none is computed.
template <SingleValue X>
using WithLogDet = Joint<X, Shape<1>>;

/// A layer of a flow: it can be undone, by the layer `Inverse` over the same parameters.
template <class L>
concept InvertibleLayer = LayerSpec<L> && requires { typename L::Inverse; };

namespace detail {

template <class V>
inline constexpr bool has_log_det = false;
template <SingleValue X>
inline constexpr bool has_log_det<Joint<X, Shape<1>>> = true;

/// The plan of a layer whose network does not fit into it: the flow around it has the complaint.
template <class Complaint>
struct Misfit {
  using Result = Broken<Complaint>;
  static constexpr bool is_broken = true;
};

/// A sum grows by a term, or loses it in the inverse. This and what follows depend on no shape, so
/// that all layers of flows share their kernels.
template <bool inverse>
struct AddSigned {
  template <class T> SADDLE_HD T operator()(T term, T sum) const {
    return inverse ? sum - term : sum + term;
  }
};
/// y = (x + t) e^s; in the inverse x e^-s - t.
template <bool inverse>
struct ShiftAndScale {
  template <class T> SADDLE_HD T operator()(T s, T t, T x) const {
    return inverse ? x * math::exp(-s) - t : (x + t) * math::exp(s);
  }
};
/// The slope in x where d is that in y.
template <bool inverse>
struct TimesScale {
  template <class T> SADDLE_HD T operator()(T s, T d) const {
    return d * math::exp(inverse ? -s : s);
  }
};
/// The slope in s: d is that in y, v is y, and dl the slope of the log-determinant; in the inverse
/// d is that in x, v is x.
template <bool inverse>
struct SlopeOfLogScale {
  template <class T> SADDLE_HD T operator()(T d, T v) const { return inverse ? -(d * v) : d * v; }
  template <class T> SADDLE_HD T operator()(T dl, T d, T v) const {
    return inverse ? -(d * v + dl) : d * v + dl;
  }
};

}  // namespace detail

/// What a layer of a flow that is bound to its input states besides, and what all of them do to the
/// log-determinant, the second component of a value.
///
/// No penalty looks at the slope of a flow, so there is no second order.
template <class In, class Out = In>
struct FlowLayerDefaults : LayerDefaults<In, Out> {
  using X = typename In::template Part<0>;
  using Y = typename Out::template Part<0>;
  static constexpr std::size_t channels = X::last;
  static constexpr std::size_t pixels = X::size / channels;
  static constexpr bool has_dual = false;

  /// Whether the inverse gives back in training what went in, so that `Reversible` may ask it to.
  static constexpr bool undone_in_training = true;
  /// Whether a forward of the inverse leaves in the cache what this layer's own would.
  static constexpr bool shares_cache_with_inverse = false;

 protected:
  /// The layer keeps volumes.
  template <class D>
  static void keep_log_det(D& device, std::size_t n, ConstBatch<In, D> x, Batch<Out, D> y) {
    if (x[1]) copy(device, y[1], x[1], n);
  }
  /// It adds a term to each sample's log-determinant, or takes it away.
  template <bool inverse, class D>
  static void add_log_det(D& device, std::size_t n, ConstBatch<In, D> x, Batch<Out, D> y,
                          Read<D> terms) {
    map(device, detail::AddSigned<inverse>{}, n, y[1], terms, x[1]);
  }
  /// The same term of each channel at every pixel of every sample. Shapes: terms (channels).
  template <bool inverse, class D>
  static void add_log_det_of_channels(D& device, std::size_t n, ConstBatch<In, D> x,
                                      Batch<Out, D> y, Read<D> terms) {
    ScratchFrame<D> scratch(device);
    const Write<D> sum = scratch.take(1);
    row_sums(device, of_pixels<D>(), 1, channels, sum, terms);
    map_columns<1>(device, detail::AddSigned<inverse>{}, 1, n, y[1], Read<D>(sum), x[1]);
  }
  /// Adds to the slopes in such terms what that of the log-determinants says.
  template <bool inverse, class D>
  static void add_channel_slopes(D& device, std::size_t n, Write<D> slopes, Read<D> dl) {
    ScratchFrame<D> scratch(device);
    const Write<D> sum = scratch.take(1);
    row_sums(device, of_pixels<D>(), 1, n, sum, dl);
    map_columns<1>(device, detail::AddSigned<inverse>{}, 1, channels, slopes, Read<D>(sum),
                   Read<D>(slopes));
  }

  /// The slope of the log-determinant passes every layer unchanged.
  template <class D>
  static void pass_log_det_slope(D& device, std::size_t n, ConstBatch<Out, D> dy, Batch<In, D> dx) {
    if (!dx[1]) return;
    if (dy[1]) copy(device, dx[1], dy[1], n);
    else fill(device, dx[1], 0, n);
  }

 private:
  template <class D>
  static constexpr math::Times<typename D::Scalar> of_pixels() {
    return {static_cast<typename D::Scalar>(pixels)};
  }
};

}  // namespace saddle
