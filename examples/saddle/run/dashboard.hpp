// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/any_source.hpp"
#include "models/any_gan.hpp"

#include <saddle/run/run_folder.hpp>

#include <cstdint>
#include <string>

namespace saddle_program {

/// Trains one log-ratio critic between real samples and samples of the model, and leaves what it
/// says, every divergence with its interval and verdict, in `dashboard.json` and as a table on
/// standard error; of samples that are no images the density ratio is a picture,
/// `density_ratio.png`. Endless data gives samples that no training reaches, a finite data set
/// those that it has; the numbers are of samples that the critic has not seen.
///
/// Says so in a sentence where the samples allow no dashboard: the run is complete without one.
/// Errors: FileError for a file that cannot be written.
void leave_dashboard(AnyGan& gan, const AnySource& source, std::uint64_t seed,
                     const std::string& title, const saddle::RunFolder& folder);

}  // namespace saddle_program
