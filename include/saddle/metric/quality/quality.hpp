// SPDX-License-Identifier: BSL-1.0
#pragma once

/// All that scores samples: `#include <saddle/metric/quality/quality.hpp>`.
#include <saddle/metric/estimate/two_sample_test.hpp>
#include <saddle/metric/quality/class_scores.hpp>
#include <saddle/metric/quality/classifier.hpp>
#include <saddle/metric/quality/confusion.hpp>
#include <saddle/metric/quality/duplicates.hpp>
#include <saddle/metric/quality/features.hpp>
#include <saddle/metric/quality/frechet.hpp>
#include <saddle/metric/quality/gaussian_statistics.hpp>
#include <saddle/metric/quality/inception_score.hpp>
#include <saddle/metric/quality/kernel_distance.hpp>
#include <saddle/metric/quality/linear_probe.hpp>
#include <saddle/metric/quality/manifold.hpp>
#include <saddle/metric/quality/nearest_class.hpp>
#include <saddle/metric/quality/neighbours.hpp>
#include <saddle/metric/quality/pixel_error.hpp>
#include <saddle/metric/quality/principal_components.hpp>
#include <saddle/metric/quality/retrieval.hpp>
#include <saddle/metric/quality/score.hpp>
#include <saddle/metric/quality/ssim.hpp>
#include <saddle/metric/quality/statistics_file.hpp>
#include <saddle/nn/zoo/image_classifier.hpp>
