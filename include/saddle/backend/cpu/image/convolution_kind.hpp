// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/image/winograd_lattice.hpp>
#include <saddle/backend/geometry/convolution.hpp>

#include <cstddef>
#include <utility>

namespace saddle {

/// How a convolution is worked out.
enum class ConvolutionMethod {
  matrix_product,  ///< of a matrix of rows (depth) with the weights
  direct,
  winograd2,  ///< F(2x2, 3x3), or direct on a device that leaves Winograd's filters out
  winograd4,  ///< F(4x4, 3x3), likewise
};

/// What a primitive knows of a convolution at compile time: a layer instantiates one method only.
struct ConvolutionKind {
  ConvolutionMethod method;
  Border border;
};

/// The kind of a geometry.
constexpr ConvolutionKind convolution_kind(const Convolution& g) {
  const bool one_pixel = g.kernel == 1 && g.stride == 1;
  const bool whole_image = g.kernel == g.height && g.kernel == g.width;
  if (g.groups == 1 && g.padding.total() == 0 && (one_pixel || whole_image)) {
    return {ConvolutionMethod::matrix_product, Border::zero};
  }
  switch (cpu::winograd_tile(g)) {
    case 4: return {ConvolutionMethod::winograd4, g.padding.border};
    case 2: return {ConvolutionMethod::winograd2, g.padding.border};
    default: return {ConvolutionMethod::direct, g.padding.border};
  }
}

/// Calls f.template operator()<kind>() with the kind of a geometry known only at run time.
template <class F>
void with_convolution_kind(const Convolution& g, F&& f) {
  const auto with_border = [&]<ConvolutionMethod method>() {
    if (g.padding.border == Border::zero) {
      f.template operator()<ConvolutionKind{method, Border::zero}>();
    } else {
      f.template operator()<ConvolutionKind{method, Border::reflect}>();
    }
  };
  switch (convolution_kind(g).method) {
    case ConvolutionMethod::matrix_product:
      return f
          .template operator()<ConvolutionKind{ConvolutionMethod::matrix_product, Border::zero}>();
    case ConvolutionMethod::direct:
      return with_border.template operator()<ConvolutionMethod::direct>();
    case ConvolutionMethod::winograd2:
      return with_border.template operator()<ConvolutionMethod::winograd2>();
    case ConvolutionMethod::winograd4:
      return with_border.template operator()<ConvolutionMethod::winograd4>();
  }
}

}  // namespace saddle
