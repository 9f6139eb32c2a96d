// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "catch.hpp"

#include <saddle/core/error.hpp>

#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <ctime>
#include <fstream>
#include <functional>
#include <new>
#include <ostream>

/// Whether memory can be limited: a sanitizer reserves far more than it uses.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool memory_has_limits = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool memory_has_limits = false;
#else
inline constexpr bool memory_has_limits = true;
#endif
#else
inline constexpr bool memory_has_limits = true;
#endif

/// How an attempt in a process of its own ended.
enum class Outcome { refused, accepted, out_of_memory, other_error, too_slow, crashed };

inline std::ostream& operator<<(std::ostream& out, Outcome outcome) {
  constexpr const char* names[] = {"refused",     "accepted", "out of memory",
                                   "other error", "too slow", "crashed"};
  return out << names[static_cast<int>(outcome)];
}

/// Calls `attempt` in a process that may take 16 MB more than this one has and 50 ms of processor
/// time; `refused` means that it threw a DataError within them.
inline Outcome outcome_within_limits(const std::function<void()>& attempt) {
  constexpr int first_status = 100;  // away from those of a runtime that gives up
  const ::pid_t child = ::fork();
  if (child == 0) {
    ::malloc_trim(0);
    if (memory_has_limits) {
      std::size_t pages = 0;
      std::ifstream("/proc/self/statm") >> pages;
      const auto size = static_cast<::rlim_t>(pages) * static_cast<::rlim_t>(::getpagesize());
      const ::rlimit limit{size + 16'000'000, RLIM_INFINITY};
      ::setrlimit(RLIMIT_AS, &limit);
    }
    const std::clock_t begin = std::clock();
    Outcome outcome = Outcome::accepted;
    try {
      attempt();
    } catch (const saddle::DataError&) {
      outcome = Outcome::refused;
    } catch (const std::bad_alloc&) {
      outcome = Outcome::out_of_memory;
    } catch (...) {
      outcome = Outcome::other_error;
    }
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    if (seconds > 0.05) outcome = Outcome::too_slow;
    ::_exit(first_status + static_cast<int>(outcome));
  }
  REQUIRE(child > 0);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  const bool finished = WIFEXITED(status) && WEXITSTATUS(status) >= first_status;
  return finished ? static_cast<Outcome>(WEXITSTATUS(status) - first_status) : Outcome::crashed;
}
