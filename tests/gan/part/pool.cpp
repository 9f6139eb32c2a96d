// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/device.hpp>
#include <saddle/gan/part/pool.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pool_test {

using namespace saddle;

namespace {

using V = Shape<2>;
using Pool = part::Pool<V, Cpu>;
constexpr std::size_t n = 4, room = 5;

/// A pool that is shown fakes by number: number k is the sample (k, -k).
class Numbered {
 public:
  explicit Numbered(std::size_t samples_kept, std::uint32_t index = 1)
      : pool({device, n, 1, index, "critic"}, samples_kept) {}

  /// The numbers of the samples that are shown in the place of number `first` and following.
  std::vector<int> exchange(std::uint32_t time, int first) {
    for (std::size_t i = 0; i < n; ++i) {
      fakes[2 * i] = static_cast<float>(first + static_cast<int>(i));
      fakes[2 * i + 1] = -fakes[2 * i];
    }
    return numbers(raw(pool.exchange(device, {.seed = 3, .time = time}, n, batch()).ref()), n);
  }
  ConstBatch<V, Cpu> batch() { return ConstBatch<V, Cpu>(ref<Cpu>(fakes)); }

  std::vector<int> kept() {
    const auto state = this->state();
    return numbers(state.buffers.at(0).values->data(), *state.counters.at(0).value);
  }
  TrainingState<Cpu> state() {
    TrainingState<Cpu> state;
    pool.list_state(state);
    return state;
  }

  Cpu device;
  Cpu::Buffer<float> fakes = Cpu::zeros(n * V::size);
  Pool pool;

 private:
  static std::vector<int> numbers(const float* samples, std::size_t count) {
    std::vector<int> result;
    for (std::size_t i = 0; i < count; ++i) {
      REQUIRE(samples[2 * i + 1] == -samples[2 * i]);
      result.push_back(static_cast<int>(samples[2 * i]));
    }
    return result;
  }
};

/// For each of the fakes of many steps, whether it changed places with one of a full pool.
std::vector<bool> exchanges(Numbered& fakes, int offset) {
  std::vector<bool> result;
  for (std::uint32_t time = 1; time <= 100; ++time) {
    const int first = offset + static_cast<int>(n * time);
    const std::vector<int> shown = fakes.exchange(time, first);
    for (std::size_t i = 0; i < n; ++i) result.push_back(shown[i] != first + static_cast<int>(i));
  }
  return result;
}

}  // namespace

TEST_CASE("Pool: without room there is none", "[gan]") {
  Numbered fakes(0);
  const auto shown = fakes.pool.exchange(fakes.device, {}, n, fakes.batch());
  CHECK(raw(shown.ref()) == fakes.fakes.data());
  CHECK(fakes.state().buffers.empty());
  CHECK(fakes.state().counters.empty());
}

TEST_CASE("Pool: it fills first", "[gan]") {
  Numbered fakes(2 * n);
  CHECK(fakes.kept().empty());
  CHECK(fakes.exchange(1, 10) == std::vector{10, 11, 12, 13});
  CHECK(fakes.kept() == std::vector{10, 11, 12, 13});
  CHECK(fakes.exchange(2, 20) == std::vector{20, 21, 22, 23});
  CHECK(fakes.kept() == std::vector{10, 11, 12, 13, 20, 21, 22, 23});
}

TEST_CASE("Pool: every second fake changes places with any one that was kept", "[gan]") {
  Numbered fakes(room);
  fakes.exchange(1, 0);
  std::vector<std::size_t> taken(room);
  std::size_t exchanged = 0;
  constexpr std::uint32_t steps = 1000;
  for (std::uint32_t time = 2; time <= steps; ++time) {
    std::vector<int> kept = fakes.kept();
    const int first = static_cast<int>(n * time);
    const std::vector<int> shown = fakes.exchange(time, first);
    for (std::size_t i = 0; i < n; ++i) {
      const int fresh = first + static_cast<int>(i);
      if (kept.size() < room) {
        REQUIRE(shown[i] == fresh);
        kept.push_back(fresh);
      } else if (shown[i] != fresh) {
        const auto old = std::ranges::find(kept, shown[i]);
        REQUIRE(old != kept.end());
        *old = fresh;
        ++taken[static_cast<std::size_t>(old - kept.begin())];
        ++exchanged;
      }
    }
    REQUIRE(fakes.kept() == kept);
  }
  // Binomial: four standard deviations.
  const double fakes_shown = n * steps - room, half = fakes_shown / 2;
  CHECK(std::abs(static_cast<double>(exchanged) - half) < 4 * std::sqrt(half / 2));
  for (const std::size_t count : taken) {
    const double share = half / room;
    CHECK(std::abs(static_cast<double>(count) - share) < 4 * std::sqrt(share));
  }
}

TEST_CASE("Pool: which fakes change places depends on clock and place alone", "[gan]") {
  Numbered one(room), other(room), elsewhere(room, 2);
  for (std::uint32_t time = 1001; time <= 1003; ++time) {
    one.exchange(time, -100);
    elsewhere.exchange(time, -100);
  }
  for (std::uint32_t time = 2001; time <= 2009; ++time) other.exchange(time, -200);
  const std::vector<bool> chosen = exchanges(one, 0);
  CHECK(exchanges(other, 5000) == chosen);
  CHECK(exchanges(elsewhere, 0) != chosen);
  CHECK(exchanges(one, 10'000) == chosen);
}

TEST_CASE("Pool: its state is listed, and goes on where it stopped", "[gan]") {
  Numbered fakes(room), later(room);
  for (std::uint32_t time = 1; time <= 9; ++time) fakes.exchange(time, static_cast<int>(10 * time));
  const TrainingState<Cpu> from = fakes.state(), to = later.state();
  REQUIRE(from.buffers.size() == 1);
  REQUIRE(from.counters.size() == 1);
  CHECK(from.buffers[0].name == "critic.pool");
  CHECK(from.buffers[0].content == Content::samples);
  CHECK(from.buffers[0].values->size() == room * V::size);
  CHECK(from.counters[0].name == "critic.pool.count");
  CHECK(from.counters[0].turns_back);
  *to.buffers[0].values = *from.buffers[0].values;
  *to.counters[0].value = *from.counters[0].value;
  for (std::uint32_t time = 10; time < 40; ++time) {
    const int first = static_cast<int>(10 * time);
    REQUIRE(later.exchange(time, first) == fakes.exchange(time, first));
  }
}

}  // namespace pool_test
