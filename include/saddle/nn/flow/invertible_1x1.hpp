// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/flow/flow_network.hpp>
#include <saddle/nn/flow/permute.hpp>
#include <saddle/nn/flow/triangular_product.hpp>

#include <cstdint>

namespace saddle {

/// A convolution of 1 x 1 pixels with an invertible matrix, or a square `Linear` of features, kept
/// as its decomposition P L U with a fixed permutation P: the log-determinant is a sum.
///
/// It starts as the permutation.
/// Shapes: (n, ..., c) -> (n, ..., c).
/// Source: Kingma and Dhariwal 2018.
template <std::uint64_t seed = 1>
struct Invertible1x1 : FlowSequence<TriangularProduct<>, Permute<seed>> {};

}  // namespace saddle
