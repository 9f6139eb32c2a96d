// SPDX-License-Identifier: BSL-1.0

// How near the kernels come to the processor's peak: one JSON line per layer and primitive.
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

/// `kernels` says which: direct, or those of Winograd's filters. `bytes` are those of the factors
/// and the result, each once.
void report_image(const char* primitive, const char* kernels, const Convolution& g, std::size_t n,
                  double seconds, double peak) {
  const double gflops = 2e-9 * static_cast<double>(n * g.macs()) / seconds;
  const std::size_t bytes = sizeof(float) * (n * (g.size() + g.out_size()) + g.weight_size());
  std::printf(
      "{\"primitive\": \"%s\", \"kernels\": \"%s\", \"n\": %zu, \"image\": \"%zux%zux%zu\", "
      "\"out\": %zu, \"kernel\": %zu, \"stride\": %zu, \"workers\": %zu, "
      "\"instruction_set\": \"%s\", \"us\": %.2f, \"gflops\": %.1f, \"peak_gflops\": %.1f, "
      "\"share\": %.3f, \"bytes\": %zu}\n",
      primitive, kernels, n, g.height, g.width, g.in, g.out, g.kernel, g.stride,
      parallel::workers(), std::string(simd::name()).c_str(), seconds * 1e6, gflops, peak,
      gflops / peak, bytes);
  std::fflush(stdout);
}

template <ConvolutionKind kind>
void image_layer_of(const Convolution& g, std::size_t n) {
  Cpu device;
  device.reserve_scratch(convolution_scratch_size<Cpu>(g, n));
  auto x = values(n * g.size()), w = values(g.weight_size()), b = values(g.out);
  auto y = values(n * g.out_size()), dz = values(n * g.out_size()), dx = values(n * g.size());
  auto dw = values(g.weight_size()), db = values(g.out);
  const std::size_t tile = cpu::winograd_tile(g);
  const char* const filters = tile == 4 ? "F(4x4,3x3)" : "F(2x2,3x3)";
  for (const bool winograd : {false, true}) {
    if (winograd && tile == 0) return;
    const char* const kernels = winograd ? filters : "direct";
    device.set_winograd(winograd);
    const double before = peak_gflops();
    const double forward = median_seconds(
        [&] { convolve<kind, Leaky>(device, g, ref(y), cref(x), cref(w), cref(b), n); });
    const double input = median_seconds([&] {
      convolve_transpose_slope<kind, Leaky>(device, g, ref(dx), cref(dz), cref(w), cref(x), n);
    });
    const double weight = median_seconds(
        [&] { convolve_weight_gradient<kind>(device, g, ref(dw), ref(db), cref(x), cref(dz), n); });
    const double peak = std::max(before, peak_gflops());
    report_image("convolve", kernels, g, n, forward, peak);
    report_image("convolve_transpose_slope", kernels, g, n, input, peak);
    if (!winograd) report_image("convolve_weight_gradient", kernels, g, n, weight, peak);
  }
}

void image_layer(const Convolution& g, std::size_t n) {
  with_convolution_kind(g, [&]<ConvolutionKind kind> { image_layer_of<kind>(g, n); });
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
  image_layer({64, 64, 3, 64, 4, 2, 1}, 64);  // DCGAN's critic
  image_layer({32, 32, 64, 128, 4, 2, 1}, 64);
  image_layer({16, 16, 128, 256, 4, 2, 1}, 64);
  image_layer({8, 8, 256, 512, 4, 2, 1}, 64);
  image_layer({8, 8, 128, 128, 3, 1, reflect(1)}, 16);  // residual blocks
  image_layer({32, 32, 256, 256, 3, 1, 1}, 4);
  image_layer({64, 64, 256, 256, 3, 1, reflect(1)}, 1);
  image_layer({128, 128, 8, 64, 7, 1, 3}, 4);  // stem and head of StarGAN
  image_layer({128, 128, 64, 3, 7, 1, 3}, 4);
  image_layer({8, 8, 512, 1024, 4, 2, 1}, 4);  // the end of its critic
  image_layer({4, 4, 1024, 2048, 4, 2, 1}, 4);
}
