// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/linalg/matrix_product.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/label/one_hot.hpp>
#include <saddle/metric/quality/confusion.hpp>
#include <saddle/metric/quality/lbfgs.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace saddle {

/// Multinomial logistic regression on features: what a linear map can read of the classes in them.
///
/// Columns are brought to mean 0 and deviation 1; a ridge of one sample's weight holds the weights
/// where the classes can be separated.
///
/// Accuracy: the loss is minimised to one part in a million; products are floats, sums doubles.
/// Cost:     some 100 passes of 4 n d classes multiplications; 4 n d bytes.
template <class A = simd::Arch>
class LinearProbe {
 public:
  /// Shapes: features (n, d), labels (n).
  /// Errors: ConfigError for no samples, another number of labels, or one that is no class.
  LinearProbe(const Tensor<float, 2>& features, const Tensor<int, 1>& labels, std::size_t classes)
      : classes_(classes), inputs_(features.shape(1) + 1) {
    const std::size_t n = features.shape(0);
    data::require_labels(labels.size(), n);
    if (n == 0) throw ConfigError("samples", "at least one", "none");
    std::vector<std::size_t> numbers(n);
    for (std::size_t i = 0; i < n; ++i) numbers[i] = data::class_number(labels(i), classes);
    measure(features);
    const Tensor<float, 2> x = scaled(features);
    std::vector<double> weights(inputs_ * classes_, 0.0);
    detail::minimise(weights, [&](const std::vector<double>& at, std::vector<double>& gradient) {
      return loss(x, numbers, at, gradient);
    });
    weights_ = packed(weights);
  }

  /// The likeliest class of every sample. Shapes: features (n, d) -> (n).
  /// Errors: ConfigError for another number of features.
  Tensor<int, 1> verdicts(const Tensor<float, 2>& features) const {
    if (features.shape(1) + 1 != inputs_) {
      throw ConfigError("features", std::to_string(inputs_ - 1) + " numbers a sample",
                        std::to_string(features.shape(1)));
    }
    return data::likeliest(logits(scaled(features), weights_));
  }

 private:
  /// The mean and deviation of every column.
  void measure(const Tensor<float, 2>& features) {
    const std::size_t n = features.shape(0), d = inputs_ - 1;
    mean_.assign(d, 0.0);
    scale_.assign(d, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < d; ++k) mean_[k] += static_cast<double>(features(i, k));
    }
    for (double& mean : mean_) mean /= static_cast<double>(n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < d; ++k) {
        const double gap = static_cast<double>(features(i, k)) - mean_[k];
        scale_[k] += gap * gap / static_cast<double>(n);
      }
    }
    for (double& scale : scale_) scale = scale > 0 ? 1 / std::sqrt(scale) : 0;
  }

  /// The features in units of their deviations, and a 1 for the constant.
  Tensor<float, 2> scaled(const Tensor<float, 2>& features) const {
    const std::size_t n = features.shape(0), d = inputs_ - 1;
    Tensor<float, 2> x({n, cpu::spread_stride<float>(inputs_)}, 0.F);
    parallel::for_each(n, [&](std::size_t i) {
      for (std::size_t k = 0; k < d; ++k) {
        x(i, k) = static_cast<float>((static_cast<double>(features(i, k)) - mean_[k]) * scale_[k]);
      }
      x(i, d) = 1;
    });
    return x;
  }

  /// Shapes: x (n, inputs and padding), weights (inputs, classes and padding) -> (n, classes).
  Tensor<double, 2> logits(const Tensor<float, 2>& x, const Tensor<float, 2>& weights) const {
    Tensor<double, 2> y({x.shape(0), classes_}, 0.0);
    cpu::add_product<A, cpu::Left::rows, cpu::Right::rows>(
        cpu::ProductOf<float>{x.data(), x.shape(1), weights.data(), weights.shape(1), x.shape(0),
                              classes_, inputs_},
        cpu::AccumulateWide{y.data(), classes_});
    return y;
  }

  Tensor<float, 2> packed(const std::vector<double>& weights) const {
    Tensor<float, 2> result({inputs_, cpu::spread_stride<float>(classes_)}, 0.F);
    for (std::size_t k = 0; k < inputs_; ++k) {
      for (std::size_t c = 0; c < classes_; ++c) {
        result(k, c) = static_cast<float>(weights[k * classes_ + c]);
      }
    }
    return result;
  }

  /// The mean cross-entropy and the ridge, with their gradient.
  double loss(const Tensor<float, 2>& x, const std::vector<std::size_t>& numbers,
              const std::vector<double>& weights, std::vector<double>& gradient) const {
    const std::size_t n = x.shape(0);
    const double share = 1 / static_cast<double>(n);
    const Tensor<double, 2> y = logits(x, packed(weights));
    Tensor<float, 2> slope({n, cpu::spread_stride<float>(classes_)}, 0.F);
    double value = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double* const row = &y(i, 0);
      const double top = *std::max_element(row, row + classes_);
      double total = 0;
      for (std::size_t c = 0; c < classes_; ++c) total += std::exp(row[c] - top);
      value += share * (std::log(total) + top - row[numbers[i]]);
      for (std::size_t c = 0; c < classes_; ++c) {
        slope(i, c) = static_cast<float>(std::exp(row[c] - top) / total);
      }
      slope(i, numbers[i]) -= 1;
    }
    std::ranges::fill(gradient, 0.0);
    cpu::add_product<A, cpu::Left::columns, cpu::Right::rows>(
        cpu::ProductOf<float>{x.data(), x.shape(1), slope.data(), slope.shape(1), inputs_, classes_,
                              n},
        cpu::AccumulateWide{gradient.data(), classes_});
    for (std::size_t j = 0; j < gradient.size(); ++j) {
      const bool constant = j >= (inputs_ - 1) * classes_;
      const double ridge = constant ? 0 : share * weights[j];
      gradient[j] = share * gradient[j] + ridge;
      value += ridge * weights[j] / 2;
    }
    return value;
  }

  std::size_t classes_, inputs_;  // the features and a constant
  std::vector<double> mean_, scale_;
  Tensor<float, 2> weights_;  // (inputs, classes and padding)
};

}  // namespace saddle
