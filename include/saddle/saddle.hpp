// SPDX-License-Identifier: BSL-1.0
#pragma once

/// All of saddle for one trainer: `#include <saddle/saddle.hpp>`.
#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/core/config.hpp>
#include <saddle/data/data.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/io/io.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/metric/mode_count.hpp>
#include <saddle/metric/transport/transport.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/optim.hpp>
#include <saddle/picture/picture.hpp>
#include <saddle/train/every.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/interrupt.hpp>
#include <saddle/train/stats_log.hpp>
