// SPDX-License-Identifier: BSL-1.0
#pragma once

/// Normalising flows: networks that can be undone and know how they stretch volume. nn/nn.hpp is
/// without them, so that who trains none compiles none.
#include <saddle/nn/flow/act_norm.hpp>
#include <saddle/nn/flow/bounded_scale.hpp>
#include <saddle/nn/flow/checkerboard_coupling.hpp>
#include <saddle/nn/flow/coupling.hpp>
#include <saddle/nn/flow/dequantise.hpp>
#include <saddle/nn/flow/factor_out.hpp>
#include <saddle/nn/flow/flow_batch_norm.hpp>
#include <saddle/nn/flow/flow_layer.hpp>
#include <saddle/nn/flow/flow_network.hpp>
#include <saddle/nn/flow/invertible_1x1.hpp>
#include <saddle/nn/flow/logit.hpp>
#include <saddle/nn/flow/permute.hpp>
#include <saddle/nn/flow/reversible.hpp>
#include <saddle/nn/flow/select_channels.hpp>
#include <saddle/nn/flow/squeeze.hpp>
#include <saddle/nn/flow/triangular_product.hpp>
#include <saddle/nn/flow/volume_keeping.hpp>
