// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/io/curve_picture.hpp>
#include <saddle/io/landscape_picture.hpp>
