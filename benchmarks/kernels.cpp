// SPDX-License-Identifier: BSL-1.0

// How near the dense kernels come to the processor's peak: one JSON line per layer and primitive.
// Arguments: the number of workers (1).

#include "peak.hpp"

#include <saddle/backend/backend.hpp>
#include <saddle/core/parallel.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace saddle;
using benchmark::median_seconds;
using benchmark::peak_gflops;

struct Leaky {
  static constexpr bool is_identity = false;
  template <class B> static B value(B x) {
    const B small = B(0.2F) * x;
    return simd::choose(x > small, x, small);
  }
  template <class B> static B slope(B y) { return simd::choose(y > B(0.0F), B(1.0F), B(0.2F)); }
};

Cpu::Buffer<float> values(std::size_t count) {
  auto buffer = Cpu::Buffer<float>::from_shape({count});
  random::normal<float>(buffer.data(), 0, count, 1, {.seed = 1});
  return buffer;
}

void report(const char* primitive, std::size_t n, std::size_t in, std::size_t out, double seconds,
            double peak) {
  const double gflops = 2e-9 * static_cast<double>(n * in * out) / seconds;
  std::printf(
      "{\"primitive\": \"%s\", \"n\": %zu, \"in\": %zu, \"out\": %zu, \"workers\": %zu, "
      "\"instruction_set\": \"%s\", \"us\": %.2f, \"gflops\": %.1f, "
      "\"peak_gflops\": %.1f, \"share\": %.3f}\n",
      primitive, n, in, out, parallel::workers(), std::string(simd::name()).c_str(), seconds * 1e6,
      gflops, peak, gflops / peak);
}

void layer(std::size_t n, std::size_t in, std::size_t out) {
  Cpu device;
  device.reserve_scratch(dense_scratch_size(n, in, out));
  auto x = values(n * in), w = values(in * out), b = values(out), y = values(n * out);
  auto dz = values(n * out), dx = values(n * in), dw = values(in * out), db = values(out);
  const double before = peak_gflops();
  const double forward =
      median_seconds([&] { dense<Leaky>(device, ref(y), cref(x), cref(w), cref(b), n, in, out); });
  const double input = median_seconds([&] {
    dense_input_gradient<Leaky>(device, ref(dx), cref(dz), cref(w), cref(x), n, in, out);
  });
  const double weight = median_seconds(
      [&] { dense_weight_gradient(device, ref(dw), ref(db), cref(x), cref(dz), n, in, out); });
  const double peak = std::max(before, peak_gflops());
  report("dense", n, in, out, forward, peak);
  report("dense_input_gradient", n, in, out, input, peak);
  report("dense_weight_gradient", n, in, out, weight, peak);
}

}  // namespace

int main(int count, char** arguments) {
  parallel::set_workers(count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 1);
  for (std::size_t n : {64U, 256U, 1024U}) layer(n, 128, 128);
  layer(64, 784, 512);
  layer(64, 512, 256);
  layer(256, 2, 128);
  layer(256, 128, 2);
  layer(256, 128, 1);
  layer(1, 512, 784);
}
