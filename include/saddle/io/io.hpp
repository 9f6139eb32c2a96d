// SPDX-License-Identifier: BSL-1.0
#pragma once

/// Files. PNG and gzip are there where libpng and zlib are; a program that does not
/// call them links neither.
#include <saddle/io/image.hpp>
#include <saddle/io/npy.hpp>
#include <saddle/io/png.hpp>
