// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/glyphs.hpp>
#include <saddle/data/prefetch.hpp>
#include <saddle/data/ring.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace prefetch_test {

using namespace saddle;

namespace {

/// What happened inside of a Numbers.
struct Journal {
  std::mutex mutex;
  std::set<const void*> elsewhere;      // where other threads than the test's drew to
  std::atomic<std::uint64_t> reach{0};  // the first position that no other thread has drawn
  std::thread::id home = std::this_thread::get_id();
};

/// A source whose value is a function of seed and position, and that fails from `broken` on.
struct Numbers {
  std::string name = "numbers";
  std::shared_ptr<Journal> journal = std::make_shared<Journal>();
  std::uint64_t broken = ~std::uint64_t{0};

  static constexpr std::array<std::size_t, 1> shape() { return {2}; }

  static float value(std::uint64_t seed, std::uint64_t position, std::size_t column) {
    return static_cast<float>((seed * 1009 + position * 7 + column) % 65'521);
  }

  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    if (position + n > broken) throw std::runtime_error("broken");
    for (std::size_t i = 0; i < 2 * n; ++i) out[i] = T(value(seed, position + i / 2, i % 2));
    if (std::this_thread::get_id() == journal->home) return;
    const std::lock_guard lock(journal->mutex);
    journal->elsewhere.insert(out);
    journal->reach = std::max<std::uint64_t>(journal->reach, position + n);
  }
};
static_assert(data::Source<data::Prefetch<Numbers>>);

/// Draws and compares with what the source would say.
template <class Prefetched>
bool is_right(const Prefetched& source, std::size_t n, std::uint64_t seed, std::uint64_t position) {
  std::vector<float> out(2 * n + 1, -1);
  source.draw(out.data(), n, seed, position);
  bool right = out[2 * n] == -1;
  for (std::size_t i = 0; i < 2 * n; ++i) {
    right = right && out[i] == Numbers::value(seed, position + i / 2, i % 2);
  }
  return right;
}

template <class Condition>
bool comes_true(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace

TEST_CASE("a row is drawn ahead by another thread, into the same memory", "[data]") {
  const Numbers numbers;
  Journal& journal = *numbers.journal;
  const data::Prefetch<Numbers> prefetched(numbers, 3);
  CHECK(prefetched.name == "numbers");
  CHECK(prefetched.shape()[0] == 2);
  CHECK(is_right(prefetched, 10, 1, 0));
  CHECK(is_right(prefetched, 10, 1, 10));
  REQUIRE(comes_true([&] { return journal.reach == 50; }));  // three batches ahead, and no more
  for (std::uint64_t position = 20; position < 1000; position += 10) {
    CHECK(is_right(prefetched, 10, 1, position));
    if (position % 100 == 0) {
      REQUIRE(comes_true([&] { return journal.reach == position + 40; }));
    }
  }
  const std::lock_guard lock(journal.mutex);
  CHECK(journal.elsewhere.size() == 3);
}

TEST_CASE("a look elsewhere leaves the row waiting", "[data]") {
  const Numbers numbers;
  Journal& journal = *numbers.journal;
  const data::Prefetch<Numbers> prefetched(numbers, 1);
  CHECK(is_right(prefetched, 10, 1, 0));
  CHECK(is_right(prefetched, 10, 1, 10));
  REQUIRE(comes_true([&] { return journal.reach == 30; }));
  CHECK(is_right(prefetched, 500, 1, std::uint64_t{1} << 40));
  CHECK(journal.reach == 30);
  CHECK(is_right(prefetched, 10, 1, 20));
  CHECK(comes_true([&] { return journal.reach == 40; }));
}

TEST_CASE("whatever is asked for, the values are the source's", "[data]") {
  const data::Prefetch<Numbers> prefetched{Numbers{}};
  std::uint64_t state = 1, position = 0, seed = 1;
  std::size_t n = 8;
  std::size_t wrong = 0;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    switch (state >> 60) {
      case 0: position = state >> 20 & 0xffff; break;
      case 1: n = state >> 30 & 15; break;  // none at all, too
      case 2: seed = state >> 40 & 3; break;
      default: break;
    }
    wrong += !is_right(prefetched, n, seed, position);
    position += n;
  }
  CHECK(wrong == 0);
}

TEST_CASE("several threads draw from one source", "[data]") {
  const data::Prefetch<Numbers> prefetched{Numbers{}};
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (std::uint64_t self = 0; self < 4; ++self) {
    threads.emplace_back([&, self] {
      // Two threads share a row, the others have their own.
      const std::uint64_t seed = self / 2 * (1 + self % 2);
      for (std::uint64_t i = 0; i < 2'000; ++i) wrong += !is_right(prefetched, 5, seed, 5 * i);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}

TEST_CASE("an exception of the worker reaches the caller, in its place", "[data]") {
  const Numbers numbers{.broken = 35};
  const data::Prefetch<Numbers> prefetched(numbers);
  for (std::uint64_t position = 0; position < 30; position += 10) {
    CHECK(is_right(prefetched, 10, 1, position));
  }
  std::vector<float> out(20);
  for (int again = 0; again < 3; ++again) {
    CHECK_THROWS_WITH(prefetched.draw(out.data(), 10, 1, 30), "broken");
  }
  CHECK(is_right(prefetched, 10, 1, 0));
  CHECK(is_right(prefetched, 10, 1, 10));
  CHECK(is_right(prefetched, 10, 1, 20));
  CHECK_THROWS_WITH(prefetched.draw(out.data(), 10, 1, 30), "broken");
}

TEST_CASE("a source may end at any moment, and other numbers and labels pass through", "[data]") {
  for (int i = 0; i < 50; ++i) {
    const data::Prefetch<Numbers> prefetched{Numbers{}};
    for (std::uint64_t k = 0; k < static_cast<std::uint64_t>(i % 5); ++k) {
      CHECK(is_right(prefetched, 100, 1, 100 * k));
    }
  }
  const data::Prefetch prefetched{data::Glyphs{}};
  std::vector<int> expected(5), found(5);
  data::Glyphs{}.draw_labels(expected.data(), 5, 1, 3);
  prefetched.draw_labels(found.data(), 5, 1, 3);
  CHECK(found == expected);
  std::vector<double> exact(2), passed(2);
  data::Ring{}.draw(exact.data(), 1, 1, 3);
  data::Prefetch{data::Ring{}}.draw(passed.data(), 1, 1, 3);
  CHECK(passed == exact);
}

}  // namespace prefetch_test
