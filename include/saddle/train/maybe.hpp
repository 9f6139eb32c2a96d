// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/train/fit.hpp>

#include <optional>

namespace saddle::inline per_set {

/// A callback of `fit` that is there or not, as is known at run time only.
template <class Callback>
class Maybe {
 public:
  /// `callback` must outlive this.
  explicit Maybe(std::optional<Callback>& callback) : callback_(callback) {}

  template <class G>
  bool begin(G& gan) {
    return !callback_ || detail::begin(*callback_, gan);
  }
  template <class G>
  bool step(G& gan) {
    return !callback_ || detail::after_step(*callback_, gan);
  }
  template <class G>
  void end(G& gan) {
    if (callback_) detail::end(*callback_, gan);
  }
  template <class G>
  std::optional<RunState> saved(G& gan) {
    return callback_ ? detail::saved(*callback_, gan) : std::nullopt;
  }
  template <class G, class State>
  void save(G& gan, State& state) {
    if (callback_) detail::save(*callback_, gan, state);
  }
  template <class G, class State>
  void save_last(G& gan, State& state) {
    if (callback_) detail::save_last(*callback_, gan, state);
  }
  void keep(RunState& state) {
    if (callback_) detail::keep(*callback_, state);
  }
  void recall(const RunState& state) {
    if (callback_) detail::recall(*callback_, state);
  }

 private:
  std::optional<Callback>& callback_;
};

}  // namespace saddle::inline per_set
