// SPDX-License-Identifier: BSL-1.0
#pragma once

// What README's programs include; the cases are compiled with it precompiled.
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>
