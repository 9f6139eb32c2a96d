// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// A critic without an auxiliary head.
struct None {
  static constexpr Role role = Role::auxiliary;
  static constexpr std::string_view name = "none";
};

/// Softmax cross-entropy against one-hot (or soft) targets, summed over classes, mean over samples.
/// Source: StarGAN on RaFD.
struct CrossEntropy {
  static constexpr Role role = Role::auxiliary;
  static constexpr std::string_view name = "cross-entropy";

  /// Shapes: logits, targets, dlogits (n, classes). Returns the loss; writes weight * gradient.
  template <class D>
  static double loss(D& device, Read<D> logits, Read<D> targets, Write<D> dlogits, std::size_t n,
                     std::size_t classes, double weight) {
    return softmax_cross_entropy(device, dlogits, logits, targets, n, classes, weight);
  }
};

/// Binary cross-entropy on logits, summed over attributes, mean over samples.
/// Source: StarGAN on CelebA.
struct BinaryCrossEntropy {
  static constexpr Role role = Role::auxiliary;
  static constexpr std::string_view name = "binary-cross-entropy";

  struct Value {
    template <class T> SADDLE_HD T operator()(T logit, T target) const {
      return math::softplus(logit) - logit * target;
    }
  };
  template <class S>
  struct Slope {
    S scale;
    template <class T> SADDLE_HD T operator()(T logit, T target) const {
      return T(scale) * (math::sigmoid(logit) - target);
    }
  };

  template <class D>
  static double loss(D& device, Read<D> logits, Read<D> targets, Write<D> dlogits, std::size_t n,
                     std::size_t classes, double weight) {
    using T = typename D::Scalar;
    const double share = weight / static_cast<double>(n);
    map(device, Slope<T>{static_cast<T>(share)}, n * classes, dlogits, logits, targets);
    return sum(device, Value{}, n * classes, logits, targets) / static_cast<double>(n);
  }
};

}  // namespace saddle
