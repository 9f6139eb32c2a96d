// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

/// How often this program has allocated; 0 where malloc cannot be replaced (tests then say so).
std::size_t allocations();
