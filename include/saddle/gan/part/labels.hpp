// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/random.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/label/one_hot.hpp>
#include <saddle/data/permutation.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace saddle::part {

/// Writes labels as a network is asked for them: one-hot, and, where there are several `sets`, of
/// which each knows its own classes, behind each label a one-hot `set`: the mask vector.
///
/// Shapes: labels (n), out (n, classes) or (n, classes + sets).
/// Errors: ConfigError for a label that is no class, or a set that is none.
/// Source: Choi et al. 2018, section 3.2.
template <std::size_t classes, std::size_t sets, class T>
void write_asked(T* out, std::span<const int> labels, std::size_t set) {
  constexpr std::size_t width = classes + (sets > 1 ? sets : 0), last = sets > 1 ? sets - 1 : 0;
  if (set > last) {
    throw ConfigError("set", std::string("0 to ") + std::to_string(last), std::to_string(set));
  }
  std::fill_n(out, labels.size() * width, T(0));
  for (std::size_t i = 0; i < labels.size(); ++i, out += width) {
    out[data::class_number(labels[i], classes)] = T(1);
    if constexpr (sets > 1) out[classes + set] = T(1);
  }
}

/// The labels of a batch on the device, one-hot: what a conditional network is given, and what a
/// class head should say.
///
/// They are a function of the source, seed and position, and nothing of them is kept in a
/// checkpoint. Nothing allocates but the constructor.
template <std::size_t classes, class D, std::size_t sets = 1>
class Labels {
  static constexpr std::size_t mask = sets > 1 ? sets : 0;

 public:
  using OneHot = Shape<classes>;
  using Asked = Shape<classes + mask>;
  using Scalar = typename D::Scalar;

  /// Of up to `capacity` samples.
  explicit Labels(std::size_t capacity)
      : labels_(capacity),
        own_(capacity),
        one_hot_(D::zeros(capacity * classes)),
        asked_(D::zeros(mask > 0 ? capacity * Asked::size : 0)) {}

  /// The labels of the samples that the source draws for this seed and position.
  ///
  /// Shapes: returns (n, classes), until the next call.
  /// Errors: ConfigError for a label that is no class.
  template <data::LabelledSource Source>
  ConstBatch<OneHot, D> real(D& device, const Source& source, std::size_t n, std::uint64_t seed,
                             std::uint64_t position) {
    source.draw_labels(labels_.data(), n, seed, position);
    return put(device, n);
  }

  /// Labels to ask a model for: those of other samples, so that every class is asked for as often
  /// as there are samples of it.
  ///
  /// Shapes, Errors: as `real`.
  /// Source: the permuted labels of Choi et al. 2018.
  template <data::LabelledSource Source>
  ConstBatch<OneHot, D> wanted(D& device, const Source& source, std::size_t n, std::uint64_t seed,
                               std::uint64_t position) {
    source.draw_labels(own_.data(), n, seed, position);
    source.draw_labels(labels_.data(), n, seed ^ other_row, position);
    // Where classes take turns whatever the seed, as in data::Balanced, each would be its own.
    if (std::equal(own_.begin(), own_.begin() + static_cast<std::ptrdiff_t>(n), labels_.begin())) {
      const data::Permutation order(seed ^ other_row, position / n, n);
      for (std::size_t i = 0; i < n; ++i) labels_[i] = own_[order(i)];
    }
    return put(device, n);
  }

  /// Labels that are not those of the samples, the others equally likely.
  ///
  /// Shapes: returns (n, classes), until the next call.
  /// Source: the real images with a wrong label of Reed et al. 2016 and Perarnau et al. 2016.
  ConstBatch<OneHot, D> wrong(D& device, const Labels& right, std::size_t n,
                              const random::Draw& draw)
    requires(classes > 1)
  {
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint32_t away = 1 + random::index(random::word(draw, i, 0), classes - 1);
      labels_[i] = (right.labels_[i] + static_cast<int>(away)) % static_cast<int>(classes);
    }
    return put(device, n);
  }

  /// Those of the last call.
  ConstBatch<OneHot, D> one_hot() { return ref<D>(one_hot_); }

  /// The same as a network is asked for them; see `write_asked`.
  ConstBatch<Asked, D> asked(D& device, std::size_t n, std::size_t set) {
    if constexpr (mask == 0) {
      return ref<D>(one_hot_);
    } else {
      upload(device, ref<D>(asked_), n * Asked::size, [&](Scalar* out) {
        write_asked<classes, sets>(out, std::span<const int>(labels_).first(n), set);
      });
      return ref<D>(asked_);
    }
  }

 private:
  static constexpr std::uint64_t other_row = std::uint64_t{1} << 62;

  ConstBatch<OneHot, D> put(D& device, std::size_t n) {
    upload(device, ref<D>(one_hot_), n * classes, [&](Scalar* out) {
      data::one_hot(out, std::span<const int>(labels_).first(n), classes);
    });
    return one_hot();
  }

  std::vector<int> labels_, own_;
  typename D::template Buffer<Scalar> one_hot_;  // (capacity, classes)
  typename D::template Buffer<Scalar> asked_;    // (capacity, classes + sets), where there are sets
};

}  // namespace saddle::part
