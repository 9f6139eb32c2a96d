// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/rows.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <vector>

namespace saddle_program {

/// Samples, what a way makes of them, what comes back from there, and what should have been made;
/// without a way back `again` is empty. Each (n, numbers of a sample).
struct Translated {
  const Rows &samples, &translations, &again, &truth;
};

/// How near translations, images as they are shown, come to the truth: `l1`, the mean of
/// |G(x) - y|, of images in units of their range; of images `psnr` of all of them together and the
/// mean `ssim`; `retrieval`, how often the truth is the nearest of all to its translation; `cycle`,
/// the mean of |F(G(x)) - x|. What there is not, or is infinite, is null.
nlohmann::ordered_json translation_score(const Translated& all,
                                         const std::vector<std::size_t>& shape);

}  // namespace saddle_program
