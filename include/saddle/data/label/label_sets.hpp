// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/label_range.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/require_shape.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>

namespace saddle::data {

/// Labelled sets of which each knows other classes, for one class head that has the classes of
/// all: first those of the first set, then those of the second, and so on. A step of the training
/// sees one set, and the sets take turns.
///
///     const data::LabelSets sets{data::idx("digits"), data::image_folder("styles")};
///     const auto set = sets.turn(step);
///     set.draw(x, n, seed, position);
///
/// Source: Choi et al. 2018, section 3.2.
template <LabelledSource... Sets>
class LabelSets {
 public:
  static constexpr std::size_t count = sizeof...(Sets);

  /// One of the sets, as a source with the classes of all. It refers to the sets.
  class Set {
   public:
    Set(const LabelSets& all, std::size_t index)
        : name(all.visit(index, [](const auto& set) { return std::string_view(set.name); })),
          all_(&all),
          index_(index) {}

    std::string_view name;

    decltype(auto) shape() const { return std::get<0>(all_->sets_).shape(); }

    /// The classes of all sets.
    std::size_t classes() const { return all_->classes(); }

    /// Which of the sets it is.
    std::size_t number() const { return index_; }

    /// Which of the classes are this set's.
    LabelRange labels() const { return all_->labels_[index_]; }

    /// Shapes: out (n, shape...).
    template <class T>
    void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
      all_->visit(index_, [&](const auto& set) { set.draw(out, n, seed, position); });
    }

    /// Shapes: out (n).
    void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
      all_->visit(index_, [&](const auto& set) { set.draw_labels(out, n, seed, position); });
      for (std::size_t i = 0; i < n; ++i) out[i] += static_cast<int>(labels().first);
    }

   private:
    const LabelSets* all_;
    std::size_t index_;
  };

  /// Errors: ConfigError for sets of samples of different shapes.
  explicit LabelSets(Sets... sets) : sets_(std::move(sets)...) {
    std::size_t index = 0;
    std::apply([&](const auto& first,
                   const auto&... others) { (require_shape(others, first.shape()), ...); },
               sets_);
    std::apply(
        [&](const auto&... set) {
          ((labels_[index++] = {std::exchange(classes_, classes_ + set.classes()), set.classes()}),
           ...);
        },
        sets_);
  }

  std::size_t classes() const { return classes_; }

  /// The set that step number `step` sees.
  Set turn(std::uint64_t step) const { return Set(*this, static_cast<std::size_t>(step % count)); }

 private:
  template <class F>
  auto visit(std::size_t index, F&& f) const {
    return visit_from<0>(index, f);
  }
  template <std::size_t I, class F>
  auto visit_from(std::size_t index, F& f) const {
    if constexpr (I + 1 < count) {
      if (index != I) return visit_from<I + 1>(index, f);
    }
    return f(std::get<I>(sets_));
  }

  std::tuple<Sets...> sets_;
  std::array<LabelRange, count> labels_{};
  std::size_t classes_ = 0;
};

}  // namespace saddle::data
