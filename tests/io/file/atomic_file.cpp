// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/io/file/atomic_file.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace atomic_file_test {

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
  CHECK_THROWS_WITH(require_writable(folder / "taken"),
                    folder / "taken: cannot replace: it is a folder");
  CHECK(folder.names() == std::vector<std::string>{"taken"});
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK_THROWS_WITH(require_writable(folder / "pipe"),
                    folder / "pipe: cannot replace: it is no regular file");
  CHECK(std::filesystem::is_fifo(folder / "pipe"));
}

TEST_CASE("a temporary file that a dead process of the same number left is passed over", "[io]") {
  const TemporaryFolder folder;
  const std::string path = folder / "file";
  write_file(path, "a", 1);  // from here on the next numbers are known
  unsigned long next = 0;
  {
    const AtomicFile probe(path);
    for (const std::string& name : folder.names()) {
      if (const auto mark = name.rfind('-'); name != "file")
        next = std::stoul(name.substr(mark + 1));
    }
  }
  const std::string left = "file.tmp-" + std::to_string(::getpid()) + "-";
  folder.write(left + std::to_string(next + 1), "of the dead");
  folder.write(left + std::to_string(next + 2), "of the dead");
  write_file(path, "new", 3);
  CHECK(content_of(path) == "new");
  CHECK(content_of(folder / (left + std::to_string(next + 1))) == "of the dead");
}

TEST_CASE("the names of temporary files are told from others", "[io]") {
  CHECK(AtomicFile::written_as("config.json.tmp-12-3") == "config.json");
  CHECK(AtomicFile::written_as("a.tmp-1-1.tmp-2-2") == "a.tmp-1-1");
  CHECK_FALSE(AtomicFile::written_as("config.json"));
  CHECK_FALSE(AtomicFile::written_as("config.tmp-old"));
}

TEST_CASE("a symbolic link is replaced, not followed", "[io]") {
  const TemporaryFolder folder;
  const std::string victim = folder.write("victim", "precious");
  std::filesystem::create_symlink(victim, folder / "file");
  write_file(folder / "file", "new", 3);
  CHECK(content_of(victim) == "precious");
  CHECK(content_of(folder / "file") == "new");
}

}  // namespace atomic_file_test
