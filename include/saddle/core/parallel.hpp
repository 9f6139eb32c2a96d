// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(__linux__)
#include <pthread.h>
#include <sched.h>
#endif

/// Work on several cores: the one file that knows threads.
namespace saddle::parallel {

namespace detail {

/// How many cores this process may run on.
inline std::size_t cores() {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return static_cast<std::size_t>(CPU_COUNT(&set));
#endif
  const unsigned found = std::thread::hardware_concurrency();
  return found > 0 ? found : 1;
}

inline void pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

// What a process has one of stays visible where a library that is loaded at run time hides all
// else.

/// Set in a thread that is running tasks: a nested loop then runs where it is.
[[gnu::visibility("default")]] inline thread_local bool inside = false;

/// The threads and the job they share.
///
/// Every participant owns one contiguous range of the tasks and takes it front to back, then helps
/// with the others' ranges: neighbouring tasks stay in one core's cache, and a core that somebody
/// else keeps busy delays at most the task it is in. Whoever comes too late for a job is not
/// waited for. Waiting is a bounded spin, then sleep in the kernel. A child of fork() has none of
/// the threads and starts its own when it needs them.
class [[gnu::visibility("default")]] Pool {
 public:
  static Pool& instance() {
    static Pool pool;
#if defined(__linux__)
    [[maybe_unused]] static const int registered =
        ::pthread_atfork(nullptr, nullptr, [] { pool.forget_threads(); });
#endif
    return pool;
  }

  std::size_t workers() const { return workers_.load(std::memory_order_relaxed); }

  void resize(std::size_t count) {
    if (inside) throw std::logic_error("saddle: set_workers was called from inside a task");
    const std::lock_guard<std::mutex> callers(callers_);
    if (count == 0) count = cores();
    if (count > most) throw std::invalid_argument("saddle: at most 16383 workers");
    if (count == workers()) return;
    stop();
    start(count);
  }

  void run(std::size_t count, void (*task)(void*, std::size_t), void* context) {
    const std::unique_lock<std::mutex> callers(callers_, std::try_to_lock);
    if (!callers.owns_lock()) {  // another thread of the program has the pool
      for (std::size_t i = 0; i < count; ++i) task(context, i);
      return;
    }
    if (!threads_) start(workers());
    task_ = task;
    context_ = context;
    const std::size_t parts = workers();
    for (std::size_t i = 0; i < parts; ++i) {
      ranges_[i].next.store(count * i / parts, std::memory_order_relaxed);
      ranges_[i].end = count * (i + 1) / parts;
    }
    failed_at_ = count;
    gate_.fetch_add(job + accepting);
    gate_.notify_all();
    participate(0);
    gate_.fetch_and(~accepting);
    wait_until([](State state) { return (state & counter) == 0; }, awaited);
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  struct alignas(64) Range {
    std::atomic<std::size_t> next{0};
    std::size_t end = 0;
  };

  // gate_ = number of the job << 16 | accepting << 15 | awaited << 14 | threads inside.
  // The number may wrap around: it only tells a worker that something is new.
  using State = std::uint32_t;  // what the kernel can wait for
  using Threads = std::vector<std::thread>;
  static constexpr State job = State{1} << 16;
  static constexpr State accepting = State{1} << 15;
  static constexpr State awaited = State{1} << 14;  // the caller sleeps until nobody is inside
  static constexpr State counter = awaited - 1;
  static constexpr std::size_t most = counter;

  Pool() { start(cores()); }
  ~Pool() { stop(); }

  void start(std::size_t count) {
    ranges_ = std::make_unique<Range[]>(count);
    workers_.store(count, std::memory_order_relaxed);
    // Spinning helps only where every worker can have a core of its own.
    spins_ = count <= cores() ? 2000 : 0;
    const State seen = gate_.load() / job;
    threads_ = std::make_unique<Threads>();
    for (std::size_t i = 1; i < count; ++i) {
      threads_->emplace_back([this, i, seen] { serve(i, seen); });
    }
  }

  void stop() {
    if (!threads_) return;
    stopping_.store(true);
    gate_.fetch_add(job);
    gate_.notify_all();
    for (std::thread& thread : *threads_) thread.join();
    threads_.reset();
    stopping_.store(false);
  }

  /// In a child of fork(): the parent's threads cannot be joined here, and what they or another
  /// caller held or counted at that moment is held by nobody.
  void forget_threads() {
    parents_threads_ = threads_.release();
    std::construct_at(&callers_);
    std::construct_at(&failing_);
    gate_.store(0);
    stopping_.store(false);
  }

  void serve(std::size_t self, State seen) {
    for (;;) {
      wait_until([&](State state) { return state / job != seen; }, 0);
      if (stopping_.load()) return;
      const State entered = gate_.fetch_add(1);
      seen = entered / job;
      if (entered & accepting) participate(self);
      const State left = gate_.fetch_sub(1);
      if ((left & counter) == 1 && (left & awaited)) gate_.notify_all();
    }
  }

  /// Spins for a while, then marks the gate with `mark` and sleeps between its changes.
  template <class Done>
  void wait_until(Done&& done, State mark) {
    for (int i = 0; i < spins_; ++i) {
      if (done(gate_.load(std::memory_order_acquire))) return;
      pause();
    }
    State state = gate_.fetch_or(mark) | mark;
    for (; !done(state); state = gate_.load()) gate_.wait(state);
    if (mark != 0) gate_.fetch_and(~mark);
  }

  void participate(std::size_t self) {
    inside = true;
    const std::size_t parts = workers();
    for (std::size_t i = 0; i < parts; ++i) {
      Range& range = ranges_[(self + i) % parts];
      if (range.next.load(std::memory_order_relaxed) >= range.end) continue;
      for (;;) {
        const std::size_t index = range.next.fetch_add(1, std::memory_order_relaxed);
        if (index >= range.end) break;
        try {
          task_(context_, index);
        } catch (...) {
          const std::lock_guard<std::mutex> lock(failing_);
          if (index < failed_at_) {
            failed_at_ = index;
            failure_ = std::current_exception();
          }
        }
      }
    }
    inside = false;
  }

  std::mutex callers_;
  std::mutex failing_;
  std::atomic<State> gate_{0};
  std::atomic<std::size_t> workers_{1};
  int spins_ = 0;
  std::unique_ptr<Range[]> ranges_;
  void (*task_)(void*, std::size_t) = nullptr;
  void* context_ = nullptr;
  std::size_t failed_at_ = 0;
  std::exception_ptr failure_;
  std::atomic<bool> stopping_{false};
  std::unique_ptr<Threads> threads_;  // null in a child of fork() until it needs them
  static inline Threads* parents_threads_ = nullptr;  // of such a child: kept, never joined
};

}  // namespace detail

/// Sets how many threads share the work, the calling one included; 0 means one per core.
///
/// Errors: std::logic_error inside a task, std::invalid_argument for more than 16383.
inline void set_workers(std::size_t count) { detail::Pool::instance().resize(count); }

/// How many threads share the work.
inline std::size_t workers() { return detail::Pool::instance().workers(); }

/// Calls f(0) ... f(count - 1), each once, on all workers.
///
/// The tasks are the caller's: fixed by shapes, never by the number of workers, so results do not
/// depend on it. A call from inside a task runs where it is.
///
/// Errors: the exception of the lowest failing index reaches the caller.
/// Cost:   no heap allocation; a call with one task or one worker is a plain loop.
template <class F>
void for_each(std::size_t count, F&& f) {
  if (count < 2 || detail::inside || workers() < 2) {
    for (std::size_t i = 0; i < count; ++i) f(i);
    return;
  }
  using Task = std::remove_reference_t<F>;
  detail::Pool::instance().run(
      count, [](void* task, std::size_t i) { (*static_cast<Task*>(task))(i); },
      const_cast<void*>(static_cast<const void*>(std::addressof(f))));
}

}  // namespace saddle::parallel
