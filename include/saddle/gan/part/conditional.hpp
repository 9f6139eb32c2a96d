// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/label/one_hot.hpp>
#include <saddle/gan/part/adversarial.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

namespace saddle {

/// An adversarial formulation whose generator reads a label beside its code: samples of classes
/// that one asks for. Its critic reads the label too, or tells it in a second head.
template <class Config, class Losses, class Objective, class Constraint, class Experiment, class D>
class Conditional : public Adversarial<Config, Losses, Objective, Constraint, Experiment, D> {
  using Base = Adversarial<Config, Losses, Objective, Constraint, Experiment, D>;

 public:
  using Samples = typename Base::Samples;
  using Codes = typename Base::Codes;
  using ClassLabels = Tensor<int, 1>;  // (n)
  static constexpr std::size_t classes = Base::Generator::Input::template Part<1>::size;
  static constexpr bool critic_reads_label = Base::Critic::Input::components == 2;

  /// `n` samples of all classes in turn, from codes number `first` on of a fixed row; `labels` says
  /// which. Shapes: (n, data...).
  Samples sample(std::size_t n, std::size_t first = 0) {
    return generate(this->codes(n, first), labels(n, first));
  }

  /// The labels of `sample(n, first)`. Shapes: (n).
  static ClassLabels labels(std::size_t n, std::size_t first = 0) {
    ClassLabels result = ClassLabels::from_shape({n});
    for (std::size_t i = 0; i < n; ++i) result(i) = static_cast<int>((first + i) % classes);
    return result;
  }

  /// `n` samples of one class, from codes number `first` on. Shapes: (n, data...).
  ///
  /// Errors: ConfigError for a label that is no class.
  Samples sample_class(int label, std::size_t n, std::size_t first = 0) {
    return generate(this->codes(n, first), ClassLabels({n}, label));
  }

  /// `n` codes, from number `first` on, each with every class: as a grid of `classes` columns it
  /// shows what a label changes. Shapes: (n * classes, data...), code by code.
  Samples class_grid(std::size_t n, std::size_t first = 0) {
    const Codes z = this->codes(n, first);
    Codes each = Codes::from_shape({n * classes, z.shape(1)});
    for (std::size_t i = 0; i < each.shape(0); ++i) {
      std::copy_n(&z(i / classes, 0), z.shape(1), &each(i, 0));
    }
    return generate(each, labels(n * classes));
  }

  /// The samples of codes and labels of one's own, in evaluation mode.
  /// Shapes: z (n, numbers of a code), labels (n) -> (n, data...).
  ///
  /// Errors: ConfigError for codes of another size, a number that is not finite, another number of
  ///         labels, or a label that is no class.
  Samples generate(const Codes& z, const ClassLabels& labels) {
    return this->model_.generate(this->device_, z, one_hot(labels));
  }

  /// The critic's mean score of every sample with its label. Shapes: x (n, data...), labels (n).
  template <class X>
  Tensor<double, 1> scores(const X& x, const ClassLabels& labels)
    requires(critic_reads_label)
  {
    return Base::scores(x, one_hot(labels));
  }
  template <class X>
  Tensor<double, 1> scores(const X& x)
    requires(!critic_reads_label)
  {
    return Base::scores(x);
  }

  /// What another program needs to draw the codes and labels of `sample`, field by field.
  Description code_description() const {
    Description text = Base::code_description();
    text.emplace_back("labels", std::string("one-hot behind the code, class i % ") +
                                    std::to_string(classes) + " for code i");
    return text;
  }

  /// Errors: ConfigError if the source's samples have another shape, or it has other classes.
  template <data::LabelledSource Source>
  static void check(const Source& source) {
    Base::check(source);
    data::require_classes(source, classes);
  }

 protected:
  using Base::Base;

 private:
  using OneHot = Tensor<typename D::Scalar, 2>;  // (n, classes)

  static OneHot one_hot(const ClassLabels& labels) {
    OneHot rows = OneHot::from_shape({labels.size(), classes});
    data::one_hot(rows.data(), std::span<const int>(labels.data(), labels.size()), classes);
    return rows;
  }
};

}  // namespace saddle
