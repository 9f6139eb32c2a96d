// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/cpu/find.hpp>
#include <saddle/core/arithmetic.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace saddle {

namespace cpu {

/// Copies n rows of `width` scalars between matrices with different strides.
template <class T>
void copy_block(T* to, std::size_t to_stride, const T* from, std::size_t from_stride, std::size_t n,
                std::size_t width) {
  for_blocks(n, width, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      std::copy_n(from + i * from_stride, width, to + i * to_stride);
    }
  });
}

}  // namespace cpu

/// out[i] = in[i].
template <class T, class A>
void copy(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> in, std::size_t count) {
  cpu::for_blocks(count, 1, [&](std::size_t first, std::size_t last) {
    std::copy_n(raw(in) + first, last - first, raw(out) + first);
  });
}

/// out[i] = value.
template <class T, class A>
void fill(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, double value, std::size_t count) {
  cpu::for_blocks(count, 1, [&](std::size_t first, std::size_t last) {
    std::fill_n(raw(out) + first, last - first, static_cast<T>(value));
  });
}

/// out[i] += in[i].
template <class T, class A>
void add_to(BasicCpu<T, A>& device, Write<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> in,
            std::size_t count) {
  map(device, math::Sum{}, count, out, out, in);
}

/// Copies columns offset ... offset + width - 1 of a wider matrix.
///
/// Shapes: in (n, in_width), out (n, width).
template <class T, class A>
void gather_columns(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> in,
                    std::size_t n, std::size_t width, std::size_t in_width, std::size_t offset) {
  cpu::copy_block(raw(out), width, raw(in) + offset, in_width, n, width);
}

/// Writes columns offset ... offset + width - 1 of a wider matrix and leaves the others.
///
/// Shapes: in (n, width), out (n, out_width).
template <class T, class A>
void scatter_columns(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> in,
                     std::size_t n, std::size_t width, std::size_t out_width, std::size_t offset) {
  cpu::copy_block(raw(out) + offset, out_width, raw(in), width, n, width);
}

/// out[.][k] = in[.][places[k]], or 0 where that is `npos`.
///
/// Shapes: in (n, in_width), out (n, columns).
template <std::size_t columns, class T, class A>
void select_columns(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> in,
                    std::size_t n, std::size_t in_width,
                    const std::array<std::size_t, columns>& places) {
  cpu::for_blocks(n, columns, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const T* const from = raw(in) + i * in_width;
      T* const to = raw(out) + i * columns;
      for (std::size_t k = 0; k < columns; ++k) to[k] = places[k] == npos ? T(0) : from[places[k]];
    }
  });
}

}  // namespace saddle
