// SPDX-License-Identifier: BSL-1.0

// What a parallel loop costs, in the library's pool and in OpenMP: one JSON line for each.
// Arguments: the number of workers (2).

#include "peak.hpp"

#include <saddle/core/parallel.hpp>

#include <omp.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace saddle;

/// About 3 microseconds that no compiler removes.
void work(std::size_t) {
  for (volatile int i = 0; i < 5000;) i = i + 1;
}

template <class Loop>
void report(const char* pool, Loop&& loop) {
  const double empty = benchmark::median_seconds([&] { loop([](std::size_t) {}); });
  const double busy = benchmark::median_seconds([&] { loop(work); });
  const double alone = benchmark::median_seconds([] { work(0); });
  std::printf(
      "{\"pool\": \"%s\", \"workers\": %zu, \"empty_us\": %.2f, \"work_us\": %.2f, "
      "\"work_alone_us\": %.2f}\n",
      pool, parallel::workers(), empty * 1e6, busy * 1e6, alone * 1e6);
}

}  // namespace

int main(int count, char** arguments) {
  parallel::set_workers(count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 2);
  const std::size_t workers = parallel::workers();
  omp_set_num_threads(static_cast<int>(workers));
  report("saddle", [&](auto task) { parallel::for_each(workers, task); });
  report("openmp", [&](auto task) {
#pragma omp parallel for schedule(static)
    for (std::size_t i = 0; i < workers; ++i) task(i);
  });
}
