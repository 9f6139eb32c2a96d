// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>

// A unit is compiled with a header of the user's, whose names may be any: what units share with the
// program stands in a namespace.
namespace unit {

/// Samples chosen at run time are rows of numbers, whatever their shape.
using Rows = saddle::Tensor<float, 2>;  // (n, numbers per sample)

}  // namespace unit

using namespace unit;
