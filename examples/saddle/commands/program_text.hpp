// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "models/any_gan.hpp"
#include "run/run_plan.hpp"

#include <string>

namespace saddle_program {

/// The program in C++ that trains what `saddle train` would, from the static type of the
/// composition: its generator, statistics and model.py have the same bytes. Its first comment says
/// how to compile it.
std::string program_text(const RunPlan& plan, const AnyGan& gan);

}  // namespace saddle_program
