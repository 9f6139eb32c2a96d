// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/backend/geometry/planes.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/math.hpp>
#include <saddle/nn/chain/elementwise.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/norm/plane_groups.hpp>

#include <array>
#include <cstddef>

namespace saddle {

namespace detail {

/// Outside of `PlaneNorm`, so that all shapes share these kernels.
struct PlaneNormArithmetic {
  struct ValueCoefficients {
    template <class T>
    SADDLE_HD std::array<T, 2> operator()(T mean, T r, T gain, T shift) const {
      const T scale = gain * r;
      return {scale, shift - scale * mean};
    }
  };
  template <class Act>
  struct ScaledSlope {
    template <class T> SADDLE_HD T operator()(T scale, T w, T y) const {
      return scale * w * Act::slope(y);
    }
  };
  struct CentredSums {
    template <class T> SADDLE_HD std::array<T, 2> operator()(T mean, T w, T x) const {
      return {w, w * (x - mean)};
    }
  };
  template <bool gain_outside>
  struct LinearCoefficients {
    template <class T>
    SADDLE_HD std::array<T, 3> operator()(T mean, T r, T gain, T plain, T along) const {
      const T scale = gain * r;
      const T outside = gain_outside ? scale : r;
      const T x = -(outside * r * along);
      return {scale, x, -(outside * plain) - x * mean};
    }
  };
  template <class Act>
  struct LinearValue {
    template <class T> SADDLE_HD T operator()(T scale, T along, T offset, T w, T x, T y) const {
      return (scale * w + along * x + offset) * Act::slope(y);
    }
  };
  struct DualSums {
    template <class T> SADDLE_HD std::array<T, 5> operator()(T mean, T b, T t, T x) const {
      const T d = x - mean;
      return {b, b * d, t, t * d, b * t};
    }
  };
  struct DualSumsWithA {
    template <class T> SADDLE_HD std::array<T, 7> operator()(T mean, T b, T t, T x, T a) const {
      const T d = x - mean;
      return {b, b * d, t, t * d, b * t, a, a * d};
    }
  };
  struct GainGradient {  // a xh + b r Q(t), summed
    template <class T>
    SADDLE_HD T operator()(T r, T bt, T b0, T t0, T bx, T tx, T ax) const {
      return ax + r * (bt - b0 * t0 - bx * tx);
    }
  };
  struct DualCoefficients {
    template <class T>
    SADDLE_HD std::array<T, 5> operator()(T mean, T r, T gain, T b0, T bx, T t0, T tx, T bt, T a0,
                                          T ax) const {
      const T rr = r * r;
      // Q is linear: w = a' - r (b' tx + t bx), and mean(b' r Q(t)) = r (bt - b0 t0 - bx tx).
      const T w0 = a0 - r * (b0 * tx + t0 * bx);
      const T x = -(rr * (ax + r * (bt - b0 * t0 - T(3) * bx * tx)));
      return {-(rr * gain * tx), -(rr * bx), x, -(r * w0) - x * mean, r * gain};
    }
  };
  struct DualValue {
    template <class T>
    SADDLE_HD T operator()(T cb, T ct, T cx, T offset, T b, T t, T x) const {
      return cb * b + ct * t + cx * x + offset;
    }
  };
  struct DualValueWithA {
    template <class T>
    SADDLE_HD T operator()(T cb, T ct, T cx, T offset, T ca, T b, T t, T x, T a) const {
      return ca * a + cb * b + ct * t + cx * x + offset;
    }
  };
};

}  // namespace detail

/// y = Act(gain xh + shift), xh = r (x - mean) standardised over groups of planes.
///
/// With means over the group, Q(w) = w - mean(w) - xh mean(xh w) is symmetric and r Q is the
/// derivative of xh. Every pass over the images is one of sums over planes or one that writes; its
/// coefficients come from small arithmetic on one number per plane: mean, r and gain, which a
/// forward leaves in the cache.
template <class Grouping, std::size_t pixels, std::size_t channels>
struct PlaneNorm : private detail::PlaneNormArithmetic {
  static constexpr Planes planes(std::size_t n) { return Grouping::planes(n, pixels, channels); }
  static constexpr std::size_t cache_size(std::size_t n) { return 3 * stride(n); }
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 13 * stride(n) + plane_scratch_size(planes(n), 7);
  }

  template <class P>
  static Write<typename P::Device> mean(P pass) {
    return pass.cache;
  }
  template <class P>
  static Write<typename P::Device> r(P pass) {
    return pass.cache + stride(pass.n);
  }
  template <class P>
  static Write<typename P::Device> gain(P pass) {
    return pass.cache + 2 * stride(pass.n);
  }

  /// Mean and biased variance of every plane's group.
  template <class P, class D = typename P::Device>
  static void moments(P pass, Write<D> variance, Read<D> x) {
    D& device = *pass.device;
    const Planes p = planes(pass.n);
    plane_moments(device, p, mean(pass), variance, x);
    if constexpr (Grouping::joins) {
      ScratchFrame<D> scratch(device);
      const Write<D> own = scratch.take(p.count());
      copy(device, own, mean(pass), p.count());
      Grouping::average(device, p, mean(pass));
      map(device, detail::AddSquaredDifference{}, p.count(), variance, Read<D>(variance),
          Read<D>(own), mean(pass));
      Grouping::average(device, p, variance);
    }
  }
  template <double epsilon, class P, class D = typename P::Device>
  static void set_r(P pass, Read<D> variance) {
    using T = typename D::Scalar;
    map(*pass.device, math::ReciprocalRoot<T>{T(epsilon)}, planes(pass.n).count(), r(pass),
        variance);
  }

  /// Gain and shift of every plane: of its channel, first all gains, or 1 and 0.
  template <bool affine, class P, class D = typename P::Device>
  static void set_affine(P pass, Write<D> shift) {
    const Planes p = planes(pass.n);
    if constexpr (affine) {
      map_rows(*pass.device, math::Self{}, p.samples, channels, gain(pass), pass.parameters);
      map_rows(*pass.device, math::Self{}, p.samples, channels, shift, pass.parameters + channels);
    } else {
      fill(*pass.device, gain(pass), 1, p.count());
      fill(*pass.device, shift, 0, p.count());
    }
  }
  /// What `sums` gave, added to the gradients of gains and shifts.
  template <class P, class D = typename P::Device>
  static void add_affine_gradient(P pass, Write<D> gradient, Read<D> plain, Read<D> along) {
    const Planes p = planes(pass.n);
    column_sums(*pass.device, math::Self{}, p.samples, channels, gradient, along);
    column_sums(*pass.device, math::Self{}, p.samples, channels, gradient + channels, plain);
  }

  /// y from mean, r, gain and the planes' shift; `shift` is overwritten.
  template <class Act, class P, class D = typename P::Device>
  static void finish(P pass, Write<D> y, Read<D> x, Write<D> shift) {
    D& device = *pass.device;
    const Planes p = planes(pass.n);
    ScratchFrame<D> scratch(device);
    const Write<D> scale = scratch.take(p.count());
    map_each<2>(device, ValueCoefficients{}, p.count(), std::array{scale, shift}, mean(pass),
                r(pass), gain(pass), Read<D>(shift));
    map_planes<2>(device, detail::AffineThen<Act>{}, p, y, Read<D>(scale), Read<D>(shift), x);
  }

  /// The sums over every plane of w and of w xh.
  template <class P, class D = typename P::Device>
  static void sums(P pass, Write<D> plain, Write<D> along, Read<D> w, Read<D> x) {
    const Planes p = planes(pass.n);
    plane_sums<1>(*pass.device, CentredSums{}, p, std::array{plain, along}, mean(pass), w, x);
    map(*pass.device, math::Product{}, p.count(), along, Read<D>(along), r(pass));
  }

  /// out = r Q(gain w) Act'(y), the pullback, from the sums over the planes; they are overwritten.
  template <class Act, class P, class D = typename P::Device>
  static void pullback(P pass, Write<D> out, Read<D> w, Read<D> x, Read<D> y, Write<D> plain,
                       Write<D> along) {
    const detail::ScaledProduct<typename D::Scalar> weigh{share<D>(pass)};
    map(*pass.device, weigh, planes(pass.n).count(), plain, Read<D>(plain), gain(pass));
    map(*pass.device, weigh, planes(pass.n).count(), along, Read<D>(along), gain(pass));
    linear<Act, false>(pass, out, w, x, y, plain, along);
  }

  /// out = gain r Q(t) Act'(y), the pushforward.
  template <class Act, class P, class D = typename P::Device>
  static void pushforward(P pass, Write<D> out, Read<D> t, Read<D> x, Read<D> y) {
    ScratchFrame<D> scratch(*pass.device);
    const std::size_t count = planes(pass.n).count();
    const Write<D> plain = scratch.take(count), along = scratch.take(count);
    sums(pass, plain, along, t, x);
    const math::Times<typename D::Scalar> scale{share<D>(pass)};
    map(*pass.device, scale, count, plain, Read<D>(plain));
    map(*pass.device, scale, count, along, Read<D>(along));
    linear<Act, true>(pass, out, t, x, y, plain, along);
  }

  /// out = gain r w Act'(y): both directions where mean and r do not depend on x.
  template <class Act, class P, class D = typename P::Device>
  static void scaled(P pass, Write<D> out, Read<D> w, Read<D> y) {
    const Planes p = planes(pass.n);
    ScratchFrame<D> scratch(*pass.device);
    const Write<D> scale = scratch.take(p.count());
    map(*pass.device, math::Product{}, p.count(), scale, r(pass), gain(pass));
    map_planes<1>(*pass.device, ScaledSlope<Act>{}, p, out, Read<D>(scale), w, y);
  }

  /// The dual pass: a and b are the adjoints of gain xh and of its tangent gain r Q(t).
  ///
  ///   xa = r Q(a') - r^2 Q(b' mean(xh t) + t mean(xh b')) - r xh mean(b' r Q(t))
  ///
  /// with a' = gain a, b' = gain b. Adds to the gradients of gain and shift, which may be null.
  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, Write<D> xa, Read<D> a, Read<D> b, Read<D> t, Read<D> x,
                   Write<D> gain_gradient, Write<D> shift_gradient) {
    D& device = *pass.device;
    const Planes p = planes(pass.n);
    const std::size_t count = p.count();
    ScratchFrame<D> scratch(device);
    std::array<Write<D>, 7> s;
    for (Write<D>& sums : s) sums = scratch.take(count);
    const auto [b0, bx, t0, tx, bt, a0, ax] = s;
    if constexpr (has_a) {
      plane_sums<1>(device, DualSumsWithA{}, p, s, mean(pass), b, t, x, a);
    } else {
      plane_sums<1>(device, DualSums{}, p, std::array{b0, bx, t0, tx, bt}, mean(pass), b, t, x);
      fill(device, a0, 0, count);
      fill(device, ax, 0, count);
    }
    for (Write<D> sums : {bx, tx, ax})
      map(device, math::Product{}, count, sums, Read<D>(sums), r(pass));
    const math::Times<typename D::Scalar> scale{share<D>(pass)};
    for (Write<D> sums : {t0, tx}) {
      map(device, scale, count, sums, Read<D>(sums));
      average(pass, sums);
    }
    if (gain_gradient) {
      column_sums(device, GainGradient{}, p.samples, channels, gain_gradient, r(pass), Read<D>(bt),
                  Read<D>(b0), Read<D>(t0), Read<D>(bx), Read<D>(tx), Read<D>(ax));
      column_sums(device, math::Self{}, p.samples, channels, shift_gradient, Read<D>(a0));
    }
    if (!xa) return;
    const detail::ScaledProduct<typename D::Scalar> weigh{share<D>(pass)};
    for (Write<D> sums : {b0, bx, bt, a0, ax}) {
      map(device, weigh, count, sums, Read<D>(sums), gain(pass));
      average(pass, sums);
    }
    std::array<Write<D>, 5> c;
    for (Write<D>& coefficients : c) coefficients = scratch.take(count);
    map_each<5>(device, DualCoefficients{}, count, c, mean(pass), r(pass), gain(pass), Read<D>(b0),
                Read<D>(bx), Read<D>(t0), Read<D>(tx), Read<D>(bt), Read<D>(a0), Read<D>(ax));
    const auto [cb, ct, cx, offset, ca] = c;
    if constexpr (has_a) {
      map_planes<5>(device, DualValueWithA{}, p, xa, Read<D>(cb), Read<D>(ct), Read<D>(cx),
                    Read<D>(offset), Read<D>(ca), b, t, x, a);
    } else {
      map_planes<4>(device, DualValue{}, p, xa, Read<D>(cb), Read<D>(ct), Read<D>(cx),
                    Read<D>(offset), b, t, x);
    }
  }

 private:
  static constexpr std::size_t stride(std::size_t n) { return padded(planes(n).count()); }
  template <class D, class P>
  static typename D::Scalar share(P pass) {
    using T = typename D::Scalar;
    return T(1) / static_cast<T>(planes(pass.n).pixels);
  }
  template <class P, class D = typename P::Device>
  static void average(P pass, Write<D> values) {
    if constexpr (Grouping::joins) Grouping::average(*pass.device, planes(pass.n), values);
  }
  template <class Act, bool gain_outside, class P, class D = typename P::Device>
  static void linear(P pass, Write<D> out, Read<D> w, Read<D> x, Read<D> y, Write<D> plain,
                     Write<D> along) {
    D& device = *pass.device;
    const Planes p = planes(pass.n);
    average(pass, plain);
    average(pass, along);
    ScratchFrame<D> scratch(device);
    const std::array<Write<D>, 3> c{scratch.take(p.count()), scratch.take(p.count()),
                                    scratch.take(p.count())};
    map_each<3>(device, LinearCoefficients<gain_outside>{}, p.count(), c, mean(pass), r(pass),
                gain(pass), Read<D>(plain), Read<D>(along));
    map_planes<3>(device, LinearValue<Act>{}, p, out, Read<D>(c[0]), Read<D>(c[1]), Read<D>(c[2]),
                  w, x, y);
  }
};

}  // namespace saddle
