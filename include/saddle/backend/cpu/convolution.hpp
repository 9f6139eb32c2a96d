// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/dense.hpp>
#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/image/convolution_kind.hpp>
#include <saddle/backend/cpu/image/image_gradient.hpp>
#include <saddle/backend/cpu/image/image_product.hpp>
#include <saddle/backend/cpu/image/winograd.hpp>
#include <saddle/backend/cpu/pad.hpp>
#include <saddle/backend/cpu/product/epilogue.hpp>
#include <saddle/backend/cpu/reduce.hpp>
#include <saddle/backend/geometry/convolution.hpp>
#include <saddle/core/arithmetic.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

/// Convolutions of NHWC images, without a copy of the images as columns (no im2col).
///
/// `kind` is convolution_kind(g). Every result is a sum in one fixed order, whatever the number of
/// workers.
namespace saddle {

namespace cpu {

/// The bias of each number of a transposed matrix product's row, and one register more.
template <class T, class A>
constexpr std::size_t repeated_bias_size(const Convolution& g) {
  return padded(std::max(g.depth(), simd::width<T, A>));
}

/// The same convolution of images that have their border already.
constexpr Convolution of_padded(Convolution g) {
  g.height = g.padded_height();
  g.width = g.padded_width();
  g.padding = Padding{};
  return g;
}

/// A bias as the epilogue reads it: of a narrow result a register for each column.
template <class T, class A>
class RepeatedBias {
 public:
  RepeatedBias(const T* bias, std::size_t count) : bias_(bias) {
    if (!bias || count > narrow_image_columns) return;
    for (std::size_t i = 0; i < repeated_.size(); ++i) repeated_[i] = bias[i % count];
    bias_ = repeated_.data();
  }
  RepeatedBias(const RepeatedBias&) = delete;
  RepeatedBias& operator=(const RepeatedBias&) = delete;

  const T* numbers() const { return bias_; }

 private:
  const T* bias_;
  std::array<T, narrow_image_columns * simd::width<T, A>> repeated_;
};

/// A convolution of images, or a transposed one, that is no product of matrices.
template <ConvolutionMethod method, class T, class A>
void image_product(BasicCpu<T, A>& device, const Convolution& g, bool transposed, const T* source,
                   const T* weights, std::size_t n, const ImageFinish<T>& finish) {
  if constexpr (method != ConvolutionMethod::direct) {
    constexpr std::size_t tile = method == ConvolutionMethod::winograd4 ? 4 : 2;
    if (device.winograd()) {
      Winograd<tile, T, A>(g, transposed, source, weights, n, finish).run(device);
      return;
    }
  }
  ImageProduct<T, A>(g, transposed, source, weights, n, finish).run(device);
}

/// Scalars of scratch that it takes, with Winograd's filters or without.
template <class T, class A>
constexpr std::size_t any_image_product_scratch_size(const Convolution& g, bool transposed,
                                                     std::size_t n) {
  const std::size_t direct = image_product_scratch_size<T, A>(ImageLattice(g, transposed), n);
  switch (winograd_tile(g)) {
    case 4: return std::max(direct, WinogradLattice<4, T, A>(g, transposed, n).scratch_size());
    case 2: return std::max(direct, WinogradLattice<2, T, A>(g, transposed, n).scratch_size());
    default: return direct;
  }
}

}  // namespace cpu

/// Scalars of scratch that any of the convolution primitives on `D` needs for `n` images.
template <class D>
constexpr std::size_t convolution_scratch_size(const Convolution& g, std::size_t n) {
  using T = typename D::Scalar;
  using A = typename D::Arch;
  if (convolution_kind(g).method == ConvolutionMethod::matrix_product) {
    return dense_scratch_size(n * g.out_pixels(), g.depth(), g.out) +
           cpu::repeated_bias_size<T, A>(g);
  }
  const bool mirrors = g.padding.border == Border::reflect;
  const cpu::ImageLattice bordered(mirrors ? cpu::of_padded(g) : g, true);
  const std::size_t padded_gradient = mirrors ? padded(n * cpu::of_padded(g).size()) : 0;
  return std::max({cpu::any_image_product_scratch_size<T, A>(g, false, n),
                   cpu::any_image_product_scratch_size<T, A>(g, true, n) + padded_gradient,
                   cpu::image_product_scratch_size<T, A>(bordered, n) + padded_gradient,
                   cpu::image_gradient_scratch_size<T, A>(g)});
}

/// y = Act::value(x * w + b), * the cross-correlation `g`.
///
/// Shapes: x (n, g.height, g.width, g.in), w (g.kernel, g.kernel, g.in / g.groups, g.out), b
/// (g.out) or null, y (n, g.out_height(), g.out_width(), g.out).
template <ConvolutionKind kind, class Act, class T, class A>
void convolve(BasicCpu<T, A>& device, const Convolution& g, Write<BasicCpu<T, A>> y,
              Read<BasicCpu<T, A>> x, Read<BasicCpu<T, A>> w, Read<BasicCpu<T, A>> b,
              std::size_t n) {
  if constexpr (kind.method == ConvolutionMethod::matrix_product) {
    dense<Act>(device, y, x, w, b, n * g.out_pixels(), g.depth(), g.out);
  } else {
    const cpu::RepeatedBias<T, A> bias(raw(b), g.out);
    const cpu::StoreActivation<Act, T> epilogue{raw(y), g.out, bias.numbers()};
    cpu::image_product<kind.method>(device, g, false, raw(x), raw(w), n,
                                    cpu::image_finish_with<A, T>(epilogue));
  }
}

/// u = (t * w) Act::slope(y): the pushforward of `convolve`, y being its output; and the pullback
/// of `convolve_transpose`.
///
/// Shapes: as in `convolve`; y like u, or null for an identity.
template <ConvolutionKind kind, class Act, class T, class A>
void convolve_slope(BasicCpu<T, A>& device, const Convolution& g, Write<BasicCpu<T, A>> u,
                    Read<BasicCpu<T, A>> t, Read<BasicCpu<T, A>> w, Read<BasicCpu<T, A>> y,
                    std::size_t n) {
  if constexpr (kind.method == ConvolutionMethod::matrix_product) {
    dense_tangent<Act>(device, u, t, w, y, n * g.out_pixels(), g.depth(), g.out);
  } else {
    const auto epilogue = cpu::store_times_slope<Act>(raw(u), g.out, raw(y));
    cpu::image_product<kind.method>(device, g, false, raw(t), raw(w), n,
                                    cpu::image_finish_with<A, T>(epilogue));
  }
}

/// y = Act::value(w^T x + b): what the input gradient of `g` is without bias and activation.
///
/// Shapes: x (n, g.out_height(), g.out_width(), g.out), b (g.in) or null, y (n, g.height, g.width,
/// g.in); w as in `convolve`.
template <ConvolutionKind kind, class Act, class T, class A>
void convolve_transpose(BasicCpu<T, A>& device, const Convolution& g, Write<BasicCpu<T, A>> y,
                        Read<BasicCpu<T, A>> x, Read<BasicCpu<T, A>> w, Read<BasicCpu<T, A>> b,
                        std::size_t n) {
  if constexpr (kind.method == ConvolutionMethod::matrix_product) {
    ScratchFrame frame(device);
    T* const repeated = b ? raw(frame.take(cpu::repeated_bias_size<T, A>(g))) : nullptr;
    for (std::size_t i = 0; b && i < cpu::repeated_bias_size<T, A>(g); ++i) {
      repeated[i] = raw(b)[i % g.depth() % g.in];
    }
    const cpu::StoreActivation<Act, T> epilogue{raw(y), g.depth(), repeated};
    cpu::dense_transposed_product(device, raw(x), raw(w), n * g.out_pixels(), g.depth(), g.out,
                                  cpu::finish_with<A, cpu::Left::rows, T>(epilogue));
  } else {
    const cpu::RepeatedBias<T, A> bias(raw(b), g.in);
    const cpu::StoreActivation<Act, T> epilogue{raw(y), g.in, bias.numbers()};
    cpu::image_product<kind.method>(device, g, true, raw(x), raw(w), n,
                                    cpu::image_finish_with<A, T>(epilogue));
  }
}

/// dx = (w^T dz) Act::slope(x): the pullback of `convolve`, x being the output of an activation.
///
/// Shapes: as in `convolve_transpose`; x like dx, or null for an identity.
template <ConvolutionKind kind, class Act, class T, class A>
void convolve_transpose_slope(BasicCpu<T, A>& device, const Convolution& g,
                              Write<BasicCpu<T, A>> dx, Read<BasicCpu<T, A>> dz,
                              Read<BasicCpu<T, A>> w, Read<BasicCpu<T, A>> x, std::size_t n) {
  if constexpr (kind.method == ConvolutionMethod::matrix_product) {
    dense_input_gradient<Act>(device, dx, dz, w, x, n * g.out_pixels(), g.depth(), g.out);
  } else if constexpr (kind.border == Border::reflect) {
    // Inside as with a border of zeros; what would go to the border is folded back.
    ScratchFrame frame(device);
    const Convolution bordered = cpu::of_padded(g);
    const Write<BasicCpu<T, A>> border = frame.take(n * bordered.size());
    const cpu::StoreSum<T> to_border{raw(border), g.in};
    cpu::ImageProduct<T, A> product(bordered, true, raw(dz), raw(w), n,
                                    cpu::image_finish_with<A, T>(to_border));
    if (g.in > cpu::narrow_image_columns) {  // narrow results are finished as whole blocks
      product.keep_rim(g.padding);
      product.run(device);
      Convolution with_zeros = g;
      with_zeros.padding.border = Border::zero;
      const cpu::StoreSum<T> inside{raw(dx), g.in};
      cpu::image_product<kind.method>(device, with_zeros, true, raw(dz), raw(w), n,
                                      cpu::image_finish_with<A, T>(inside));
      fold_images<Act, true>(device, g, dx, border, x, n);
    } else {
      product.run(device);
      fold_images<Act>(device, g, dx, border, x, n);
    }
  } else {
    const auto epilogue = cpu::store_times_slope<Act>(raw(dx), g.in, raw(x));
    cpu::image_product<kind.method>(device, g, true, raw(dz), raw(w), n,
                                    cpu::image_finish_with<A, T>(epilogue));
  }
}

/// dw += the correlation of x and dz, db += the sums of dz over the pixels.
///
/// Shapes: x, dw and db as x, w and b in `convolve`, dz as y; db may be null.
template <ConvolutionKind kind, class T, class A>
void convolve_weight_gradient(BasicCpu<T, A>& device, const Convolution& g,
                              Write<BasicCpu<T, A>> dw, Write<BasicCpu<T, A>> db,
                              Read<BasicCpu<T, A>> x, Read<BasicCpu<T, A>> dz, std::size_t n) {
  if constexpr (kind.method == ConvolutionMethod::matrix_product) {
    dense_weight_gradient(device, dw, db, x, dz, n * g.out_pixels(), g.depth(), g.out);
  } else {
    cpu::ImageGradient<T, A>(g, raw(dw), raw(db), raw(x), raw(dz), n).run(device);
  }
}

}  // namespace saddle
