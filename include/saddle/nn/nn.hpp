// SPDX-License-Identifier: BSL-1.0
#pragma once

/// All layers, combinators and initialisers.
#include <saddle/nn/chain/activation.hpp>
#include <saddle/nn/chain/blocks.hpp>
#include <saddle/nn/chain/image.hpp>
#include <saddle/nn/chain/initializer.hpp>
#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/joint.hpp>
#include <saddle/nn/combine/repeat.hpp>
#include <saddle/nn/combine/residual.hpp>
#include <saddle/nn/combine/shortcut.hpp>
#include <saddle/nn/combine/split.hpp>
#include <saddle/nn/layer/checkerboard_mask.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/layer/dropout.hpp>
#include <saddle/nn/layer/label.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/max_pool.hpp>
#include <saddle/nn/layer/maxout.hpp>
#include <saddle/nn/layer/pad.hpp>
#include <saddle/nn/layer/pixel_shuffle.hpp>
#include <saddle/nn/layer/pool.hpp>
#include <saddle/nn/layer/prelu.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/layer/row_dot.hpp>
#include <saddle/nn/layer/tensor_layer.hpp>
#include <saddle/nn/norm/batch_norm.hpp>
#include <saddle/nn/norm/conditional_batch_norm.hpp>
#include <saddle/nn/norm/instance_norm.hpp>
#include <saddle/nn/norm/layer_norm.hpp>
#include <saddle/nn/norm/layer_norm_by_channel.hpp>
#include <saddle/nn/norm/weight_norm.hpp>
