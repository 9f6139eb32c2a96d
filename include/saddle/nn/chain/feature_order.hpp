// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/shape.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <stdexcept>

namespace saddle {

/// The order in which PyTorch has the features of a vector.
///
/// Images are (height, width, channels) here and (channels, height, width) there, so a vector that
/// was or becomes an image has its features in another order there. Side by side there may be
/// several such images and plain features: runs.
class FeatureOrder {
 public:
  /// A flattened image of so many pixels; one pixel: features in the same order here and there.
  struct Run {
    std::size_t pixels = 1;
    std::size_t channels = 0;
    constexpr std::size_t size() const { return pixels * channels; }
    friend constexpr bool operator==(const Run&, const Run&) = default;
  };

  /// Not known.
  constexpr FeatureOrder() = default;

  static constexpr FeatureOrder image(std::size_t pixels, std::size_t channels) {
    FeatureOrder order;
    order.append({pixels, channels});
    return order;
  }
  static constexpr FeatureOrder plain(std::size_t features) { return image(1, features); }

  constexpr bool known() const { return count_ > 0; }
  constexpr bool is_plain() const { return count_ == 1 && runs_[0].pixels == 1; }
  constexpr std::span<const Run> runs() const { return std::span(runs_).first(count_); }
  constexpr std::size_t size() const {
    std::size_t total = 0;
    for (const Run& run : runs()) total += run.size();
    return total;
  }

  /// Puts a run after the others.
  constexpr void append(Run run) {
    if (run.channels == 1) run = {1, run.pixels};
    if (count_ > 0 && run.pixels == 1 && runs_[count_ - 1].pixels == 1) {
      runs_[count_ - 1].channels += run.channels;
      return;
    }
    if (count_ == runs_.size()) throw std::length_error("a vector of more than 8 flattened images");
    runs_[count_++] = run;
  }

  /// The order of `size` features from `first` on; not known where that cuts an image.
  constexpr FeatureOrder part(std::size_t first, std::size_t size) const {
    FeatureOrder result;
    std::size_t begin = 0;
    for (const Run& run : runs()) {
      const std::size_t from = std::max(begin, first);
      const std::size_t to = std::min(begin + run.size(), first + size);
      begin += run.size();
      if (from >= to) continue;
      if (run.pixels > 1 && to - from < run.size()) return {};
      result.append(run.pixels > 1 ? run : Run{1, to - from});
    }
    return result;
  }

  /// Our place of PyTorch's feature `i`; beyond the size the order repeats.
  constexpr std::size_t place(std::size_t i) const {
    std::size_t first = known() ? i / size() * size() : 0;
    for (const Run& run : runs()) {
      const std::size_t within = i - first;
      if (within < run.size()) {
        return first + within % run.pixels * run.channels + within / run.pixels;
      }
      first += run.size();
    }
    return i;
  }

  friend constexpr bool operator==(const FeatureOrder&, const FeatureOrder&) = default;

 private:
  std::array<Run, 8> runs_{};
  std::size_t count_ = 0;
};

/// The orders of the components of a value on an edge of a network.
using FeatureOrders = std::span<FeatureOrder>;

/// Each of two orders that is not known becomes the other.
constexpr void agree(FeatureOrder& a, FeatureOrder& b) {
  if (!a.known()) a = b;
  if (!b.known()) b = a;
}
constexpr void agree(FeatureOrders a, FeatureOrders b) {
  for (std::size_t i = 0; i < a.size(); ++i) agree(a[i], b[i]);
}
constexpr bool all_known(std::span<const FeatureOrder> orders) {
  return std::ranges::all_of(orders, [](const FeatureOrder& order) { return order.known(); });
}

namespace detail {

template <class V>
struct ImageOrders;
template <std::size_t... Extents>
struct ImageOrders<Shape<Extents...>> {
  using S = Shape<Extents...>;
  static constexpr void fill(FeatureOrder*& next) {
    *next++ = S::rank > 1 ? FeatureOrder::image(S::size / S::last, S::last) : FeatureOrder{};
  }
};
template <class... Parts>
struct ImageOrders<Joint<Parts...>> {
  static constexpr void fill(FeatureOrder*& next) { (ImageOrders<Parts>::fill(next), ...); }
};

}  // namespace detail

/// What a value's shape says of its components: the order of images, and nothing of vectors.
template <Value V>
constexpr std::array<FeatureOrder, V::components> image_orders() {
  std::array<FeatureOrder, V::components> orders{};
  FeatureOrder* next = orders.data();
  detail::ImageOrders<V>::fill(next);
  return orders;
}

/// Between vectors and all of them side by side: fills in what is not known.
template <Value Parts>
constexpr void join_orders(FeatureOrders parts, FeatureOrder& whole) {
  if (all_known(parts)) {
    FeatureOrder joined;
    for (const FeatureOrder& part : parts) {
      for (const FeatureOrder::Run& run : part.runs()) joined.append(run);
    }
    agree(whole, joined);
  } else if (whole.known()) {
    std::size_t first = 0;
    for (std::size_t i = 0; i < parts.size(); first += Parts::sizes[i++]) {
      FeatureOrder part = whole.part(first, Parts::sizes[i]);
      agree(parts[i], part);
    }
  }
}

/// Vectors of which nothing is known have their features in the same order here and there.
template <Value V>
constexpr void settle(FeatureOrders orders) {
  for (std::size_t i = 0; i < V::components; ++i) {
    if (!orders[i].known()) orders[i] = FeatureOrder::plain(V::sizes[i]);
  }
}

}  // namespace saddle
