// SPDX-License-Identifier: BSL-1.0
// A program for any machine that uses xtensor and xsimd itself, and saddle through two units.
#include <xsimd/xsimd.hpp>

#if __has_include(<xtensor/containers/xtensor.hpp>)
#include <xtensor/containers/xtensor.hpp>
#include <xtensor/core/xmath.hpp>
#else
#include <xtensor/xmath.hpp>
#include <xtensor/xtensor.hpp>
#endif

#include <cstdio>
#include <string>

double anywhere(const std::string& folder);
double elsewhere(const std::string& folder);

int main(int argc, char** argv) {
  const xt::xtensor<double, 2> numbers = xt::ones<double>({4, 4});
  const xsimd::batch<float> four(4.0F);
  const double own = xt::sum(numbers)() + static_cast<double>((four + four).get(0));
  const bool both = argc > 1 && std::string(argv[1]) == "both";
  std::printf("%a %a\n", own, anywhere(""));
  if (both) std::printf("%a\n", elsewhere(""));
}
