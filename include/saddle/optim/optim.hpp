// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/optim/adam.hpp>
#include <saddle/optim/clip_gradient.hpp>
#include <saddle/optim/ema.hpp>
#include <saddle/optim/optimizer.hpp>
#include <saddle/optim/rms_prop.hpp>
#include <saddle/optim/schedule.hpp>
#include <saddle/optim/sgd.hpp>
#include <saddle/optim/weight_decay.hpp>
