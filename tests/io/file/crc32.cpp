// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/io/file/crc32.hpp>

namespace crc32_test {

using namespace saddle;

TEST_CASE("Crc32: the published check value, in one piece and in two", "[io]") {
  const auto* const bytes = reinterpret_cast<const unsigned char*>("123456789");
  Crc32 whole, parts;
  whole.add(bytes, 9);
  parts.add(bytes, 4);
  parts.add(bytes + 4, 5);
  CHECK(whole.value() == 0xcbf43926);
  CHECK(parts.value() == whole.value());
  CHECK(Crc32().value() == 0);
}

}  // namespace crc32_test
