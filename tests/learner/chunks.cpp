// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/tensor.hpp>
#include <saddle/learner/chunks.hpp>

#include <cstddef>
#include <vector>

namespace chunks_test {

using namespace saddle;

namespace {

using Pair = Joint<Shape<2>, Shape<1>>;

Tensor<double, 2> counting(std::size_t n, std::size_t columns) {
  Tensor<double, 2> rows = xt::empty<double>({n, columns});
  for (std::size_t i = 0; i < rows.size(); ++i) rows.data()[i] = static_cast<double>(i);
  return rows;
}

}  // namespace

TEST_CASE("chunks: every sample comes once, in order, part by part", "[learner]") {
  Cpu device;
  for (const std::size_t capacity : {1U, 3U, 7U, 20U}) {
    auto memory = Cpu::zeros(storage_size<Pair>(capacity));
    const auto x = counting(7, 2), z = counting(7, 1);
    std::vector<float> first, second;
    for_each_chunk<Pair>(
        device, ref<Cpu>(memory), capacity,
        [&](ConstBatch<Pair, Cpu> chunk, std::size_t count, std::size_t done) {
          CHECK(count <= capacity);
          CHECK(2 * done == first.size());
          first.insert(first.end(), raw(chunk[0]), raw(chunk[0]) + 2 * count);
          second.insert(second.end(), raw(chunk[1]), raw(chunk[1]) + count);
        },
        x, z);
    CHECK(first == std::vector<float>(x.begin(), x.end()));
    CHECK(second == std::vector<float>(z.begin(), z.end()));
  }
}

TEST_CASE("chunks: samples of another size or number are refused", "[learner]") {
  Cpu device;
  auto memory = Cpu::zeros(storage_size<Pair>(4));
  const auto bring = [&](const auto& x, const auto& z) {
    for_each_chunk<Pair>(device, ref<Cpu>(memory), 4, [](auto, auto, auto) {}, x, z);
  };
  CHECK_NOTHROW(bring(counting(0, 2), counting(0, 1)));
  CHECK_THROWS_WITH(bring(counting(7, 3), counting(7, 1)),
                    "samples: expected (n, 2), found 3 numbers per sample");
  CHECK_THROWS_WITH(bring(counting(7, 2), counting(6, 1)),
                    "samples: expected (7, 1), found 1 numbers per sample, 6 samples");
}

}  // namespace chunks_test
