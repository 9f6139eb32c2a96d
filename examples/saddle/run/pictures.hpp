// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/any_source.hpp"
#include "data/rows.hpp"

#include <saddle/core/tensor.hpp>
#include <saddle/io/image.hpp>
#include <saddle/train/history.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace saddle_program {

/// A critic's scores of samples, (n, ...) -> (n).
using Scores = std::function<saddle::Tensor<double, 1>(const Rows&)>;

/// Rows as images. Shapes: rows (n, h w c), shape (h, w, c) -> (n, h, w, c).
saddle::Tensor<float, 4> images_of(const Rows& rows, const std::vector<std::size_t>& shape);

/// Samples that are no images, beside fresh real ones, those of a table in its own units: one
/// column as a histogram, two in the plane over the critic's landscape, more as such a plane for
/// every pair of columns, the others at 0.
saddle::Image picture_of_points(const Rows& samples, const Rows& real, const Scores& scores,
                                const AnySource& source, const std::string& title,
                                const std::string& scored = "score");

/// The same of samples alone, over nothing.
saddle::Image picture_of_points(const Rows& samples, const AnySource& source,
                                const std::string& title);

/// The log of real over generated density, of samples that are no images: one column as a curve,
/// two in the plane under the samples, where it ends at +-5 and is left out far from all samples,
/// more as such a plane for every pair of columns, the others at 0.
saddle::Image picture_of_log_ratio(const Rows& samples, const Rows& real, const Scores& log_ratio,
                                   const AnySource& source, const std::string& title);

/// Each image beside its counterpart. Shapes: both (n, h w c), shape (h, w, c).
saddle::Image picture_of_pairs(const Rows& images, const Rows& counterparts,
                               const std::vector<std::size_t>& shape);

/// The bound and the generator's loss over the training.
saddle::Image picture_of_curves(const saddle::History& history, const std::string& title);

}  // namespace saddle_program
