// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/any_source.hpp"
#include "models/any_gan.hpp"

#include <saddle/io/image.hpp>

#include <cstdint>

namespace saddle_program {

/// What becomes of held-out samples of both domains of a translation: of images the rows x, G(x),
/// F(G(x)), y, F(y), G(F(y)); of points G(x) among samples y, what comes back of them among x, and
/// the same of y.
saddle::Image picture_of_translations(AnyGan& gan, const AnySource& source, std::uint64_t seed);

}  // namespace saddle_program
