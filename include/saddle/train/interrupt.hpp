// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>

namespace saddle::inline per_set {

/// While it lives, ^C (SIGINT) and SIGTERM ask for an end instead of making one; a second one ends
/// the process at once with the status that shells expect, 128 + the signal.
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
    sigaction(SIGINT, &action, &before_interrupt_);
    sigaction(SIGTERM, &action, &before_terminate_);
  }
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt() {
    sigaction(SIGINT, &before_interrupt_, nullptr);
    sigaction(SIGTERM, &before_terminate_, nullptr);
    alive() = false;
  }

  /// The signal that asked for an end, or 0.
  int signal() const { return received(); }

  template <class G>
  bool step(G&) {
    return signal() == 0;
  }

 private:
  static std::atomic<bool>& alive() {
    static std::atomic<bool> value = false;
    return value;
  }
  static std::atomic<int>& received() {  // lock-free, so a handler may touch it
    static std::atomic<int> value = 0;
    return value;
  }
  static void handle(int signal) {
    if (received().exchange(signal) != 0) ::_exit(128 + signal);
  }

  struct sigaction before_interrupt_, before_terminate_;
};

}  // namespace saddle::inline per_set
