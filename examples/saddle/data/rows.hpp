// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>

/// The command line `saddle`. Its units are compiled with a header of the user's, whose names may
/// be any, so that all of the program stands in a namespace.
namespace saddle_program {

/// Samples chosen at run time are rows of numbers, whatever their shape.
using Rows = saddle::Tensor<float, 2>;  // (n, numbers per sample)

}  // namespace saddle_program
