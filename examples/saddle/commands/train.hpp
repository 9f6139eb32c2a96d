// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "commands/options.hpp"

#include <iostream>

namespace saddle_program {

/// Trains what the options name and leaves the run in its folder (see RunFolder). At the end it
/// says on standard error where the pictures are, a sentence on the samples, and the dashboard's
/// numbers, and prints the result as one JSON object, the last line of `out`. With
/// `dry_run` it prints what it would do and writes nothing.
///
/// Returns the exit status: 0, 128 + the signal that ended the run early, or the exit code of a
/// monitor that was asked to end it.
/// Errors: what cannot be used (ConfigError, DataError), an illegal composition or a folder that
///         already holds a run (Error), a number that is not finite (NumericError), a file that
///         cannot be written (FileError); what was saved before is still there.
int train(const TrainOptions& options, std::ostream& out = std::cout);

}  // namespace saddle_program
