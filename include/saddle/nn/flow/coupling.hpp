// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/arithmetic.hpp>
#include <saddle/nn/chain/blocks.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/split.hpp>
#include <saddle/nn/flow/bounded_scale.hpp>
#include <saddle/nn/flow/flow_layer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace saddle {

/// Which half of the features or channels a coupling changes; the first one is the smaller one.
enum class Half { first, second };

/// What a coupling does to the numbers x that it changes.
enum class CouplingKind {
  additive,  ///< x + t
  affine     ///< (x + t) e^s
};

namespace detail {

template <class Made, class Wanted>
struct CouplingMismatch {
  static constexpr bool makes_all = std::is_same_v<Made, Wanted>;
  static_assert(makes_all,
                "the network in a coupling makes, of each number that changes, its log-scale and "
                "its shift: an affine coupling wants twice as many channels as change, an additive "
                "one as many; CouplingMismatch<made, wanted> names both");
};

}  // namespace detail

/// A coupling bound to its input. The network sees the other half, and makes s and t, side by side
/// along the last axis, of each number that changes.
template <class In, CouplingKind kind, Half half, bool inverse, class... Specs>
struct CouplingOn : FlowLayerDefaults<In> {
  using Base = FlowLayerDefaults<In>;
  using Base::channels;
  using Base::pixels;
  using typename Base::X;
  static constexpr bool affine = kind == CouplingKind::affine;
  static constexpr std::string_view name = affine ? "AffineCoupling" : "AdditiveCoupling";
  static constexpr bool shares_cache_with_inverse = true;
  static constexpr std::size_t first = channels / 2;
  static constexpr std::size_t moved = half == Half::first ? first : channels - first;
  static constexpr std::size_t kept = channels - moved;
  static constexpr std::size_t moved_at = half == Half::first ? 0 : first;
  static constexpr std::size_t kept_at = half == Half::first ? first : 0;

  using Kept = typename detail::WithLast<X, kept>::type;
  using F = Chain<SequenceOn<Kept, Specs...>>;
  using Made = typename F::Output;
  using Wanted = typename detail::WithLast<Kept, (affine ? 2 : 1) * moved>::type;
  using Plan =
      std::conditional_t<std::is_same_v<Made, Wanted> || F::Plan::is_broken, typename F::Plan,
                         detail::Misfit<detail::CouplingMismatch<Made, Wanted>>>;

  static constexpr std::size_t parameter_count = F::parameter_count;
  static constexpr std::size_t state_count = F::state_count;
  static constexpr std::size_t site_count = F::site_count;
  static constexpr std::size_t macs = F::macs;
  static constexpr bool couples_samples = F::couples_samples;

  // What the network saw and what it made precede its own part.
  static constexpr std::size_t own_cache(std::size_t n) {
    return storage_size<Kept>(n) + storage_size<Made>(n);
  }
  static constexpr std::size_t cache_size(std::size_t n) { return own_cache(n) + F::cache_size(n); }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 5 * padded(n * pixels * moved) + storage_size<Made>(n) + 2 * storage_size<Kept>(n) +
           padded(n) + F::template scratch_size<D>(n);
  }

  static std::string full_name() {
    std::string text = std::string(name) + (half == Half::first ? " of first (" : " of second (");
    for (const LayerRow& row :
         detail::layer_rows<typename F::Plan>(std::make_index_sequence<F::count>{})) {
      text += row.layer + ' ' + row.output + ", ";
    }
    text.replace(text.size() - 2, 2, ")");
    return text;
  }

  static constexpr bool holds_layers = true;
  template <class Visitor>
  static constexpr void each_layer(Visitor& visit, ParameterPath path, FeatureOrders,
                                   FeatureOrders) {
    auto in = image_orders<Kept>();
    auto out = image_orders<Made>();
    settle<Kept>(in);
    settle<Made>(out);
    F::each_layer(visit, path, in, out);
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    D& device = *pass.device;
    const std::size_t n = pass.n, rows = n * pixels, count = rows * moved;
    const Write<D> h = seen(pass), made = made_by_network(pass);
    ScratchFrame<D> scratch(device);
    const Write<D> s = scratch.take(count), t = scratch.take(count), v = scratch.take(count);
    gather_columns(device, h, x[0], rows, kept, channels, kept_at);
    F::forward(inner(pass), ConstBatch<Kept, D>(h), Batch<Made, D>(made));
    gather_columns(device, v, x[0], rows, moved, channels, moved_at);
    if constexpr (affine) {
      gather_columns(device, s, Read<D>(made), rows, moved, 2 * moved, 0);
      gather_columns(device, t, Read<D>(made), rows, moved, 2 * moved, moved);
      map(device, detail::ShiftAndScale<inverse>{}, count, v, Read<D>(s), Read<D>(t), Read<D>(v));
    } else {
      map(device, detail::AddSigned<inverse>{}, count, v, Read<D>(made), Read<D>(v));
    }
    scatter_columns(device, y[0], Read<D>(v), rows, moved, channels, moved_at);
    scatter_columns(device, y[0], Read<D>(h), rows, kept, channels, kept_at);
    if constexpr (affine) {
      if (!x[1]) return;
      const Write<D> sums = scratch.take(n);
      row_sums(device, math::Self{}, n, pixels * moved, sums, Read<D>(s));
      Base::template add_log_det<inverse>(device, n, x, y, Read<D>(sums));
    } else {
      Base::keep_log_det(device, n, x, y);
    }
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    D& device = *pass.device;
    const std::size_t n = pass.n, rows = n * pixels, count = rows * moved;
    ScratchFrame<D> scratch(device);
    const Write<D> d = scratch.take(count), to_network = scratch.take(rows * Made::last);
    const Write<D> dh = scratch.take(rows * kept), dk = scratch.take(rows * kept);
    gather_columns(device, d, dy[0], rows, moved, channels, moved_at);
    if constexpr (affine) {
      const Write<D> s = scratch.take(count), v = scratch.take(count), to_s = scratch.take(count);
      gather_columns(device, s, Read<D>(made_by_network(pass)), rows, moved, 2 * moved, 0);
      gather_columns(device, v, inverse ? x[0] : y[0], rows, moved, channels, moved_at);
      if constexpr (inverse) {  // x = y e^-s - t: dy = dx e^-s, ds = -(dy y + dl), dt = -dx
        map(device, math::Negative{}, count, to_s, Read<D>(d));
        scatter_columns(device, to_network, Read<D>(to_s), rows, moved, 2 * moved, moved);
        map(device, detail::TimesScale<inverse>{}, count, d, Read<D>(s), Read<D>(d));
        slope_of_scale(device, n, to_s, dy[1], Read<D>(d), Read<D>(v));
      } else {  // y = (x + t) e^s: ds = dy y + dl, dx = dt = dy e^s
        slope_of_scale(device, n, to_s, dy[1], Read<D>(d), Read<D>(v));
        map(device, detail::TimesScale<inverse>{}, count, d, Read<D>(s), Read<D>(d));
        scatter_columns(device, to_network, Read<D>(d), rows, moved, 2 * moved, moved);
      }
      scatter_columns(device, to_network, Read<D>(to_s), rows, moved, 2 * moved, 0);
    } else if constexpr (inverse) {
      map(device, math::Negative{}, count, to_network, Read<D>(d));
    } else {
      copy(device, to_network, Read<D>(d), count);
    }
    F::pullback(inner(pass), ConstBatch<Kept, D>(seen(pass)),
                ConstBatch<Made, D>(made_by_network(pass)), ConstBatch<Made, D>(to_network),
                dx[0] ? Batch<Kept, D>(dh) : Batch<Kept, D>{}, gradient, Write<D>{});
    Base::pass_log_det_slope(device, n, dy, dx);
    if (!dx[0]) return;
    gather_columns(device, dk, dy[0], rows, kept, channels, kept_at);
    add_to(device, dh, Read<D>(dk), rows * kept);
    scatter_columns(device, dx[0], Read<D>(d), rows, moved, channels, moved_at);
    scatter_columns(device, dx[0], Read<D>(dh), rows, kept, channels, kept_at);
  }

 private:
  /// The slope of the log-determinant, which may be absent, is that of each of its terms.
  template <class D>
  static void slope_of_scale(D& device, std::size_t n, Write<D> ds, Read<D> dl, Read<D> d,
                             Read<D> v) {
    const detail::SlopeOfLogScale<inverse> slope{};
    if (dl) map_columns<1>(device, slope, n, pixels * moved, ds, dl, d, v);
    else map(device, slope, n * pixels * moved, ds, d, v);
  }

  template <class P>
  static auto seen(P pass) {
    return pass.cache;
  }
  template <class P>
  static auto made_by_network(P pass) {
    return pass.cache + storage_size<Kept>(pass.n);
  }
  template <class P>
  static P inner(P pass) {
    return pass.inner(0, 0, own_cache(pass.n), 0);
  }
};

template <CouplingKind kind, Half half, bool inverse, class... Specs>
struct BasicCoupling {
  static constexpr Role role = Role::layer;
  using Inverse = BasicCoupling<kind, half, !inverse, Specs...>;
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (detail::has_log_det<In>) {
      using X = typename In::template Part<0>;
      return (X::rank == 1 || X::rank == 3) && X::last > 1;
    }
    return false;
  }();
  template <class In>
  using On = CouplingOn<In, kind, half, inverse, Specs...>;
};

/// Scales and shifts one half of the features or channels, by what a network makes of the other
/// half, which stays: y = (x + t) e^s. The log-scales s are within -1 and 1.
///
/// `Specs` are the network's layers: (n, ..., others) -> (n, ..., 2 changed), log-scales before
/// their bound, then shifts. With a last layer of zeros (`ZeroInit`) the coupling starts as the
/// identity; without, a deep flow starts far from its data.
/// Source: Dinh et al. 2017.
template <Half half, class... Specs>
struct AffineCoupling : BasicCoupling<CouplingKind::affine, half, false, Specs..., BoundedScale<>> {
};

/// Shifts one half of the features or channels by what a network makes of the other half, which
/// stays: y = x + t. It keeps volumes.
///
/// `Specs` are the network's layers: (n, ..., others) -> (n, ..., changed).
/// Source: Dinh et al. 2014 (NICE).
template <Half half, class... Specs>
struct AdditiveCoupling : BasicCoupling<CouplingKind::additive, half, false, Specs...> {};

}  // namespace saddle
