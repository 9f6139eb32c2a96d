// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/types.hpp>
#include <saddle/gan/dcgan.hpp>
#include <saddle/gan/mlp.hpp>
#include <saddle/gan/toy.hpp>
#include <saddle/gan/wgan_gp_conv.hpp>

/// The experiments of the command line: each model for the shapes of data it exists for. A data
/// set of another shape is refused with this list.
using Experiments = saddle::types<
    saddle::Toy<2>, saddle::Toy<1>, saddle::Toy<4>, saddle::Mlp<saddle::Shape<28, 28, 1>>,
    saddle::Mlp<saddle::Shape<8, 8, 1>>, saddle::Mlp<saddle::Shape<32, 32, 3>>,
    saddle::Dcgan<saddle::Shape<28, 28, 1>>, saddle::Dcgan<saddle::Shape<32, 32, 3>>,
    saddle::WganGpConv<saddle::Shape<28, 28, 1>>, saddle::WganGpConv<saddle::Shape<32, 32, 3>>>;
