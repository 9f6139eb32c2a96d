// SPDX-License-Identifier: BSL-1.0
#include "gan/strict.hpp"

#include "catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace strict_test {

namespace {

/// Whether a process that calls f ends otherwise than by coming back.
template <class F>
bool ends(F&& f) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGSEGV, SIG_DFL);
    close(STDERR_FILENO);  // of a sanitizer
    f();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

}  // namespace

TEST_CASE("strict: what the host reads between primitives ends it", "[gan]") {
  strict::Buffer<float> buffer(1);
  const auto read = [&] { return *static_cast<volatile float*>(buffer.data()); };
  {
    const strict::Open open;
    CHECK(read() == 0);
  }
  CHECK(ends(read));
}

}  // namespace strict_test
