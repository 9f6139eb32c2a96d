// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/io/atomic_file.hpp>

#include <string>

using namespace saddle;

TEST_CASE("a committed file replaces the old one and leaves nothing else", "[io]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("file", "old");
  write_file(path, "new content", 11);
  CHECK(content_of(path) == "new content");
  CHECK(folder.names() == std::vector<std::string>{"file"});
}

TEST_CASE("a file that is not committed leaves the old one", "[io]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("file", "old");
  {
    AtomicFile file(path);
    file.write("new", 3);
    CHECK(folder.names().size() == 2);
  }
  CHECK(content_of(path) == "old");
  CHECK(folder.names() == std::vector<std::string>{"file"});
}

TEST_CASE("a probe finds out whether a file can be written and leaves everything", "[io]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("file", "old");
  require_writable(path);
  require_writable(folder / "new");
  CHECK(content_of(path) == "old");
  CHECK(folder.names() == std::vector<std::string>{"file"});
  CHECK_THROWS_AS(require_writable(folder / "missing/file"), FileError);
}

TEST_CASE("what cannot be written is a sentence", "[io]") {
  const TemporaryFolder folder;
  const std::string path = folder / "missing/file";
  CHECK_THROWS_WITH(AtomicFile(path), path + ": cannot create: No such file or directory");
  std::filesystem::create_directory(folder / "taken");
  CHECK_THROWS_AS(write_file(folder / "taken", "x", 1), FileError);
  CHECK(folder.names() == std::vector<std::string>{"taken"});
}
