// SPDX-License-Identifier: BSL-1.0
// One libFuzzer program per parser: PARSER is its name, from the build.
#include "parsers.hpp"

#include <saddle/core/error.hpp>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    saddle::fuzz::PARSER({data, size});
  } catch (const saddle::Error&) {
    return 0;  // refused
  }
  return 0;
}
