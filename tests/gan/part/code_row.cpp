// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/shape.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/gan/part/code_row.hpp>

#include <cstddef>
#include <limits>

namespace code_row_test {

using namespace saddle;

TEST_CASE("codes: a fixed row, however it is cut, that ends after 2^32", "[gan]") {
  Cpu device;
  auto memory = Cpu::zeros(5 * 3);
  const auto codes = [&](std::size_t n, std::size_t first) {
    return part::codes_of<Gaussian<3>>(device, ref<Cpu>(memory), 5, n, first, 7);
  };
  const auto all = codes(12, 0), some = codes(2, 9), last = codes(1, (std::size_t{1} << 32) - 1);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(some(0, k) == all(9, k));
    CHECK(some(1, k) == all(10, k));
    CHECK(last(0, k) != all(0, k));
  }
  CHECK_THROWS_WITH(codes(2, (std::size_t{1} << 32) - 1),
                    "codes: expected numbers from 0 to 2^32 - 1, found 2 from 4294967295 on");
}

TEST_CASE("codes: those of somebody's own have their shape and are finite", "[gan]") {
  Tensor<float, 2> z({4, 3}, 0.5F);
  CHECK_NOTHROW(part::check_codes<Gaussian<3>>(z));
  CHECK_THROWS_WITH(part::check_codes<Gaussian<2>>(z),
                    "codes: numbers of a code: expected 2, found 3");
  const Tensor<float, 1> one({3}, 0.5F);
  CHECK_THROWS_WITH(part::check_codes<Gaussian<3>>(one),
                    "codes: shape: expected (n, 3), found " + shape_text(one.shape()));
  z(2, 1) = std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH(part::check_codes<Gaussian<3>>(z),
                    "codes: code 2: expected finite numbers, found inf");
}

}  // namespace code_row_test
