// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/role.hpp>
#include <saddle/core/shape.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace saddle {

/// A law of codes whose density is known, so that a flow can learn by likelihood.
template <class L>
concept Prior = HasRole<L, Role::latent> && requires { L::has_density; };

namespace detail {

/// Outside of `Gaussian`, so that codes of any number share this kernel.
struct GaussianArithmetic {
  struct Term {
    template <class T> SADDLE_HD T operator()(T z) const {
      return T(-0.5) * z * z - math::constant<T>(0.5 * log_of_circle);
    }
    static constexpr double log_of_circle = 1.8378770664093454836;  // log(2 pi)
  };
};

}  // namespace detail

/// Latent codes z ~ N(0, I) of `N` numbers.
template <std::size_t N>
struct Gaussian : private detail::GaussianArithmetic {
  static constexpr Role role = Role::latent;
  static constexpr std::string_view name = "Gaussian";
  using Value = Shape<N>;

  /// Samples number `first` and following of the draw. Shapes: z (n, N).
  template <class D>
  static void draw(D& device, Write<D> z, std::size_t n, std::size_t first,
                   const random::Draw& key) {
    fill_normal(device, z, n, N, first, key);
  }

  static constexpr bool has_density = true;
  /// The logarithm of the density at each code. Shapes: z (n, N), out (n).
  template <class D>
  static void log_density(D& device, Write<D> out, Read<D> z, std::size_t n) {
    row_sums(device, Term{}, n, N, out, z);
  }
  /// `weight` times the slope of that. Shapes: z and dz (n, N).
  template <class D>
  static void log_density_slope(D& device, Write<D> dz, Read<D> z, std::size_t n, double weight) {
    using T = typename D::Scalar;
    map(device, math::Times<T>{static_cast<T>(-weight)}, n * N, dz, z);
  }
};

namespace detail {

/// Outside of `Logistic`, so that codes of any number share these kernels.
struct LogisticArithmetic {
  struct LogitOf {
    template <class T> SADDLE_HD T operator()(T u) const {
      return math::log(u) - math::log(T(1) - u);
    }
  };
  struct Term {
    template <class T> SADDLE_HD T operator()(T z) const {
      return -(math::softplus(z) + math::softplus(-z));
    }
  };
  template <class S>
  struct Slope {
    S weight;
    template <class T> SADDLE_HD T operator()(T z) const {
      return T(weight) * math::tanh(T(0.5) * z);
    }
  };
};

}  // namespace detail

/// Latent codes whose numbers are logistic: each the logit of a number uniform between 0 and 1.
///
/// Source: Dinh et al. 2014.
template <std::size_t N>
struct Logistic : private detail::LogisticArithmetic {
  static constexpr Role role = Role::latent;
  static constexpr std::string_view name = "Logistic";
  using Value = Shape<N>;

  template <class D>
  static void draw(D& device, Write<D> z, std::size_t n, std::size_t first,
                   const random::Draw& key) {
    fill_uniform(device, z, n, N, first, key);
    map(device, LogitOf{}, n * N, z, Read<D>(z));
  }

  static constexpr bool has_density = true;
  template <class D>
  static void log_density(D& device, Write<D> out, Read<D> z, std::size_t n) {
    row_sums(device, Term{}, n, N, out, z);
  }
  template <class D>
  static void log_density_slope(D& device, Write<D> dz, Read<D> z, std::size_t n, double weight) {
    using T = typename D::Scalar;
    map(device, Slope<T>{static_cast<T>(-weight)}, n * N, dz, z);
  }
};

/// Latent codes z ~ U(-1, 1)^N.
template <std::size_t N>
struct Uniform {
  static constexpr Role role = Role::latent;
  static constexpr std::string_view name = "Uniform";
  using Value = Shape<N>;

  template <class D>
  static void draw(D& device, Write<D> z, std::size_t n, std::size_t first,
                   const random::Draw& key) {
    fill_uniform(device, z, n, N, first, key, -1, 1);
  }
};

inline namespace per_set {

/// The draw of a training run's fixed row of codes, from which its samples come.
inline random::Draw evaluation_draw(std::uint64_t seed) {
  return {seed, 0, random::Stream::evaluation, 0};
}

/// How another program draws number k of code i of that row, for those who read a generator's file.
inline std::string code_numbering() {
  return "number k of code i is from word k % 4 of Philox4x32-10 with key = seed and counter = "
         "(k / 4, i, 0, " +
         std::to_string(random::place(evaluation_draw(0))) +
         "): see saddle's core/random.hpp, uniform and normal";
}

}  // namespace per_set

}  // namespace saddle
