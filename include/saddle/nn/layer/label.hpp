// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/backend/geometry/pixel_blocks.hpp>
#include <saddle/nn/chain/image.hpp>
#include <saddle/nn/chain/initializer.hpp>
#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/layer/linear.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace saddle {

namespace detail {

/// An image and a vector beside it.
template <class V>
inline constexpr bool is_image_with_vector = false;
template <ImageShape Image, SingleValue Vector>
inline constexpr bool is_image_with_vector<Joint<Image, Vector>> = Vector::rank == 1;

/// The image of `In` as one block, `channels` of its pixels of `pixel_size` numbers.
template <class In>
constexpr PixelBlocks whole_image(std::size_t channels, std::size_t pixel_size) {
  using Image = typename In::template Part<0>;
  return {1, 1, channels, Image::extents[0], Image::extents[1], pixel_size};
}

}  // namespace detail

/// (image, label) -> the image with a constant plane for every number of the label.
///
/// Source: StarGAN and IcGAN. Shapes: (n, h, w, c), (n, k) -> (n, h, w, c + k).
struct LabelPlanes {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "LabelPlanes";
  template <class In>
  static constexpr bool accepts = detail::is_image_with_vector<In>;

 private:
  template <class In>
  struct Wider;
  template <std::size_t H, std::size_t W, std::size_t C, std::size_t K>
  struct Wider<Joint<Shape<H, W, C>, Shape<K>>> {
    using type = Shape<H, W, C + K>;
  };

 public:
  template <class In>
  using On = LinearMapOn<In, typename Wider<In>::type, LabelPlanes>;

  template <class>
  static std::string pytorch() {
    return "LabelPlanes()";
  }

  template <class In, class Out>
  static constexpr void orders(FeatureOrders in, FeatureOrders) {
    settle<In>(in);  // a plane or a channel for each number
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    using T = typename D::Scalar;
    constexpr std::size_t c = In::template Part<0>::last, k = In::template Part<1>::last;
    scatter_columns(device, y.ref(), x[0], n * (Out::size / Out::last), c, Out::last, 0);
    spread_blocks(device, detail::whole_image<In>(k, c + k), y.ref() + c, x[1], n, T(1));
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    using T = typename D::Scalar;
    constexpr std::size_t c = In::template Part<0>::last, k = In::template Part<1>::last;
    if (dx[0]) gather_columns(device, dx[0], dy.ref(), n * (Out::size / Out::last), c, c + k, 0);
    if (dx[1]) {
      sum_blocks(device, detail::whole_image<In>(k, c + k), dx[1], dy.ref() + c, n, T(1));
    }
  }
};

/// (image, vector) -> the image with number c of the vector added to channel c.
///
/// Source: BiGAN's conditioning. Shapes: (n, h, w, c), (n, c) -> (n, h, w, c).
struct AddPerChannel {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "AddPerChannel";
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (detail::is_image_with_vector<In>) {
      return In::template Part<0>::last == In::template Part<1>::last;
    }
    return false;
  }();
  template <class In>
  using On = LinearMapOn<In, typename In::template Part<0>, AddPerChannel>;

  template <class>
  static std::string pytorch() {
    return "AddPerChannel()";
  }

  template <class In, class Out>
  static constexpr void orders(FeatureOrders in, FeatureOrders) {
    settle<In>(in);  // a plane or a channel for each number
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    using T = typename D::Scalar;
    spread_blocks(device, detail::whole_image<In>(Out::last, Out::last), y.ref(), x[1], n, T(1));
    add_to(device, y.ref(), x[0], n * Out::size);
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    using T = typename D::Scalar;
    if (dx[0]) copy(device, dx[0], dy.ref(), n * Out::size);
    if (dx[1]) {
      sum_blocks(device, detail::whole_image<In>(Out::last, Out::last), dx[1], dy.ref(), n, T(1));
    }
  }
};

/// A row of a table for each class, the label being one-hot; a mixture of labels gives the mixture
/// of rows. Shapes: (n, classes) -> (n, Out).
template <std::size_t Out>
using Embedding = Linear<Out, NormalInit<1.0>, false>;

}  // namespace saddle
