// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/parallel.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace saddle::inline per_set {

/// The version of the library, which is also that of its CMake package.
inline constexpr std::string_view library_version = "0.1.0";

/// The instruction sets that the kernels tell apart; of one processor family, later ones are wider.
enum class InstructionSet { generic, neon, sse2, sse4_2, avx, avx2, avx2_fma, avx512 };

/// The instruction set's name, for people.
constexpr std::string_view name(InstructionSet set) {
  constexpr std::array<std::string_view, 8> names = {
      "no vector instructions", "NEON", "SSE2", "SSE4.2", "AVX", "AVX2", "AVX2+FMA", "AVX-512"};
  return names[static_cast<std::size_t>(set)];
}

/// What the flags of this unit allow.
inline constexpr InstructionSet compiled_for =
#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512DQ__)
    InstructionSet::avx512;
#elif defined(__AVX2__) && defined(__FMA__)
    InstructionSet::avx2_fma;
#elif defined(__AVX2__)
    InstructionSet::avx2;
#elif defined(__AVX__)
    InstructionSet::avx;
#elif defined(__SSE4_2__)
    InstructionSet::sse4_2;
#elif defined(__SSE2__)
    InstructionSet::sse2;
#elif defined(__ARM_NEON)
    InstructionSet::neon;
#else
    InstructionSet::generic;
#endif

/// The compiler of this unit.
inline constexpr std::string_view compiler =
#if defined(__clang__)
    "clang " __clang_version__;
#elif defined(__GNUC__)
    "GCC " __VERSION__;
#else
    "an unknown compiler";
#endif

/// What decides the bits of a result besides its inputs, as files keep it:
/// "saddle 0.1.0, AVX2+FMA, GCC 12.2.0".
inline std::string made_by() {
  std::string text = "saddle ";
  return text.append(library_version)
      .append(", ")
      .append(name(compiled_for))
      .append(", ")
      .append(compiler);
}

/// The best that this machine has; of other processors than x86-64, what the unit is compiled for.
inline InstructionSet best_instruction_set() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq")) {
    return InstructionSet::avx512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    return InstructionSet::avx2_fma;
  }
  if (__builtin_cpu_supports("avx2")) return InstructionSet::avx2;
  if (__builtin_cpu_supports("avx")) return InstructionSet::avx;
  if (__builtin_cpu_supports("sse4.2")) return InstructionSet::sse4_2;
  return InstructionSet::sse2;
#else
  return compiled_for;
#endif
}

/// What a result depends on besides its inputs, or does not.
struct Configuration {
  InstructionSet instruction_set = compiled_for;
  InstructionSet best_of_host = compiled_for;
  std::size_t workers = 1;
  std::string_view determinism = "deterministic for any number of workers";
};

/// The configuration of this unit on this machine, now.
inline Configuration config() {
  return {.best_of_host = best_instruction_set(), .workers = parallel::workers()};
}

/// One line: "saddle 0.1.0, AVX2+FMA, 2 workers, deterministic for any number of workers".
inline std::string to_string(const Configuration& configuration) {
  std::string line = "saddle ";
  line.append(library_version).append(", ").append(name(configuration.instruction_set));
  line += std::string(", ") + std::to_string(configuration.workers);
  line.append(configuration.workers == 1 ? " worker, " : " workers, ");
  return line.append(configuration.determinism);
}

/// What to do where the unit is compiled for less than the machine has; nothing where it is not.
inline std::optional<std::string> instruction_set_advice(
    const Configuration& configuration = config()) {
  if (configuration.instruction_set >= configuration.best_of_host) return std::nullopt;
  std::string advice = "compiled for ";
  advice.append(name(configuration.instruction_set)).append(", but this machine has ");
  advice.append(name(configuration.best_of_host));
  return advice + ": add the flag -march=native, or link saddle::native with CMake";
}

}  // namespace saddle::inline per_set
