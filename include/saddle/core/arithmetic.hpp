// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>

namespace saddle::math {

/// Named function objects for `map`, `row_sums` and the like: a generic lambda cannot be the
/// argument of a device kernel.
struct Sum {
  template <class T> SADDLE_HD T operator()(T a, T b) const { return a + b; }
};

struct Product {
  template <class T> SADDLE_HD T operator()(T a, T b) const { return a * b; }
};

struct Negative {
  template <class T> SADDLE_HD T operator()(T x) const { return -x; }
};

struct Root {
  template <class T> SADDLE_HD T operator()(T x) const { return sqrt(x); }
};

/// 1 / sqrt(x + epsilon), as norms have it of a variance.
template <class T>
struct ReciprocalRoot {
  T epsilon;
  template <class B> SADDLE_HD B operator()(B x) const { return B(1) / sqrt(x + B(epsilon)); }
};

/// x times a constant.
template <class T>
struct Times {
  T factor;
  template <class B> SADDLE_HD B operator()(B x) const { return B(factor) * x; }
};

/// A sum grows by x times a constant.
template <class T>
struct AddTimes {
  T factor;
  template <class B> SADDLE_HD B operator()(B x, B sum) const { return sum + B(factor) * x; }
};

/// x over a constant.
template <class T>
struct Over {
  T divisor;
  template <class B> SADDLE_HD B operator()(B x) const { return x / B(divisor); }
};

struct Square {
  template <class T> SADDLE_HD T operator()(T x) const { return x * x; }
};

/// x itself: the sum of `Self` is the plain sum.
struct Self {
  template <class T> SADDLE_HD T operator()(T x) const { return x; }
};

}  // namespace saddle::math
