// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
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

  /// `loss` becomes the loss, dlogits weight * its gradient.
  /// Shapes: logits, targets, dlogits (n, classes).
  template <class D>
  static void evaluate(D& device, Slot<D> loss, Read<D> logits, Read<D> targets, Write<D> dlogits,
                       std::size_t n, std::size_t classes, double weight) {
    softmax_cross_entropy(device, loss, dlogits, logits, targets, n, classes, weight);
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

  /// As that of `CrossEntropy`.
  template <class D>
  static void evaluate(D& device, Slot<D> loss, Read<D> logits, Read<D> targets, Write<D> dlogits,
                       std::size_t n, std::size_t classes, double weight) {
    using T = typename D::Scalar;
    const auto count = static_cast<double>(n);
    map(device, Slope<T>{static_cast<T>(weight / count)}, n * classes, dlogits, logits, targets);
    sum(device, loss, Value{}, n * classes, logits, targets);
    map(device, math::Over<double>{count}, loss, loss);
  }
};

/// `loss` becomes the auxiliary loss of those classes of a head that `labels` names, all if it
/// names none: what samples of one set say of the classes of another is nobody's loss.
///
/// It takes `masked_loss_scratch(n, classes)` scalars of the device's scratch.
/// Shapes: logits, targets, dlogits (n, classes), which becomes weight * gradient.
/// Errors: ConfigError for labels that the head does not have.
/// Source: the mask vector of Choi et al. 2018, section 3.2.
template <class Auxiliary, class D>
void masked_loss(D& device, Slot<D> loss, Read<D> logits, Read<D> targets, Write<D> dlogits,
                 std::size_t n, std::size_t classes, LabelRange labels, double weight) {
  const std::size_t count = labels.count > 0 ? labels.count : classes;
  if (labels.first + count > classes) {
    throw ConfigError(
        "labels", std::string("among ") + std::to_string(classes) + " classes",
        std::to_string(labels.first) + " to " + std::to_string(labels.first + count - 1));
  }
  if (count == classes) {
    Auxiliary::evaluate(device, loss, logits, targets, dlogits, n, classes, weight);
    return;
  }
  ScratchFrame<D> scratch(device);
  const Write<D> logit = scratch.take(n * count), target = scratch.take(n * count);
  const Write<D> slope = scratch.take(n * count);
  gather_columns(device, logit, logits, n, count, classes, labels.first);
  gather_columns(device, target, targets, n, count, classes, labels.first);
  Auxiliary::evaluate(device, loss, Read<D>(logit), Read<D>(target), slope, n, count, weight);
  fill(device, dlogits, 0, n * classes);
  scatter_columns(device, dlogits, Read<D>(slope), n, count, classes, labels.first);
}

/// See `masked_loss`.
constexpr std::size_t masked_loss_scratch(std::size_t n, std::size_t classes) {
  return 3 * padded(n * classes);
}

}  // namespace saddle
