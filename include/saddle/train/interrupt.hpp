// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <stdexcept>

namespace saddle::inline per_set {

/// While it lives, ^C (SIGINT), SIGTERM and the end of a terminal (SIGHUP) ask for an end instead
/// of making one; a second ^C or SIGTERM ends the process at once with the status that shells
/// expect, 128 + the signal. A signal that was ignored, as under nohup, stays so.
///
/// A callback of `fit`: the step in progress is finished, the other callbacks save, `fit` returns.
class Interrupt {
 public:
  /// Errors: std::logic_error if there is another one.
  Interrupt() {
    if (alive().exchange(true)) throw std::logic_error("saddle: two Interrupts at the same time");
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
  // second is lock-free, so a handler may touch it.
  [[gnu::visibility("default")]] static std::atomic<bool>& alive() {
    static std::atomic<bool> value = false;
    return value;
  }
  [[gnu::visibility("default")]] static std::atomic<int>& received() {
    static std::atomic<int> value = 0;
    return value;
  }
  static void handle(int signal) {
    // A closing terminal may say so twice, through the kernel and through the shell.
    if (received().exchange(signal) != 0 && signal != SIGHUP) ::_exit(128 + signal);
  }

  static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, signals.size()> before_;
};

}  // namespace saddle::inline per_set
