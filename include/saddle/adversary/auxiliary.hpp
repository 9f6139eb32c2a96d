// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/label_range.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>

#include <cstddef>
#include <string>
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

/// An auxiliary loss of those classes of a head that `labels` names, all if it names none: what
/// samples of one set say of the classes of another is nobody's loss.
///
/// It takes `masked_loss_scratch(n, classes)` scalars of the device's scratch.
/// Shapes: logits, targets, dlogits (n, classes). Returns the loss; writes weight * gradient.
/// Errors: ConfigError for labels that the head does not have.
/// Source: the mask vector of Choi et al. 2018, section 3.2.
template <class Auxiliary, class D>
double masked_loss(D& device, Read<D> logits, Read<D> targets, Write<D> dlogits, std::size_t n,
                   std::size_t classes, LabelRange labels, double weight) {
  const std::size_t count = labels.count > 0 ? labels.count : classes;
  if (labels.first + count > classes) {
    throw ConfigError(
        "labels", std::string("among ") + std::to_string(classes) + " classes",
        std::to_string(labels.first) + " to " + std::to_string(labels.first + count - 1));
  }
  if (count == classes) {
    return Auxiliary::template loss<D>(device, logits, targets, dlogits, n, classes, weight);
  }
  ScratchFrame<D> scratch(device);
  const Write<D> logit = scratch.take(n * count), target = scratch.take(n * count);
  const Write<D> slope = scratch.take(n * count);
  gather_columns(device, logit, logits, n, count, classes, labels.first);
  gather_columns(device, target, targets, n, count, classes, labels.first);
  const double loss = Auxiliary::template loss<D>(device, logit, target, slope, n, count, weight);
  fill(device, dlogits, 0, n * classes);
  scatter_columns(device, dlogits, Read<D>(slope), n, count, classes, labels.first);
  return loss;
}

/// See `masked_loss`.
constexpr std::size_t masked_loss_scratch(std::size_t n, std::size_t classes) {
  return 3 * padded(n * classes);
}

}  // namespace saddle
