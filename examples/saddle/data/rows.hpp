// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>

/// Samples chosen at run time are rows of numbers, whatever their shape.
using Rows = saddle::Tensor<float, 2>;  // (n, numbers per sample)
