// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/backend/backend.hpp>
#include <saddle/train/snapshot.hpp>

#include <algorithm>
#include <cstdint>

namespace snapshot_test {

using namespace saddle;

namespace {

/// A state of one buffer, a counter that turns back, and one that never does.
struct Trainer {
  Cpu::Buffer<float> numbers = Cpu::zeros(3);
  std::uint64_t step = 0, position = 0;

  TrainingState<Cpu> state() {
    TrainingState<Cpu> state;
    state.buffers.push_back({"net", Content::parameters, &numbers});
    state.counters.push_back({"step", &step});
    state.counters.push_back({"position", &position, false});
    return state;
  }
  void go_on() {
    for (float& number : numbers) ++number;
    ++step;
    position += 10;
  }
};

}  // namespace

TEST_CASE("a snapshot turns numbers back, but not what numbers random draws", "[train]") {
  Trainer trainer;
  trainer.go_on();
  Snapshot<Cpu> snapshot;
  snapshot.take(trainer.state());
  trainer.go_on();
  trainer.go_on();
  snapshot.restore(trainer.state());
  CHECK(std::ranges::count(trainer.numbers, 1.0F) == 3);
  CHECK(trainer.step == 1);
  CHECK(trainer.position == 30);
  snapshot.rewind(trainer.state());
  CHECK(trainer.position == 10);
}

}  // namespace snapshot_test
