// SPDX-License-Identifier: BSL-1.0
// expect: the sentence
// shows: Shape<28>

static_assert(sizeof(int) == 1, "the sentence");
