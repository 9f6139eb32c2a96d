// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/core/text/quoted.hpp>

#include <cstdint>
#include <string>

/// The argument STEPS of an example.
///
/// Errors: ConfigError for what is no whole number.
inline std::uint64_t steps_in(const std::string& text) {
  if (const auto steps = saddle::number_in<std::uint64_t>(text)) return *steps;
  throw saddle::ConfigError("STEPS", "a whole number", saddle::in_quotes(text));
}
