// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/random.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/learner/tape.hpp>
#include <saddle/nn/zoo/zoo.hpp>
#include <saddle/optim/sgd.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace zoo_forward_test {

using namespace saddle;

namespace {

/// A network with an eighth of the channels where the whole one takes too much time or memory.
template <class Net>
struct Narrow {
  using type = Net;
};
template <std::size_t labels, std::size_t size, std::size_t width, std::size_t blocks>
struct Narrow<StarGanGenerator<labels, size, width, blocks>> {
  using type = StarGanGenerator<labels, size, 8, 2>;
};
template <std::size_t classes, std::size_t size, std::size_t width>
struct Narrow<StarGanCritic<classes, size, width>> {
  using type = StarGanCritic<classes, size, 8>;
};
template <std::size_t size, std::size_t width>
struct Narrow<StarGanScoreCritic<size, width>> {
  using type = StarGanScoreCritic<size, 8>;
};
template <std::size_t blocks, std::size_t size, class Normed, std::size_t width>
struct Narrow<CycleGanGenerator<blocks, size, Normed, width>> {
  using type = CycleGanGenerator<2, size, Normed, 8>;
};
template <class Normed, std::size_t size, std::size_t channels, std::size_t width>
struct Narrow<PatchCritic<Normed, size, channels, width>> {
  using type = PatchCritic<Normed, size, channels, 8>;
};
template <std::size_t size, class Normed, bool dropout, std::size_t channels, std::size_t width>
struct Narrow<UNetGenerator<size, Normed, dropout, channels, width>> {
  using type = UNetGenerator<size, Normed, dropout, channels, 8>;
};
template <std::size_t labels, std::size_t size, std::size_t channels, std::size_t width,
          std::size_t codes>
struct Narrow<IcGanGenerator<labels, size, channels, width, codes>> {
  using type = IcGanGenerator<labels, size, channels, 8, codes>;
};
template <std::size_t labels, std::size_t size, std::size_t channels, std::size_t width>
struct Narrow<IcGanCritic<labels, size, channels, width>> {
  using type = IcGanCritic<labels, size, channels, 8>;
};
template <std::size_t out, std::size_t hidden, std::size_t size, std::size_t channels,
          std::size_t width>
struct Narrow<IcGanEncoder<out, hidden, size, channels, width>> {
  using type = IcGanEncoder<out, 64, size, channels, 4>;
};
template <std::size_t in, std::size_t out, std::size_t size, std::size_t width, std::size_t blocks>
struct Narrow<AlignFlowNet<in, out, size, width, blocks>> {
  using type = AlignFlowNet<in, out, size, 4, blocks>;
};
template <std::size_t scales, std::size_t width, std::size_t blocks, std::size_t size,
          std::size_t channels>
struct Narrow<AlignFlowRealNvp<scales, width, blocks, size, channels>> {
  using type = AlignFlowRealNvp<2, 4, 1, 16, channels>;
};
template <std::size_t width>
struct Narrow<WganGp64Generator<width>> {
  using type = WganGp64Generator<8>;
};
template <std::size_t width>
struct Narrow<WganGp64Critic<width>> {
  using type = WganGp64Critic<8>;
};

/// Parts of random numbers in [-1, 1].
template <class V>
struct RandomSample {
  Cpu::Buffer<float> numbers = Cpu::zeros(storage_size<V>(1));
  RandomSample() {
    random::uniform(numbers.data(), 0, numbers.size(), 1,
                    {.seed = 1, .stream = random::Stream::user});
    for (float& number : numbers) number = 2 * number - 1;
  }
  ConstBatch<V, Cpu> batch() { return batch_at<V>(ref(numbers), 1); }
};

template <class Net>
void check_forward() {
  Cpu device;
  device.reserve_scratch(Chain<Net>::template scratch_size<Cpu>(1));
  Learner<Net, Sgd, Cpu> learner("net", 0, Sgd{});
  learner.initialise(device, 1);
  Tape<Net, Cpu> tape(1);
  RandomSample<typename Net::Input> x;
  const auto y = tape.output(1);
  for (std::size_t c = 0; c < Net::Output::components; ++c) {
    std::fill_n(raw(y[c]), Net::Output::sizes[c], std::numeric_limits<float>::quiet_NaN());
  }
  Chain<Net>::forward(learner.eval_pass(device, 1, tape.cache()), x.batch(), y);
  for (std::size_t c = 0; c < Net::Output::components; ++c) {
    const float* const first = raw(y[c]);
    CHECK(std::all_of(first, first + Net::Output::sizes[c],
                      [](float number) { return std::isfinite(number); }));
  }
}

}  // namespace

TEST_CASE("Every network of the zoo runs forward", "[nn][long]") {
  for_each_in_zoo([&](const auto& entry) {
    CAPTURE(entry.name);
    for_each(entry.networks, [&](auto network) {
      check_forward<typename Narrow<typename decltype(network)::type>::type>();
    });
  });
}

}  // namespace zoo_forward_test
