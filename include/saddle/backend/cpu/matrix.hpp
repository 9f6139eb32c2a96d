// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/cpu/product/epilogue.hpp>
#include <saddle/backend/cpu/product/narrow.hpp>
#include <saddle/backend/cpu/product/product.hpp>

#include <cstddef>

namespace saddle {

/// y = A x.
///
/// Shapes: a (rows, columns), x (columns), y (rows).
template <class T, class A>
void matrix_vector(BasicCpu<T, A>&, Write<BasicCpu<T, A>> y, Read<BasicCpu<T, A>> a,
                   Read<BasicCpu<T, A>> x, std::size_t rows, std::size_t columns) {
  const cpu::StoreSum<T> epilogue{raw(y), 1};
  cpu::narrow_product<A>(1, raw(a), columns, raw(x), columns, rows,
                         cpu::finish_with<A, cpu::Left::rows, T>(epilogue));
}

/// y = A^T x.
///
/// Shapes: a (rows, columns), x (rows), y (columns).
template <class T, class A>
void matrix_transposed_vector(BasicCpu<T, A>&, Write<BasicCpu<T, A>> y, Read<BasicCpu<T, A>> a,
                              Read<BasicCpu<T, A>> x, std::size_t rows, std::size_t columns) {
  const cpu::StoreSum<T> epilogue{raw(y), columns};
  cpu::product<A, cpu::Left::rows>(cpu::Factors<T>{raw(x), rows, raw(a), columns, rows}, 1, columns,
                                   cpu::finish_with<A, cpu::Left::rows, T>(epilogue));
}

/// A += alpha u v^T, with an alpha of the ledger.
///
/// Shapes: a (rows, columns), u (rows), v (columns).
template <class T, class A>
void rank_one_update(BasicCpu<T, A>& device, Write<BasicCpu<T, A>> a, Read<BasicCpu<T, A>> u,
                     Read<BasicCpu<T, A>> v, Slot<BasicCpu<T, A>> alpha, std::size_t rows,
                     std::size_t columns) {
  using B = simd::Batch<T, A>;
  const T share = static_cast<T>(cpu::number(device, alpha));
  cpu::for_blocks(rows, columns, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      const B factor(share * raw(u)[row]);
      T* const to = raw(a) + row * columns;
      cpu::for_registers<simd::width<T, A>>(
          0, columns, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
            const B value = simd::multiply_add(factor, simd::load_partial<A>(raw(v) + c, lanes),
                                               simd::load_partial<A>(to + c, lanes));
            simd::store_partial(to + c, value, lanes);
          });
    }
  });
}

}  // namespace saddle
