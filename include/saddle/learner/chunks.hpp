// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/error.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace saddle {

/// Errors: ConfigError unless samples of a part of V come as its size says, `rows` of `size`
///         numbers in all, and `n` of them.
template <Value V, std::size_t part = 0>
void require_samples(std::size_t rows, std::size_t size, std::size_t n) {
  if (rows == n && size == n * V::sizes[part]) return;
  const std::string expected = V::components == 1 ? to_string(V{}) : std::to_string(V::sizes[part]);
  throw ConfigError(
      "samples", "(" + (part == 0 ? std::string("n") : std::to_string(n)) + ", " + expected + ")",
      std::to_string(size / std::max<std::size_t>(rows, 1)) + " numbers per sample" +
          (rows == n ? "" : std::string(", ") + std::to_string(rows) + " samples"));
}
template <Value V>
void require_samples(std::size_t rows, std::size_t size) {
  require_samples<V>(rows, size, rows);
}

/// Brings samples of the host to the device, up to `capacity` at a time, and calls
/// `f(chunk, count, done)` with each batch. `memory` holds `storage_size<V>(capacity)` numbers.
/// Shapes: one (n, numbers...) for every component of V.
///
/// Errors: ConfigError for samples of another size, and for parts of different length.
template <Value V, class D, class F, class... X>
void for_each_chunk(D& device, Write<D> memory, std::size_t capacity, F&& f, const X&... x) {
  static_assert(sizeof...(X) == V::components, "one array for each part of a sample");
  const std::array<std::size_t, V::components> rows{x.shape()[0]...}, sizes{x.size()...};
  const std::size_t n = rows[0];
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (require_samples<V, I>(rows[I], sizes[I], n), ...);
  }(std::make_index_sequence<V::components>{});
  using Scalar = typename D::Scalar;
  auto numbers = std::make_tuple(x.begin()...);
  for (std::size_t done = 0; done < n; done += capacity) {
    const std::size_t count = std::min(capacity, n - done);
    const Batch<V, D> chunk = batch_at<V>(memory, count);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (upload(device, chunk[I], count * V::sizes[I],
              [&](Scalar* out) {
                auto& next = std::get<I>(numbers);
                for (std::size_t i = 0; i < count * V::sizes[I]; ++i) {
                  *out++ = static_cast<Scalar>(*next++);
                }
              }),
       ...);
    }(std::make_index_sequence<V::components>{});
    f(ConstBatch<V, D>(chunk), count, done);
  }
}

}  // namespace saddle
