// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

namespace saddle {

/// An NVIDIA accelerator in float32; defined by <saddle/backend/cuda/cuda.hpp> where nvcc compiles.
struct Cuda;

namespace detail {

template <class D>
concept Complete = requires { sizeof(D); };

}  // namespace detail
}  // namespace saddle
