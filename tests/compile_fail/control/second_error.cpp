// SPDX-License-Identifier: BSL-1.0
// expect: the sentence

static_assert(sizeof(int) == 1, "the sentence");
static_assert(sizeof(int) == 2, "another one");
