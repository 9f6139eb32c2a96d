// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/product/epilogue.hpp>
#include <saddle/backend/cpu/product/narrow.hpp>
#include <saddle/backend/cpu/product/packed_product.hpp>
#include <saddle/backend/cpu/product/panel.hpp>
#include <saddle/backend/cpu/product/product.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/parallel.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace saddle {

/// Scalars of scratch that any of the dense primitives needs for these sizes.
constexpr std::size_t dense_scratch_size(std::size_t, std::size_t in, std::size_t out) {
  constexpr std::size_t panel = 32;  // the widest panel of any instruction set
  const std::size_t forward = in > cpu::local_depth ? padded(in * (out + panel)) : 0;
  const std::size_t backward = out > cpu::local_depth ? padded(out * (in + panel)) : 0;
  const std::size_t narrow = out <= 4 ? padded(in * out) : 0;
  return std::max({forward, backward, narrow});
}

namespace cpu {

/// x W (n, out), finished.
template <class T, class A>
void dense_product(BasicCpu<T, A>& device, const T* x, const T* w, std::size_t n, std::size_t in,
                   std::size_t out, const Finish<T>& finish) {
  if (is_narrow<T, A>(out)) {
    ScratchFrame frame(device);
    T* const transposed = raw(frame.take(in * out));
    for (std::size_t i = 0; i < in; ++i) {
      for (std::size_t j = 0; j < out; ++j) transposed[j * in + i] = w[i * out + j];
    }
    narrow_product<A>(out, x, in, transposed, in, n, finish);
  } else if (n < 32) {  // packing would cost more than it saves
    product<A, Left::rows>(Factors<T>{x, in, w, out, in}, n, out, finish);
  } else {
    packed_product(device, x, n, in, out, finish, PlainRight<T>{w, out});
  }
}

/// dz W^T (n, in), finished.
template <class T, class A>
void dense_transposed_product(BasicCpu<T, A>& device, const T* dz, const T* w, std::size_t n,
                              std::size_t in, std::size_t out, const Finish<T>& finish) {
  if (is_narrow<T, A>(in)) {
    narrow_product<A>(in, dz, out, w, out, n, finish);
    return;
  }
  packed_product(device, dz, n, out, in, finish, TransposedRight<T>{w, out});
}

/// dw += x^T dz and db, unless null, += the column sums of dz, block by block of the batch.
template <class A, class T>
void batch_product(T* dw, T* db, const T* x, const T* dz, std::size_t n, std::size_t in,
                   std::size_t out) {
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  constexpr std::size_t batch_block = 256;  // a panel of them and their columns of x share L1
  constexpr std::size_t row_block = 1024;
  const std::size_t panels = (out + panel_width - 1) / panel_width;
  const std::size_t group = std::max(enough_for_task(n * std::min(in, row_block) * panel_width),
                                     n <= batch_block ? std::size_t{1} : std::size_t{2});
  const std::size_t groups = (panels + group - 1) / group;
  const std::size_t row_blocks = (in + row_block - 1) / row_block;
  const Accumulate<T> epilogue{dw, out};
  const Finish<T> finish = finish_with<A, Left::columns, T>(epilogue);
  parallel::for_each(groups * row_blocks, [&](std::size_t task) {
    alignas(64) T packed[batch_block * panel_width];
    const std::size_t first = task % row_blocks * row_block;
    const std::size_t begin = task / row_blocks * group * panel_width;
    const std::size_t end = std::min(out, begin + group * panel_width);
    for (std::size_t done = 0; done < n; done += batch_block) {
      const std::size_t depth = std::min(batch_block, n - done);
      for (std::size_t column = begin; column < end; column += panel_width) {
        const std::size_t count = std::min(panel_width, out - column);
        copy_panel<A>(packed, dz + done * out + column, out, count, depth,
                      db && first == 0 ? db + column : nullptr);
        panel<A, Left::columns>(Factors<T>{x + done * in, in, packed, panel_width, depth}, first,
                                std::min(in, first + row_block), column, count, finish);
      }
    }
  });
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
  const auto epilogue = cpu::store_times_slope<Act>(raw(u), out, raw(y));
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
  const auto epilogue = cpu::store_times_slope<Act>(raw(dx), in, raw(x));
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
  const bool wide_or_square = out >= simd::width<T, A> || in <= out;
  if (in >= 4 && wide_or_square) {
    cpu::batch_product<A>(raw(dw), raw(db), raw(x), raw(dz), n, in, out);
    return;
  }
  if (wide_or_square) {
    const cpu::Accumulate<T> epilogue{raw(dw), out};
    cpu::product<A, left>(Factors<T>{raw(x), in, raw(dz), out, n}, in, out,
                          cpu::finish_with<A, left, T>(epilogue));
  } else {
    const cpu::AccumulateTransposed<T> epilogue{raw(dw), out};
    cpu::product<A, left>(Factors<T>{raw(dz), out, raw(x), in, n}, out, in,
                          cpu::finish_with<A, left, T>(epilogue));
  }
  if (!db) return;
  static constexpr T one = 1;  // the column sums are a row of ones times dz
  const cpu::Accumulate<T> epilogue{raw(db), out};
  cpu::product<A, left>(Factors<T>{&one, 0, raw(dz), out, n}, 1, out,
                        cpu::finish_with<A, left, T>(epilogue));
}

}  // namespace saddle
