// SPDX-License-Identifier: BSL-1.0
#pragma once

/// Wasserstein distances and optimal transport between samples.
#include <saddle/metric/transport/ground_cost.hpp>
#include <saddle/metric/transport/kantorovich_critic.hpp>
#include <saddle/metric/transport/masses.hpp>
#include <saddle/metric/transport/optimal_transport.hpp>
#include <saddle/metric/transport/sinkhorn.hpp>
#include <saddle/metric/transport/sliced_wasserstein.hpp>
#include <saddle/metric/transport/wasserstein_1d.hpp>
