// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/source.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace saddle::data {

/// Two sources that are drawn apart, for what translates between them: sample number k of the one
/// has nothing to do with sample number k of the other.
///
///     data::Domains{data::Ring{}, data::TwoMoons{}}
template <Source A, Source B>
struct Domains {
  using First = A;
  using Second = B;

  A first;
  B second;

  /// Samples of domain I: as `Source`. The second domain's row belongs to another seed.
  template <std::size_t I, class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    if constexpr (I == 0) first.draw(out, n, seed, position);
    else second.draw(out, n, seed ^ other_row, position);
  }

  /// The labels of those samples: as `LabelledSource`.
  template <std::size_t I>
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const
    requires LabelledSource<std::conditional_t<I == 0, A, B>>
  {
    if constexpr (I == 0) first.draw_labels(out, n, seed, position);
    else second.draw_labels(out, n, seed ^ other_row, position);
  }

 private:
  static constexpr std::uint64_t other_row = std::uint64_t{1} << 63;
};

/// Two sources that are drawn together: sample number k of the one belongs to sample number k of
/// the other, as in supervised translation. See `Domains` for those that do not.
///
///     data::Paired{data::npy("photos.npy"), data::npy("maps.npy")}
template <Source A, Source B>
struct Paired {
  using First = A;
  using Second = B;

  A first;
  B second;

  /// Samples of domain I: as `Source`.
  template <std::size_t I, class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    if constexpr (I == 0) first.draw(out, n, seed, position);
    else second.draw(out, n, seed, position);
  }

  /// The labels of those samples: as `LabelledSource`.
  template <std::size_t I>
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const
    requires LabelledSource<std::conditional_t<I == 0, A, B>>
  {
    if constexpr (I == 0) first.draw_labels(out, n, seed, position);
    else second.draw_labels(out, n, seed, position);
  }
};

}  // namespace saddle::data
