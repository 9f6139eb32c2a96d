// SPDX-License-Identifier: BSL-1.0
#pragma once

/// All data sources: synthetic distributions and files.
#include <saddle/data/dataset.hpp>
#include <saddle/data/grid.hpp>
#include <saddle/data/idx.hpp>
#include <saddle/data/mixture.hpp>
#include <saddle/data/point_masses.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/source.hpp>
#include <saddle/data/swiss_roll.hpp>
#include <saddle/data/two_moons.hpp>
