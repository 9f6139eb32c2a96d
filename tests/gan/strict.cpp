// SPDX-License-Identifier: BSL-1.0
// Formulations on a device that the host cannot read.
#include "gan/strict.hpp"

#include "catch.hpp"
#include "gan/formulations.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <vector>

namespace strict_test {

using namespace saddle;

namespace {

template <class D>
std::vector<float> all_numbers(const TrainingState<D>& state) {
  std::vector<float> numbers;
  for (const auto& buffer : state.buffers) {
    const float* const values = buffer.values->data();
    numbers.insert(numbers.end(), values, values + buffer.values->size());
  }
  return numbers;
}

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

TEMPLATE_LIST_TEST_CASE("strict: no step touches numbers outside of primitives", "[gan]",
                        formulations::All) {
  using Strict = typename TestType::template On<strict::Device>;
  const auto source = TestType::source();
  typename TestType::Trainer gan{TestType::config()};
  Strict far{TestType::config()};
  for (int i = 0; i < 3; ++i) {
    gan.step(source);
    far.step(source);
  }
  const strict::Open open;
  CHECK(all_numbers(far.state()) == all_numbers(gan.state()));
}

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
