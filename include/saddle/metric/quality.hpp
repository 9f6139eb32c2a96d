// SPDX-License-Identifier: BSL-1.0
#pragma once

/// All that scores samples: `#include <saddle/metric/quality.hpp>`.
#include <saddle/metric/classifier.hpp>
#include <saddle/metric/duplicates.hpp>
#include <saddle/metric/features.hpp>
#include <saddle/metric/frechet.hpp>
#include <saddle/metric/gaussian_statistics.hpp>
#include <saddle/metric/image_classifier.hpp>
#include <saddle/metric/inception_score.hpp>
#include <saddle/metric/kernel_distance.hpp>
#include <saddle/metric/manifold.hpp>
#include <saddle/metric/neighbours.hpp>
#include <saddle/metric/resize.hpp>
#include <saddle/metric/score.hpp>
#include <saddle/metric/statistics_file.hpp>
#include <saddle/metric/two_sample_test.hpp>
