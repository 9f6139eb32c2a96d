// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/core/text/name.hpp>

#include <string>
#include <string_view>

namespace saddle {

/// An elementwise function given by its value and, from the *output* y, its first two derivatives,
/// so that bias and activation can be fused into the store of the layer before and the
/// pre-activation need not be kept. It stands in a network's list like any layer.
///
/// `piecewise_linear`: curvature is zero almost everywhere, so a gradient penalty needs no second
/// adjoint.
template <class A>
concept Activation = HasRole<A, Role::activation> && requires(double x) {
  { A::value(x) } -> std::same_as<double>;
  { A::slope(x) } -> std::same_as<double>;
  { A::curvature(x) } -> std::same_as<double>;
  { A::is_identity } -> std::convertible_to<bool>;
  { A::piecewise_linear } -> std::convertible_to<bool>;
};

/// y = x.
struct Identity {
  static constexpr Role role = Role::activation;
  static constexpr std::string_view name = "Identity";
  static std::string pytorch() { return "nn.Identity()"; }
  static constexpr bool is_identity = true;
  static constexpr bool piecewise_linear = true;
  template <class T> SADDLE_HD static T value(T x) { return x; }
  template <class T> SADDLE_HD static T slope(T) { return T(1); }
  template <class T> SADDLE_HD static T curvature(T) { return T(0); }
};

/// y = max(x, 0); the slope at 0 is 0.
struct Relu {
  static constexpr Role role = Role::activation;
  static constexpr std::string_view name = "ReLU";
  static std::string pytorch() { return "nn.ReLU()"; }
  static constexpr bool is_identity = false;
  static constexpr bool piecewise_linear = true;
  template <class T> SADDLE_HD static T value(T x) { return math::max(x, T(0)); }
  template <class T> SADDLE_HD static T slope(T y) { return math::select(y > T(0), T(1), T(0)); }
  template <class T> SADDLE_HD static T curvature(T) { return T(0); }
};

/// y = x for x > 0, else leak * x; the slope at 0 is `leak`.
template <double leak = 0.2>
struct LeakyRelu {
  static_assert(leak > 0 && leak < 1, "LeakyRelu needs a slope between 0 and 1; at 0 use Relu");
  static constexpr Role role = Role::activation;
  static constexpr std::string_view name = "LeakyReLU";
  static constexpr double parameter = leak;
  static std::string pytorch() { return std::string("nn.LeakyReLU(") + shortest_text(leak) + ")"; }
  static constexpr bool is_identity = false;
  static constexpr bool piecewise_linear = true;
  template <class T> SADDLE_HD static T value(T x) {
    return math::max(x, math::constant<T>(leak) * x);
  }
  template <class T> SADDLE_HD static T slope(T y) {
    return math::select(y > T(0), T(1), math::constant<T>(leak));
  }
  template <class T> SADDLE_HD static T curvature(T) { return T(0); }
};

/// y = x for x > 0, else e^x - 1. Source: Clevert et al. 2016, alpha = 1.
struct Elu {
  static constexpr Role role = Role::activation;
  static constexpr std::string_view name = "ELU";
  static std::string pytorch() { return "nn.ELU()"; }
  static constexpr bool is_identity = false;
  static constexpr bool piecewise_linear = false;
  template <class T> SADDLE_HD static T value(T x) {
    return math::select(x > T(0), x, math::expm1(math::min(x, T(0))));
  }
  template <class T> SADDLE_HD static T slope(T y) {
    return math::select(y > T(0), T(1), y + T(1));
  }
  template <class T> SADDLE_HD static T curvature(T y) {
    return math::select(y > T(0), T(0), y + T(1));
  }
};

/// y = tanh x.
struct Tanh {
  static constexpr Role role = Role::activation;
  static constexpr std::string_view name = "Tanh";
  static std::string pytorch() { return "nn.Tanh()"; }
  static constexpr bool is_identity = false;
  static constexpr bool piecewise_linear = false;
  template <class T> SADDLE_HD static T value(T x) { return math::tanh(x); }
  template <class T> SADDLE_HD static T slope(T y) { return T(1) - y * y; }
  template <class T> SADDLE_HD static T curvature(T y) { return T(-2) * y * (T(1) - y * y); }
};

/// y = 1 / (1 + e^-x).
struct Sigmoid {
  static constexpr Role role = Role::activation;
  static constexpr std::string_view name = "Sigmoid";
  static std::string pytorch() { return "nn.Sigmoid()"; }
  static constexpr bool is_identity = false;
  static constexpr bool piecewise_linear = false;
  template <class T> SADDLE_HD static T value(T x) { return math::sigmoid(x); }
  template <class T> SADDLE_HD static T slope(T y) { return y * (T(1) - y); }
  template <class T> SADDLE_HD static T curvature(T y) {
    return y * (T(1) - y) * (T(1) - T(2) * y);
  }
};

/// y = 2 / (1 + e^-x) - 1 = tanh(x / 2).
struct BipolarSigmoid {
  static constexpr Role role = Role::activation;
  static constexpr std::string_view name = "BipolarSigmoid";
  static std::string pytorch() { return "BipolarSigmoid()"; }
  static constexpr bool is_identity = false;
  static constexpr bool piecewise_linear = false;
  template <class T> SADDLE_HD static T value(T x) { return math::tanh(T(0.5) * x); }
  template <class T> SADDLE_HD static T slope(T y) { return T(0.5) * (T(1) - y * y); }
  template <class T> SADDLE_HD static T curvature(T y) { return T(-0.5) * y * (T(1) - y * y); }
};

/// y = log(1 + e^x).
struct Softplus {
  static constexpr Role role = Role::activation;
  static constexpr std::string_view name = "Softplus";
  static std::string pytorch() { return "nn.Softplus()"; }
  static constexpr bool is_identity = false;
  static constexpr bool piecewise_linear = false;
  template <class T> SADDLE_HD static T value(T x) { return math::softplus(x); }
  template <class T> SADDLE_HD static T slope(T y) { return -math::expm1(-y); }
  template <class T> SADDLE_HD static T curvature(T y) { return math::exp(-y) * -math::expm1(-y); }
};

}  // namespace saddle
