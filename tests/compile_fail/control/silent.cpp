// SPDX-License-Identifier: BSL-1.0

static_assert(sizeof(int) == 1, "a sentence");
