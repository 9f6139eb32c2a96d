// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

namespace saddle_program {

/// A callback of `fit` for a run that is far shorter than its model's recipe: says once, as soon as
/// the time of a step is known, how many steps that recipe has and how long they would take.
class StepsAdvice {
 public:
  /// `subject` is what the recipe is for: "pictures of 28x28x1 by dcgan".
  StepsAdvice(std::string subject, std::uint64_t recipe)
      : subject_(std::move(subject)), recipe_(recipe) {}

  template <class G>
  void begin(G& gan) {
    few_ = gan.steps() < recipe_ / 2;
    first_ = gan.report().step;
    begin_ = Clock::now();
  }
  template <class G>
  void step(G& gan) {
    constexpr double soon = 2;  // seconds, after which a step's time is known
    if (few_ && seconds() > soon) tell(gan);
  }
  template <class G>
  void end(G& gan) {
    if (few_) tell(gan);
  }

 private:
  using Clock = std::chrono::steady_clock;

  double seconds() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }

  template <class G>
  void tell(const G& gan) {
    const std::uint64_t made = gan.report().step - first_;
    if (made == 0) return;
    print(gan.steps(), seconds() / static_cast<double>(made));
    few_ = false;
  }
  void print(std::uint64_t steps, double seconds_per_step) const;

  std::string subject_;
  std::uint64_t recipe_;
  bool few_ = false;
  std::uint64_t first_ = 0;
  Clock::time_point begin_;
};

}  // namespace saddle_program
