// SPDX-License-Identifier: BSL-1.0
// expect: (non-.constexpr.|consteval) function .*GanLosses
// shows: this_report_has_no_loss_of_that_name

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

double bound(const Gan<Hinge, SpectralNorm>& gan) { return gan.report()["estimate"]; }

int main() {}
