// SPDX-License-Identifier: BSL-1.0
// expect: an experiment's recipe.. is a template <class Objective, class Constraint>

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Points : Ring {
  static constexpr Recipe recipe() { return {.steps = 7}; }
};
using Trainer = Gan<Minimax, Unconstrained, Points>;
const data::Ring source;

#include "readme/program.hpp"
