// SPDX-License-Identifier: BSL-1.0
// expect: the sentence
// errors: 7

template <int N>
struct Nest {
  static_assert(N > 0, "the sentence");
  static constexpr int depth = Nest<N - 1>::depth + 1;
};
template <>
struct Nest<-6> {
  static constexpr int depth = 0;
};
static_assert(Nest<0>::depth == 0);
