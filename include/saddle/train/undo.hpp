// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/train/snapshot.hpp>

#include <cstdint>
#include <cstdio>
#include <utility>

namespace saddle {

inline namespace per_set {

/// What a run does about a step in which a number is not finite.
enum class NotFinite {
  stop,      ///< ends with the NumericError
  skip,      ///< undoes the step and makes another one in its place, with fresh samples
  roll_back  ///< returns to the last kept state and goes on from there with fresh samples
};

}  // namespace per_set

namespace detail {

/// Carries a `NotFinite` policy out, and gives up where it does not help: after ten failures in a
/// row without a new step.
template <class G>
class Undo {
 public:
  using State = decltype(std::declval<G&>().state());

  Undo(G& gan, NotFinite policy, std::uint64_t interval, std::FILE* messages)
      : policy_(policy), interval_(interval), messages_(messages) {
    if (policy_ != NotFinite::stop) state_ = gan.state();
  }

  /// Keeps the state where the policy may need it.
  void before_step(G& gan) {
    if (policy_ == NotFinite::stop) return;
    const std::uint64_t step = gan.report().step;
    if (step > furthest_) {
      furthest_ = step;
      in_a_row_ = 0;
    }
    if (policy_ == NotFinite::skip || !taken_ || (interval_ > 0 && step % interval_ == 0)) {
      snapshot_.take(state_);
      taken_ = true;
    }
  }

  /// Turns the trainer back. Errors: the error itself if the policy is to stop, or does not help.
  void recover(G& gan, const NumericError& error) {
    if (policy_ == NotFinite::stop || ++in_a_row_ > most_in_a_row) throw error;
    ++count_;
    snapshot_.restore(state_);
    if (messages_ == nullptr) return;
    std::fprintf(messages_, "\n%s; %s step %llu\n", error.what(),
                 policy_ == NotFinite::skip ? "undone, going on from" : "rolled back to",
                 static_cast<unsigned long long>(gan.report().step));
  }

  std::uint64_t count() const { return count_; }

 private:
  static constexpr int most_in_a_row = 10;

  NotFinite policy_;
  std::uint64_t interval_;
  std::FILE* messages_;
  State state_;
  Snapshot<typename State::Device> snapshot_;
  bool taken_ = false;
  std::uint64_t furthest_ = 0;
  int in_a_row_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace detail

}  // namespace saddle
