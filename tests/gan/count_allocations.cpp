// SPDX-License-Identifier: BSL-1.0
// Counts every allocation of this program: malloc and its family are defined here, in front of the
// C library's. A counting operator new would not see aligned allocations.
#include "gan/count_allocations.hpp"

#include "catch.hpp"

#include <saddle/backend/backend.hpp>

#include <atomic>
#include <cerrno>
#include <cstdlib>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ALLOCATIONS_BELONG_TO_A_SANITIZER
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define ALLOCATIONS_BELONG_TO_A_SANITIZER
#endif

#if defined(ALLOCATIONS_BELONG_TO_A_SANITIZER)

std::size_t allocations() { return 0; }

TEST_CASE("The counter sees every member of malloc's family", "[gan]") {
  WARN("skipped: here malloc cannot be replaced (a sanitizer owns it, or this is not glibc)");
}

#else

namespace {

std::atomic<std::size_t> allocated{0};

}  // namespace

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* pointer, std::size_t size);
void* __libc_memalign(std::size_t boundary, std::size_t size);

void* malloc(std::size_t size) noexcept {
  ++allocated;
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
  ++allocated;
  return __libc_calloc(count, size);
}
void* realloc(void* pointer, std::size_t size) noexcept {
  ++allocated;
  return __libc_realloc(pointer, size);
}
void* aligned_alloc(std::size_t boundary, std::size_t size) noexcept {
  ++allocated;
  return __libc_memalign(boundary, size);
}
void* memalign(std::size_t boundary, std::size_t size) noexcept {
  ++allocated;
  return __libc_memalign(boundary, size);
}
int posix_memalign(void** result, std::size_t boundary, std::size_t size) noexcept {
  ++allocated;
  *result = __libc_memalign(boundary, size);
  return *result ? 0 : ENOMEM;
}

}  // extern "C"

std::size_t allocations() { return allocated; }

TEST_CASE("The counter sees every member of malloc's family", "[gan]") {
  const auto counts = [](auto allocate) {
    const std::size_t before = allocations();
    void* volatile pointer = allocate();
    const std::size_t after = allocations();
    std::free(pointer);
    return after - before;
  };
  CHECK(counts([] { return std::malloc(10); }) == 1);
  CHECK(counts([] { return std::calloc(10, 1); }) == 1);
  CHECK(counts([] { return std::realloc(nullptr, 10); }) == 1);
  CHECK(counts([] { return std::aligned_alloc(64, 64); }) == 1);
  CHECK(counts([] {
          void* result = nullptr;
          return posix_memalign(&result, 64, 64) == 0 ? result : nullptr;
        }) == 1);
  const std::size_t before = allocations();
  const auto numbers = saddle::Cpu::zeros(100);
  CHECK(allocations() == before + 1);
  CHECK(numbers.size() == 100);
}

#endif
