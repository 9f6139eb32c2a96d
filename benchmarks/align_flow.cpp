// SPDX-License-Identifier: BSL-1.0
// One step of the published AlignFlow at 128x128x3, both flows and both critics, in a line of JSON:
// seconds of the processor, and the most memory that the process ever held.
#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/simd/random_batch.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/gan/align_flow.hpp>
#include <saddle/nn/zoo/align_flow.hpp>
#include <saddle/nn/zoo/cycle_gan.hpp>
#include <saddle/objective/least_squares.hpp>

#include <sys/resource.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string_view>

using namespace saddle;

namespace {

using Picture = Shape<128, 128, 3>;

struct Published {
  using Latent = Gaussian<Picture::size>;
  struct FlowOfFirst : AlignFlowRealNvp<> {};
  struct FlowOfSecond : FlowOfFirst {};
  struct CriticOfFirst : PatchCritic<InstanceNormed, 128> {};
  struct CriticOfSecond : CriticOfFirst {};
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
  }
};

/// Images of 8 bits by chance.
struct Noise {
  static constexpr std::string_view name = "noise";
  static constexpr auto shape() { return Picture::extents; }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    random::uniform(out, position, n, Picture::size,
                    {.seed = seed, .stream = random::Stream::user});
    for (std::size_t i = 0; i < n * Picture::size; ++i) {
      out[i] = static_cast<float>(static_cast<int>(256 * out[i])) / 127.5F - 1;
    }
  }
};

}  // namespace

int main() {
  parallel::set_workers(1);
  constexpr std::size_t batch = 4;
  AlignFlow<LeastSquares, Unconstrained, Published> flows{{.steps = 1, .batch = batch}};
  const std::clock_t start = std::clock();
  flows.step(data::Domains{Noise{}, Noise{}});
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("{\"batch\": %zu, \"seconds_per_step\": %.2f, \"peak_resident_mib\": %.0f}\n", batch,
              seconds, static_cast<double>(used.ru_maxrss) / 1024);
}
