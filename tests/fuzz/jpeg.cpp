// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/io/jpeg.hpp>

void saddle::fuzz::jpeg(Bytes bytes) {
  const Tensor<std::uint8_t, 3> pixels = read_jpeg(MemoryPath(bytes));
  require(pixels.size() > 0, "a picture has pixels");
  require(pixels.shape(2) == 1 || pixels.shape(2) == 3, "grey or colours");
}
