// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/io/npz.hpp>

#include <string>

void saddle::fuzz::npz(Bytes bytes) {
  const MemoryPath path(bytes);
  const Npz file{std::string(path)};
  for (const std::string& name : file.names()) {
    const NpyArray array = file.read(name);
    std::size_t values = 0;
    array.for_each_value([&](std::size_t, auto) { ++values; });
    std::size_t size = 1;
    for (std::size_t extent : array.shape) size *= extent;
    require(values == size, "an array has the numbers of its shape");
  }
}
