// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/any_source.hpp"
#include "models/any_gan.hpp"

#include <saddle/run/run_folder.hpp>

#include <cstdint>

namespace saddle_program {

/// What only some formulations have to show at the end of a run: `reconstructions.png`, images
/// beside what comes back from their codes; `codes.png`, the codes in the plane, coloured by label;
/// `confusion.json`, how often samples are of the class that was asked for.
///
/// Errors: FileError for a file that cannot be written.
void leave_views(AnyGan& gan, const AnySource& source, std::uint64_t seed,
                 const saddle::RunFolder& folder);

}  // namespace saddle_program
