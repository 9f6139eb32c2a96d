// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/idx.hpp>

namespace {

template <std::size_t N>
void check(const std::string& path) {
  const saddle::data::IdxBytes<N> idx = saddle::data::read_idx<N>(path);
  std::size_t product = 1;
  for (std::size_t extent : idx.extents) product *= extent;
  saddle::fuzz::require(idx.bytes.size() == product, "as many bytes as the extents say");
}

}  // namespace

void saddle::fuzz::idx(Bytes bytes) {
  const MemoryPath path(bytes);
  if (bytes.size() > 3 && bytes[3] == 1) return check<1>(path);
  check<3>(path);
}
