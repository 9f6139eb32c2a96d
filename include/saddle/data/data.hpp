// SPDX-License-Identifier: BSL-1.0
#pragma once

/// All data sources: synthetic distributions and files.
#include <saddle/data/cifar.hpp>
#include <saddle/data/csv.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/domains/augmented.hpp>
#include <saddle/data/domains/picture_folder.hpp>
#include <saddle/data/domains/split_table.hpp>
#include <saddle/data/domains/translation_data.hpp>
#include <saddle/data/from_file.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/data/grid.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/idx.hpp>
#include <saddle/data/image_folder.hpp>
#include <saddle/data/label/balanced.hpp>
#include <saddle/data/label/label_sets.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/label/one_hot.hpp>
#include <saddle/data/mixture.hpp>
#include <saddle/data/npy.hpp>
#include <saddle/data/point_masses.hpp>
#include <saddle/data/prefetch.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/source.hpp>
#include <saddle/data/swiss_roll.hpp>
#include <saddle/data/two_moons.hpp>
