// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <stdexcept>

namespace saddle::inline per_set {

/// While it lives, ^C (SIGINT), SIGTERM and the end of a terminal (SIGHUP) ask for an end instead
/// of making one; a second ^C or SIGTERM ends the process at once with the status that shells
/// expect, 128 + the signal. What comes within a quarter of a second is no second one, for
/// timeout(1) signals its child and then the group that the child is of. A signal that was ignored,
/// as under nohup, stays so.
///
/// A callback of `fit`: the step in progress is finished, the other callbacks save, `fit` returns.
class Interrupt {
 public:
  /// Errors: std::logic_error if there is another one.
  Interrupt() {
    if (alive().exchange(true)) throw std::logic_error("saddle: two Interrupts at the same time");
    first() = 0;
    received() = 0;
    struct sigaction action = {};
    action.sa_handler = &handle;
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < signals.size(); ++i) {
      sigaction(signals[i], nullptr, &before_[i]);
      if (before_[i].sa_handler != SIG_IGN) sigaction(signals[i], &action, nullptr);
    }
  }
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt() {
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
    alive() = false;
  }

  /// The signal that asked for an end, or 0.
  int signal() const { return received(); }

  template <class G>
  bool step(G&) {
    return signal() == 0;
  }

 private:
  // Of these a process has one, though a library that is loaded at run time hide all else. The
  // last two are lock-free, so a handler may touch them.
  [[gnu::visibility("default")]] static std::atomic<bool>& alive() {
    static std::atomic<bool> value = false;
    return value;
  }
  [[gnu::visibility("default")]] static std::atomic<int>& received() {
    static std::atomic<int> value = 0;
    return value;
  }
  // When the first signal came, in nanoseconds; 0: none did.
  [[gnu::visibility("default")]] static std::atomic<std::int64_t>& first() {
    static std::atomic<std::int64_t> value = 0;
    return value;
  }
  static void handle(int signal) {
    timespec time;
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    const std::int64_t now = std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
    std::int64_t first_at = 0;
    const bool second = !first().compare_exchange_strong(first_at, now);
    received() = signal;
    // A closing terminal may say so twice, through the kernel and, in its own time, the shell.
    if (second && signal != SIGHUP && now - first_at > one_request) ::_exit(128 + signal);
  }

  static constexpr std::int64_t one_request = 250'000'000;  // nanoseconds
  static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, signals.size()> before_;
};

}  // namespace saddle::inline per_set
