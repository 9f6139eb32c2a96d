// SPDX-License-Identifier: BSL-1.0
// expect: saddle needs g\+\+ 12 or clang 18
// errors: 2
// flags: -U__GNUC__ -D__GNUC__=11 -U__clang_major__ -D__clang_major__=14

#include <saddle/train/checkpoints.hpp>

int main() {}
