// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/epilogue.hpp>
#include <saddle/backend/cpu/narrow.hpp>
#include <saddle/backend/cpu/product.hpp>
#include <saddle/backend/cpu/transpose.hpp>
#include <saddle/core/parallel.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace saddle {

/// Scalars of scratch that any of the dense primitives needs for these sizes.
constexpr std::size_t dense_scratch_size(std::size_t, std::size_t in, std::size_t out) {
  constexpr std::size_t panel = 32;  // the widest panel of any instruction set
  return (in + panel) * out + (out + panel) * in;
}

namespace cpu {

/// x W (n, out), finished.
template <class T, class A>
void dense_product(BasicCpu<T, A>& device, const T* x, const T* w, std::size_t n, std::size_t in,
                   std::size_t out, const Finish<T>& finish) {
  if (!is_narrow<T, A>(out)) {
    product<A, Left::rows>(Factors<T>{x, in, w, out, in}, n, out, finish);
    return;
  }
  ScratchFrame frame(device);
  T* const transposed = raw(frame.take(in * out));
  for (std::size_t i = 0; i < in; ++i) {
    for (std::size_t j = 0; j < out; ++j) transposed[j * in + i] = w[i * out + j];
  }
  narrow_product<A>(out, x, in, transposed, in, n, finish);
}

/// dz W^T (n, in), finished.
template <class T, class A>
void dense_transposed_product(BasicCpu<T, A>& device, const T* dz, const T* w, std::size_t n,
                              std::size_t in, std::size_t out, const Finish<T>& finish) {
  if (is_narrow<T, A>(in)) {
    narrow_product<A>(in, dz, out, w, out, n, finish);
    return;
  }
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  constexpr std::size_t row_block = 256;
  const std::size_t panels = (in + panel_width - 1) / panel_width;
  const std::size_t row_blocks = (n + row_block - 1) / row_block;
  ScratchFrame frame(device);
  T* const packed = raw(frame.take(panels * panel_width * out));
  const auto pack = [&](std::size_t p) {
    const std::size_t column = p * panel_width;
    transpose_panel<A>(packed + column * out, w + column * out, out,
                       std::min(panel_width, in - column), out);
  };
  const auto multiply = [&](std::size_t p, std::size_t first) {
    const std::size_t column = p * panel_width;
    panel<A, Left::rows>(Factors<T>{dz, out, packed + column * out, panel_width, out}, first,
                         std::min(n, first + row_block), column, std::min(panel_width, in - column),
                         finish);
  };
  if (row_blocks == 1) {  // a panel is used where it was packed, still in the cache
    parallel::for_each(panels, [&](std::size_t p) {
      pack(p);
      multiply(p, 0);
    });
  } else {
    parallel::for_each(panels, pack);
    parallel::for_each(panels * row_blocks, [&](std::size_t task) {
      multiply(task % panels, task / panels * row_block);
    });
  }
}

}  // namespace cpu

/// y = Act::value(x W + b).
///
/// Shapes: x (n, in), w (in, out), b (out) or null, y (n, out).
template <class Act, class T, class A>
void dense(BasicCpu<T, A>& device, Write<BasicCpu<T, A>> y, Read<BasicCpu<T, A>> x,
           Read<BasicCpu<T, A>> w, Read<BasicCpu<T, A>> b, std::size_t n, std::size_t in,
           std::size_t out) {
  cpu::StoreActivation<Act, T> epilogue{raw(y), out, raw(b)};
  std::array<T, simd::width<T, A>> repeated;  // for the narrow kernel, which stores several rows
  if (cpu::is_narrow<T, A>(out) && b) {
    for (std::size_t i = 0; i < repeated.size(); ++i) repeated[i] = raw(b)[i % out];
    epilogue.bias = repeated.data();
  }
  cpu::dense_product(device, raw(x), raw(w), n, in, out,
                     cpu::finish_with<A, cpu::Left::rows, T>(epilogue));
}

/// u = (t W) * Act::slope(y): the pushforward of `dense`, y being its output.
///
/// Shapes: t (n, in), w (in, out), y (n, out) or null for an identity, u (n, out).
template <class Act, class T, class A>
void dense_tangent(BasicCpu<T, A>& device, Write<BasicCpu<T, A>> u, Read<BasicCpu<T, A>> t,
                   Read<BasicCpu<T, A>> w, Read<BasicCpu<T, A>> y, std::size_t n, std::size_t in,
                   std::size_t out) {
  const cpu::StoreTimesSlope<Act, T> epilogue{raw(u), out, raw(y)};
  cpu::dense_product(device, raw(t), raw(w), n, in, out,
                     cpu::finish_with<A, cpu::Left::rows, T>(epilogue));
}

/// dx = (dz W^T) * Act::slope(x), x being the output of the activation before this layer.
///
/// Shapes: dz (n, out), w (in, out), x (n, in) or null for an identity, dx (n, in).
template <class Act, class T, class A>
void dense_input_gradient(BasicCpu<T, A>& device, Write<BasicCpu<T, A>> dx, Read<BasicCpu<T, A>> dz,
                          Read<BasicCpu<T, A>> w, Read<BasicCpu<T, A>> x, std::size_t n,
                          std::size_t in, std::size_t out) {
  const cpu::StoreTimesSlope<Act, T> epilogue{raw(dx), in, raw(x)};
  cpu::dense_transposed_product(device, raw(dz), raw(w), n, in, out,
                                cpu::finish_with<A, cpu::Left::rows, T>(epilogue));
}

/// dw += x^T dz and db += the column sums of dz.
///
/// Shapes: x (n, in), dz (n, out), dw (in, out), db (out) or null.
template <class T, class A>
void dense_weight_gradient(BasicCpu<T, A>&, Write<BasicCpu<T, A>> dw, Write<BasicCpu<T, A>> db,
                           Read<BasicCpu<T, A>> x, Read<BasicCpu<T, A>> dz, std::size_t n,
                           std::size_t in, std::size_t out) {
  using cpu::Factors;
  constexpr cpu::Left left = cpu::Left::columns;
  if (out < simd::width<T, A> && in > out) {
    const cpu::AccumulateTransposed<T> epilogue{raw(dw), out};
    cpu::product<A, left>(Factors<T>{raw(dz), out, raw(x), in, n}, out, in,
                          cpu::finish_with<A, left, T>(epilogue));
  } else {
    const cpu::Accumulate<T> epilogue{raw(dw), out};
    cpu::product<A, left>(Factors<T>{raw(x), in, raw(dz), out, n}, in, out,
                          cpu::finish_with<A, left, T>(epilogue));
  }
  if (!db) return;
  static constexpr T one = 1;  // the column sums are a row of ones times dz
  const cpu::Accumulate<T> epilogue{raw(db), out};
  cpu::product<A, left>(Factors<T>{&one, 0, raw(dz), out, n}, 1, out,
                        cpu::finish_with<A, left, T>(epilogue));
}

}  // namespace saddle
