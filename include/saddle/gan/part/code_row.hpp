// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/experiment/latent.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

namespace saddle::part {

/// Errors: ConfigError for codes that the fixed row of a run does not have: it ends after 2^32.
inline void require_codes(std::size_t first, std::size_t n) {
  constexpr std::size_t codes = std::size_t{1} << 32;  // see random::block
  if (first <= codes && n <= codes - first) return;
  throw ConfigError("codes", "numbers from 0 to 2^32 - 1",
                    std::to_string(n) + " from " + std::to_string(first) + " on");
}

/// Codes number `first` and following of the fixed row of the run of this seed, drawn in `memory`,
/// which holds `capacity` of them. Shapes: (n, numbers of a code).
///
/// Errors: as `require_codes`.
template <class Latent, class D>
Tensor<typename D::Scalar, 2> codes_of(D& device, Write<D> memory, std::size_t capacity,
                                       std::size_t n, std::size_t first, std::uint64_t seed) {
  require_codes(first, n);
  constexpr std::size_t size = Latent::Value::size;
  auto codes = Tensor<typename D::Scalar, 2>::from_shape({n, size});
  for (std::size_t done = 0; done < n; done += capacity) {
    const std::size_t count = std::min(capacity, n - done);
    Latent::draw(device, memory, count, first + done, evaluation_draw(seed));
    download(device, codes.data() + done * size, Read<D>(memory), count * size);
  }
  return codes;
}

/// Codes of somebody's own. Shapes: z (n, numbers of a code).
///
/// Errors: ConfigError for another shape, or a number that is not finite.
template <class Latent, class Codes>
void check_codes(const Codes& z) {
  constexpr std::size_t size = Latent::Value::size;
  if (z.dimension() != 2) {
    throw ConfigError("codes: shape", std::string("(n, ") + std::to_string(size) + ")",
                      shape_text(z.shape()));
  }
  if (z.shape()[1] != size) {
    throw ConfigError("codes: numbers of a code", std::to_string(size),
                      std::to_string(z.shape()[1]));
  }
  std::size_t i = 0;
  for (const auto number : z) {
    if (!std::isfinite(number)) {
      throw ConfigError(std::string("codes: code ") + std::to_string(i / size), "finite numbers",
                        shortest_text(static_cast<double>(number)));
    }
    ++i;
  }
}

}  // namespace saddle::part
