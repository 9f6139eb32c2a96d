// SPDX-License-Identifier: BSL-1.0
#pragma once

/// All devices and their primitives; device code sees only the declaration of the host's device.
#if defined(__CUDACC__)

#include <saddle/core/device.hpp>
#include <saddle/core/ref.hpp>
#include <saddle/core/simd.hpp>

namespace saddle {
template <class T, class A = simd::Arch>
class BasicCpu;
using Cpu = BasicCpu<float>;
}  // namespace saddle

#else

#include <saddle/backend/cpu/class_loss.hpp>
#include <saddle/backend/cpu/convolution.hpp>
#include <saddle/backend/cpu/copy.hpp>
#include <saddle/backend/cpu/dense.hpp>
#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/cpu/find.hpp>
#include <saddle/backend/cpu/ledger.hpp>
#include <saddle/backend/cpu/matrix.hpp>
#include <saddle/backend/cpu/max_pool.hpp>
#include <saddle/backend/cpu/maxout.hpp>
#include <saddle/backend/cpu/pad.hpp>
#include <saddle/backend/cpu/pixel_blocks.hpp>
#include <saddle/backend/cpu/pixel_shuffle.hpp>
#include <saddle/backend/cpu/planes.hpp>
#include <saddle/backend/cpu/random_fill.hpp>
#include <saddle/backend/cpu/reduce.hpp>
#include <saddle/backend/cpu/score.hpp>
#include <saddle/backend/cpu/standardise.hpp>
#include <saddle/backend/cpu/transfer.hpp>
#include <saddle/backend/cpu/triangle.hpp>
#include <saddle/backend/cpu/update.hpp>

#endif
