// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/picture/curve_picture.hpp>
#include <saddle/picture/landscape_picture.hpp>
#include <saddle/picture/scatter_picture.hpp>
