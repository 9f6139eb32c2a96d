// SPDX-License-Identifier: BSL-1.0
#pragma once

/// All layers, combinators, initialisers, and what owns a network's numbers.
#include <saddle/nn/activation.hpp>
#include <saddle/nn/batch_norm.hpp>
#include <saddle/nn/blocks.hpp>
#include <saddle/nn/branches.hpp>
#include <saddle/nn/checkerboard_mask.hpp>
#include <saddle/nn/conditional_batch_norm.hpp>
#include <saddle/nn/conv2d.hpp>
#include <saddle/nn/conv_transpose2d.hpp>
#include <saddle/nn/dropout.hpp>
#include <saddle/nn/image.hpp>
#include <saddle/nn/initializer.hpp>
#include <saddle/nn/instance_norm.hpp>
#include <saddle/nn/joint.hpp>
#include <saddle/nn/label.hpp>
#include <saddle/nn/layer_norm.hpp>
#include <saddle/nn/layer_norm_by_channel.hpp>
#include <saddle/nn/learner.hpp>
#include <saddle/nn/linear.hpp>
#include <saddle/nn/linear_map.hpp>
#include <saddle/nn/max_pool.hpp>
#include <saddle/nn/maxout.hpp>
#include <saddle/nn/network.hpp>
#include <saddle/nn/pad.hpp>
#include <saddle/nn/pixel_shuffle.hpp>
#include <saddle/nn/pool.hpp>
#include <saddle/nn/prelu.hpp>
#include <saddle/nn/repeat.hpp>
#include <saddle/nn/reshape.hpp>
#include <saddle/nn/residual.hpp>
#include <saddle/nn/shortcut.hpp>
#include <saddle/nn/split.hpp>
#include <saddle/nn/tape.hpp>
#include <saddle/nn/tensor_layer.hpp>
#include <saddle/nn/weight_norm.hpp>
