// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/shape.hpp>

namespace saddle {

/// A `Shape<height, width, channels>`.
template <class V>
concept ImageShape = SingleValue<V> && V::rank == 3;

}  // namespace saddle
