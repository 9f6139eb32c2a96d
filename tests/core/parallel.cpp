// SPDX-License-Identifier: BSL-1.0
#include "../catch.hpp"

#include <saddle/core/parallel.hpp>

#if defined(__linux__)
#include <sys/wait.h>
#include <unistd.h>
#endif

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace parallel_test {

using namespace saddle;

namespace {

struct Workers {
  explicit Workers(std::size_t count) { parallel::set_workers(count); }
  ~Workers() { parallel::set_workers(0); }
};

}  // namespace

TEST_CASE("Every task runs once, whatever the number of workers", "[parallel]") {
  for (std::size_t count : {1U, 2U, 3U, 7U}) {
    const Workers workers(count);
    CHECK(parallel::workers() == count);
    for (std::size_t tasks : {0U, 1U, 2U, 5U, 64U, 1000U}) {
      std::vector<int> runs(tasks, 0);
      parallel::for_each(tasks, [&](std::size_t i) { ++runs[i]; });
      CHECK(runs == std::vector<int>(tasks, 1));
    }
  }
}

TEST_CASE("Seven workers are seven threads, also on two cores", "[parallel]") {
  constexpr std::size_t count = 7;
  const Workers workers(count);
  std::mutex mutex;
  std::condition_variable all_here;
  std::size_t here = 0;
  // Each task waits for the others: this ends only if seven threads run tasks at once.
  parallel::for_each(count, [&](std::size_t) {
    std::unique_lock<std::mutex> lock(mutex);
    ++here;
    all_here.notify_all();
    all_here.wait(lock, [&] { return here == count; });
  });
  CHECK(here == count);
}

TEST_CASE("An impossible number of workers is refused and changes nothing", "[parallel]") {
  const Workers workers(2);
  CHECK_THROWS_AS(parallel::set_workers(std::size_t{1} << 20), std::invalid_argument);
  CHECK(parallel::workers() == 2);
}

TEST_CASE("A pause longer than the spin loses no loop", "[parallel]") {
  for (std::size_t count : {2U, 7U}) {
    const Workers workers(count);
    std::atomic<int> sum{0};
    for (int round = 0; round < 20; ++round) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      parallel::for_each(16, [&](std::size_t) { ++sum; });
    }
    CHECK(sum == 320);
  }
}

TEST_CASE("Many small loops in a row see their own data", "[parallel]") {
  const Workers workers(7);
  std::size_t wrong = 0;
  for (std::size_t round = 0; round < 2000; ++round) {
    std::array<std::size_t, 9> result{};
    parallel::for_each(result.size(), [&](std::size_t i) { result[i] = i + round; });
    for (std::size_t i = 0; i < result.size(); ++i) wrong += result[i] != i + round;
  }
  CHECK(wrong == 0);
}

TEST_CASE("An exception of a task reaches the caller, the first one by index", "[parallel]") {
  for (std::size_t count : {1U, 2U, 7U}) {
    const Workers workers(count);
    const auto fail = [](std::size_t i) {
      if (i == 3 || i == 17) throw i;
    };
    std::size_t caught = 0;
    try {
      parallel::for_each(20, fail);
    } catch (std::size_t index) {
      caught = index;
    }
    CHECK(caught == 3);
    std::atomic<int> after{0};
    parallel::for_each(4, [&](std::size_t) { ++after; });
    CHECK(after == 4);
  }
}

TEST_CASE("A loop inside a task runs where it is", "[parallel]") {
  const Workers workers(3);
  std::atomic<int> sum{0};
  std::atomic<int> elsewhere{0};
  parallel::for_each(8, [&](std::size_t) {
    const auto outer = std::this_thread::get_id();
    parallel::for_each(8, [&](std::size_t) {
      ++sum;
      if (std::this_thread::get_id() != outer) ++elsewhere;
    });
  });
  CHECK(sum == 64);
  CHECK(elsewhere == 0);
  CHECK_THROWS_AS(parallel::for_each(2, [](std::size_t) { parallel::set_workers(2); }),
                  std::logic_error);
}

TEST_CASE("Two threads of a program may both use the pool", "[parallel]") {
  const Workers workers(2);
  std::atomic<int> sum{0};
  const auto loop = [&] {
    for (int i = 0; i < 200; ++i) parallel::for_each(5, [&](std::size_t) { ++sum; });
  };
  std::thread other(loop);
  loop();
  other.join();
  CHECK(sum == 2000);
}

#if defined(__linux__)
namespace {

/// The exit status of a child of fork() that does `work` and exits as a program does; -1 for a
/// child that dies of a signal, such as that of the alarm where it hangs.
template <class Work>
int status_of_child(Work work) {
  std::fflush(nullptr);
  const ::pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);
    ::alarm(20);
    std::exit(work());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("A child of fork() may exit, and may use threads of its own", "[parallel]") {
  for (const std::size_t count : {1U, 2U, 5U}) {
    CAPTURE(count);
    const Workers workers(count);
    const auto work = [] {
      std::atomic<int> sum{0};
      for (int i = 0; i < 20; ++i) parallel::for_each(50, [&](std::size_t) { ++sum; });
      return sum == 1000 ? 7 : 8;
    };
    CHECK(work() == 7);
    CHECK(status_of_child([] { return 7; }) == 7);
    CHECK(status_of_child(work) == 7);
    CHECK(status_of_child([&] {
            parallel::set_workers(3);
            return status_of_child(work) == 7 ? work() : 9;
          }) == 7);
    CHECK(work() == 7);  // the parent's threads are as they were
  }
}
#endif

}  // namespace parallel_test
