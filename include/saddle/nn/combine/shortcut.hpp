// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/joint.hpp>

namespace saddle {

/// y = shortcut(x) + f(x), f the sequence of `Body`: a residual block whose shortcut is projected,
/// pooled or enlarged. Where the shape is kept, `Residual` costs less.
///
/// Source: He et al. 2016.
template <class Shortcut, class... Body>
using ShortcutResidual = Sequence<Fork<Shortcut, Sequence<Body...>>, Add>;

/// y = x and f(x) side by side, f the sequence of `Body`: one level of a U-Net.
///
/// Source: Ronneberger et al. 2015. Shapes: (n, ..., c) -> (n, ..., c + channels of f).
template <class... Body>
using ConcatSkip = Sequence<Fork<Identity, Sequence<Body...>>, Concat>;

/// (a, b) -> (f(a, b), b), f the sequence of `Body`: a code or a label that conditions several
/// layers.
template <class... Body>
using CarrySecond = Fork<Sequence<Body...>, Select<1>>;

}  // namespace saddle
