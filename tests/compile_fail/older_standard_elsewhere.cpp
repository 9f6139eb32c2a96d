// SPDX-License-Identifier: BSL-1.0
// expect: saddle needs C\+\+20: add the flag -std=c\+\+20
// errors: 2
// flags: -std=c++17

#include <saddle/sweep/sweep.hpp>

int main() {}
