// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace saddle {

/// What a step measured, for those who go over the names: history, log, progress, curves. It looks
/// at the report of a trainer, which must outlive it.
struct Measurement {
  std::uint64_t step = 0;  // model updates so far
  std::span<const std::string_view> names{};
  std::span<const double> values{};
};

/// What a training step measured: the losses that `Losses::names` lists, the one that a person
/// wants to see first in front.
///
///     gan.report()["bound"]
template <class Losses>
class Report {
 public:
  static constexpr auto& names = Losses::names;

  /// One of these names; any other does not compile.
  class Loss {
   public:
    consteval Loss(const char* name) {  // NOLINT: a literal is a loss
      const auto found = std::ranges::find(names, std::string_view(name));
      if (found == names.end()) this_report_has_no_loss_of_that_name();
      place_ = static_cast<std::size_t>(found - names.begin());
    }
    constexpr std::size_t place() const { return place_; }

   private:
    static void this_report_has_no_loss_of_that_name() {}

    std::size_t place_ = 0;
  };

  std::uint64_t step = 0;  // model updates so far

  double operator[](Loss loss) const { return values_[loss.place()]; }
  double& operator[](Loss loss) { return values_[loss.place()]; }

  /// All losses are 0 again.
  void clear() { values_ = {}; }

  operator Measurement() const& { return {step, names, values_}; }
  operator Measurement() const&& = delete;  // it would look at what is gone

 private:
  std::array<double, Losses::names.size()> values_{};
};

}  // namespace saddle
