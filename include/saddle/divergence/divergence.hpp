// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/types.hpp>
#include <saddle/divergence/alpha.hpp>
#include <saddle/divergence/check.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/gan.hpp>
#include <saddle/divergence/jeffrey.hpp>
#include <saddle/divergence/jensen_shannon.hpp>
#include <saddle/divergence/kl.hpp>
#include <saddle/divergence/log_ratio.hpp>
#include <saddle/divergence/neyman.hpp>
#include <saddle/divergence/pearson.hpp>
#include <saddle/divergence/reverse_kl.hpp>
#include <saddle/divergence/runtime_checked.hpp>
#include <saddle/divergence/squared_hellinger.hpp>
#include <saddle/divergence/table_form.hpp>
#include <saddle/divergence/total_variation.hpp>
#include <saddle/divergence/weighted_jensen_shannon.hpp>

namespace saddle {

/// Every row of the table; the families are there with the parameters that the command line has.
using AllDivergences =
    types<TotalVariation, KL, ReverseKL, Pearson, Neyman, SquaredHellinger, Jeffrey, JensenShannon,
          WeightedJensenShannon<0.3>, GanDivergence, Alpha<-1>, Alpha<0.5>, Alpha<3>>;

}  // namespace saddle
