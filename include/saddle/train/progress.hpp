// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/gan/part/report.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace saddle::inline per_set {

/// What a progress line shows.
struct ProgressState {
  Measurement measured;
  std::uint64_t first = 0;  // steps that were made before this run
  std::uint64_t total = 0;
  double seconds = 0;  // since this run began
};

/// Where a progress line goes: redrawn in place on a terminal, else one plain line after the first
/// second, so that a long run says how long, and one every tenth of it. Never standard output,
/// which belongs to results.
class Progress {
 public:
  explicit Progress(std::FILE* out = stderr)
      : out_(out), terminal_(out != nullptr && isatty(fileno(out)) != 0) {}

  /// Shows the state when it is due; cheap when it is not.
  void update(const ProgressState& state) {
    if (out_ == nullptr) return;
    const std::uint64_t step = state.measured.step;
    const bool last = step == state.total;
    if (terminal_) {
      if (!last && state.seconds < next_second_) return;
      next_second_ = state.seconds + 0.1;
    } else {
      const std::uint64_t tenth = step * 10 / std::max<std::uint64_t>(state.total, 1);
      const std::uint64_t before = state.first * 10 / std::max<std::uint64_t>(state.total, 1);
      const bool first_words = !spoke_ && state.seconds >= 1;
      if (tenth <= std::max(shown_tenth_, before) && !first_words) return;
      shown_tenth_ = tenth;
      spoke_ = true;
    }
    const std::string text = line(state);
    std::fprintf(out_, terminal_ ? "\r\033[K%s" : "%s\n", text.c_str());
    std::fflush(out_);
  }

  /// Ends a line that was being redrawn.
  void finish() {
    if (out_ == nullptr || !terminal_) return;
    std::fputc('\n', out_);
    std::fflush(out_);
  }

  /// "[=====>    ]  4000/8000  412 steps/s  bound 0.412  critic -0.41  generator 0.20  ETA 0:09"
  static std::string line(const ProgressState& state) {
    const Measurement& measured = state.measured;
    const auto step = static_cast<double>(measured.step);
    const double share = state.total > 0 ? step / static_cast<double>(state.total) : 0;
    const double made = step - static_cast<double>(state.first);
    const double rate = state.seconds > 0 ? made / state.seconds : 0;
    std::string bar(20, ' ');
    const auto filled = static_cast<std::size_t>(share * 20);
    std::fill_n(bar.begin(), std::min<std::size_t>(filled, 20), '=');
    if (filled < 20) bar[filled] = '>';
    const auto left =
        static_cast<long>(rate > 0 ? (static_cast<double>(state.total) - step) / rate + 0.5 : 0);
    char text[100];
    std::snprintf(text, sizeof text, "[%s] %6llu/%llu  %.0f steps/s", bar.c_str(),
                  static_cast<unsigned long long>(measured.step),
                  static_cast<unsigned long long>(state.total), rate);
    std::string line = text;
    for (std::size_t i = 0; i < std::min(measured.names.size(), shown_losses); ++i) {
      const std::string_view name = measured.names[i];
      const std::string_view word =
          name.ends_with("_loss") ? name.substr(0, name.size() - 5) : name;
      std::snprintf(text, sizeof text, "  %.*s %.4g", static_cast<int>(word.size()), word.data(),
                    measured.values[i]);
      line += text;
    }
    std::snprintf(text, sizeof text, "  ETA %ld:%02ld", left / 60, left % 60);
    return line + text;
  }

 private:
  static constexpr std::size_t shown_losses = 3;

  std::FILE* out_;
  bool terminal_;
  double next_second_ = 0;
  std::uint64_t shown_tenth_ = 0;
  bool spoke_ = false;
};

}  // namespace saddle::inline per_set
