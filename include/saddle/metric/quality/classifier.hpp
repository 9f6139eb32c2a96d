// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/config.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/label/one_hot.hpp>
#include <saddle/data/require_shape.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/io/safetensors_writer.hpp>
#include <saddle/learner/file_format.hpp>
#include <saddle/learner/model.hpp>
#include <saddle/learner/state_dict.hpp>
#include <saddle/metric/quality/classifier_config.hpp>
#include <saddle/metric/quality/confusion.hpp>
#include <saddle/optim/adam.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace saddle {

/// The `format` of a classifier's file is `format_text` of this.
inline constexpr std::string_view classifier_kind = "classifier";

/// A network that tells classes apart: trained on a labelled source, kept, and used as a feature
/// network, the features being what its last layer sees.
template <NetworkType Net, class D = Cpu>
class Classifier {
 public:
  using Input = typename Net::Input;
  using Scalar = typename D::Scalar;
  using Chained = Chain<Net>;
  static constexpr std::size_t classes = Net::Output::size;
  using Features = typename Chained::template Layer<Chained::count - 2>::Output;
  static_assert(Net::state_count == 0, "a classifier's file holds parameters only: no BatchNorm");

  /// Errors: ConfigError for numbers of the configuration outside of their limits.
  explicit Classifier(ClassifierConfig config = {})
      : config_(checked(config)),
        model_({device_, config.batch, config.seed, 2, "classifier"}, config.optimizer),
        kept_(model_.forward_room()),
        input_(D::zeros(model_.capacity() * Input::size)),
        targets_(D::zeros(model_.capacity() * classes)),
        slope_(D::zeros(storage_size<typename Net::Output>(model_.capacity()))),
        labels_(model_.capacity()),
        loss_(device_.slot()) {}

  /// One step of training on the source's next samples; returns their mean cross-entropy.
  ///
  /// Errors: ConfigError for samples of another shape, or a label that is no class; NumericError
  ///         for what is not finite.
  template <data::LabelledSource Source>
  double step(const Source& source) {
    data::require_shape(source, Input::extents);
    const std::size_t n = config_.batch;
    const std::uint64_t position = steps() * n;
    source.draw_labels(labels_.data(), n, config_.seed, position);
    upload(device_, ref<D>(targets_), n * classes,
           [&](Scalar* out) { data::one_hot(out, labels_, classes); });
    upload(device_, ref<D>(input_), n * Input::size,
           [&](Scalar* out) { source.draw(out, n, config_.seed, position); });
    const Clock clock{.seed = config_.seed,
                      .time = static_cast<std::uint32_t>(steps()),
                      .rate_factor = config_.schedule.factor(steps(), config_.steps)};
    const Batch<typename Net::Output, D> dy(ref<D>(slope_));
    const auto y = model_.forward(device_, clock, n, ConstBatch<Input, D>(ref<D>(input_)), kept_);
    softmax_cross_entropy(device_, loss_, dy.ref(), Read<D>(y.ref()), Read<D>(ref<D>(targets_)), n,
                          classes, 1);
    const double loss = value_of(device_, loss_);
    if (!std::isfinite(loss)) throw NumericError("classifier: the loss is not finite");
    model_.pullback(device_, kept_, dy);
    model_.update(device_, clock);
    return loss;
  }

  /// All steps; `after(step, loss)` is called after each, and one that returns false ends them.
  template <class Source, class After>
  void fit(const Source& source, After after) {
    for (bool go_on = true; go_on && steps() < config_.steps;) {
      const double loss = step(source);
      using Answer = decltype(after(steps(), loss));
      if constexpr (std::is_same_v<Answer, bool>) go_on = after(steps(), loss);
      else after(steps(), loss);
    }
  }
  template <class Source>
  void fit(const Source& source) {
    fit(source, [](std::uint64_t, double) {});
  }

  /// The probability of every class. Shapes: x (n, input...) -> (n, classes).
  template <class X>
  Tensor<Scalar, 2> probabilities(const X& x) {
    Tensor<Scalar, 2> result = model_.apply(device_, kept_, x);
    for (std::size_t i = 0; i < result.shape(0); ++i) {
      Scalar* const row = &result(i, 0);
      const Scalar top = *std::max_element(row, row + classes);
      double total = 0;
      for (std::size_t c = 0; c < classes; ++c) {
        total += std::exp(static_cast<double>(row[c] - top));
      }
      for (std::size_t c = 0; c < classes; ++c) {
        row[c] = static_cast<Scalar>(std::exp(static_cast<double>(row[c] - top)) / total);
      }
    }
    return result;
  }

  /// What the last layer sees. Shapes: x (n, input...) -> (n, features).
  template <class X>
  Tensor<Scalar, 2> features(const X& x) {
    auto result = Tensor<Scalar, 2>::from_shape({x.shape()[0], Features::size});
    for_each_chunk<Input>(
        device_, ref<D>(input_), model_.capacity(),
        [&](ConstBatch<Input, D> chunk, std::size_t count, std::size_t done) {
          model_.evaluate(device_, count, chunk, kept_);
          const Read<D> cache = kept_.tape.cache();
          download(device_, &result(done, 0),
                   Read<D>(Chained::template edge<Chained::count - 2>(cache, count).ref()),
                   count * Features::size);
        },
        x);
    return result;
  }

  /// The likeliest class of every sample. Shapes: x (n, input...) -> (n).
  template <class X>
  Tensor<int, 1> verdicts(const X& x) {
    return data::likeliest(model_.apply(device_, kept_, x));
  }

  /// The share of samples whose label is the likeliest class.
  ///
  /// Shapes: x (n, input...), labels (n).
  /// Errors: ConfigError for another number of labels, or one that is no class.
  template <class X>
  double accuracy(const X& x, const Tensor<int, 1>& labels) {
    return Confusion(labels, verdicts(x), classes).accuracy();
  }

  /// Writes the parameters under PyTorch's names, with `notes` as further metadata.
  ///
  /// Errors: FileError if the system will not write.
  void save(const std::string& path,
            const std::vector<std::pair<std::string, std::string>>& notes = {}) {
    SafetensorsWriter writer;
    writer.metadata("format", format_text(classifier_kind));
    writer.metadata("made by", made_by());
    writer.metadata("shape", shape_text(Input::extents));
    writer.metadata("classes", std::to_string(classes));
    for (const auto& [key, text] : notes) writer.metadata(key, text);
    add_state_dict<Net>(writer, "", model_.learner().values().data());
    writer.write(path);
  }

  /// Reads what `save` wrote.
  ///
  /// Errors: DataError for a file of another kind, shape or network; FileError.
  void load(const std::string& path) {
    const Safetensors file(path);
    require_kind(file, classifier_kind);
    file.require("shape", shape_text(Input::extents));
    file.require("classes", std::to_string(classes));
    read_state_dict<Net>(file, "", model_.learner().values().data());
  }

  std::uint64_t steps() const { return model_.learner().steps(); }

 private:
  ClassifierConfig config_;
  D device_;
  Model<Net, Adam, D> model_;
  Forward<Net, D> kept_;
  typename D::template Buffer<Scalar> input_, targets_, slope_;
  std::vector<int> labels_;
  Slot<D> loss_;
};

}  // namespace saddle
