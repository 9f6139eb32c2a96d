// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/io/file/input_file.hpp>
#include <saddle/io/file/memory_file.hpp>

#include <array>
#include <string>
#include <vector>

namespace memory_file_test {

using namespace saddle;

namespace {

/// Takes a file apart in every way there is.
template <class File>
void reads_abcdef(File& file) {
  std::array<unsigned char, 8> bytes{};
  REQUIRE(file.available().size() == 6);
  CHECK(file.available()[1] == 'b');
  file.consume(1);
  CHECK(file.position() == 1);
  CHECK(file.read(bytes.data(), 2) == 2);
  CHECK(bytes[1] == 'c');
  CHECK(file.read(bytes.data(), 8) == 3);
  CHECK(bytes[2] == 'f');
  CHECK(file.position() == 6);
  CHECK(file.available().empty());
  CHECK(file.read(bytes.data(), 1) == 0);
  CHECK(file.place(6) == "byte 6");
}

}  // namespace

TEST_CASE("memory is read as a file is", "[io]") {
  const TemporaryFolder folder;
  InputFile on_disk(folder.write("letters", "abcdef"));
  reads_abcdef(on_disk);
  const std::vector<unsigned char> bytes = {'a', 'b', 'c', 'd', 'e', 'f'};
  MemoryFile in_memory(bytes, "letters");
  reads_abcdef(in_memory);
  CHECK(in_memory.path() == "letters");
  MemoryFile empty({});
  CHECK(empty.available().empty());
}

TEST_CASE("the base name of a path is its last name", "[io]") {
  CHECK(base_name("/a/b/c.npy") == "c.npy");
  CHECK(base_name("c.npy") == "c.npy");
  CHECK(base_name("a/folder//") == "folder");
  CHECK(base_name("/") == "/");
  CHECK(base_name("") == "");
}

}  // namespace memory_file_test
