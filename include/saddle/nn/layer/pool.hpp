// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/backend/geometry/pixel_blocks.hpp>
#include <saddle/nn/chain/image.hpp>
#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

namespace detail {

/// Images in blocks of r x r pixels.
template <ImageShape Fine, std::size_t height, std::size_t width>
inline constexpr PixelBlocks blocks_of{Fine::extents[0] / height, Fine::extents[1] / width,
                                       Fine::extents[2], height, width};

template <class In, std::size_t r>
inline constexpr bool divides_into_blocks = [] {
  if constexpr (ImageShape<In>) return In::extents[0] % r == 0 && In::extents[1] % r == 0;
  return false;
}();

}  // namespace detail

/// The mean of each block of r x r pixels. Shapes: (n, h, w, c) -> (n, h / r, w / r, c).
template <std::size_t r>
struct MeanPool {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "MeanPool";
  template <class In>
  static constexpr bool accepts = detail::divides_into_blocks<In, r>;
  template <class In>
  using On = LinearMapOn<In, Shape<In::extents[0] / r, In::extents[1] / r, In::last>, MeanPool>;

  template <class>
  static std::string pytorch() {
    return PythonCall("nn.AvgPool2d")(r).text();
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    sum_blocks(device, detail::blocks_of<In, r, r>, y.ref(), x.ref(), n, share<D>);
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    spread_blocks(device, detail::blocks_of<In, r, r>, dx.ref(), dy.ref(), n, share<D>);
  }

 private:
  template <class D>
  static constexpr typename D::Scalar share = typename D::Scalar(1) / (r * r);
};

/// The mean of each channel over the image. Shapes: (n, h, w, c) -> (n, c).
struct GlobalMeanPool {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "GlobalMeanPool";
  template <class In>
  static constexpr bool accepts = ImageShape<In>;
  template <class In>
  using On = LinearMapOn<In, Shape<In::last>, GlobalMeanPool>;

  template <class>
  static std::string pytorch() {
    return "nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())";
  }

  template <class In, class Out>
  static constexpr void orders(FeatureOrders, FeatureOrders out) {
    settle<Out>(out);  // a number for each channel
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    sum_blocks(device, whole<In>, y.ref(), x.ref(), n, share<In, D>);
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    spread_blocks(device, whole<In>, dx.ref(), dy.ref(), n, share<In, D>);
  }

 private:
  template <class In>
  static constexpr PixelBlocks whole = detail::blocks_of<In, In::extents[0], In::extents[1]>;
  template <class In, class D>
  static constexpr typename D::Scalar share = typename D::Scalar(1) / whole<In>.block_pixels();
};

/// Each pixel becomes a block of r x r pixels. Shapes: (n, h, w, c) -> (n, r h, r w, c).
template <std::size_t r>
struct NearestUpsample {
  static_assert(r > 0, "NearestUpsample<r> needs r of at least 1");
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "NearestUpsample";
  template <class In>
  static constexpr bool accepts = ImageShape<In>;
  template <class In>
  using On =
      LinearMapOn<In, Shape<In::extents[0] * r, In::extents[1] * r, In::last>, NearestUpsample>;

  template <class>
  static std::string pytorch() {
    return PythonCall("nn.Upsample")("scale_factor", r, std::size_t{0}).text();
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    using T = typename D::Scalar;
    spread_blocks(device, detail::blocks_of<Out, r, r>, y.ref(), x.ref(), n, T(1));
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    using T = typename D::Scalar;
    sum_blocks(device, detail::blocks_of<Out, r, r>, dx.ref(), dy.ref(), n, T(1));
  }
};

}  // namespace saddle
