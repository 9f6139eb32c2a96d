// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "options.hpp"

/// Trains what the options name, writes samples.png, curves.png and run.json into their folder and
/// prints the run as one JSON object, the last line of standard output.
///
/// Errors: what cannot be used (ConfigError, DataError), an illegal composition or a folder that
/// already holds a run (Error), a number that is not finite (NumericError).
void train(TrainOptions options);
