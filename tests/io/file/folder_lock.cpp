// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/io/file/folder_lock.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace folder_lock_test {

using namespace saddle;

TEST_CASE("a folder has one holder at a time, which a second one is told", "[io]") {
  const TemporaryFolder folder;
  const std::string path = folder / ".";
  {
    const FolderLock first(path);
    CHECK_THROWS_WITH(
        FolderLock(path), path + " is in use by process " + std::to_string(::getpid()) + " on " +
                              [] {
                                char host[64] = {};
                                ::gethostname(host, sizeof host - 1);
                                return std::string(host);
                              }() +
                              ": wait for its end, or choose another folder");
  }
  CHECK(folder.names().empty());
  const FolderLock later(path);
}

TEST_CASE("a process that dies lets go of its folder", "[io]") {
  const TemporaryFolder folder;
  const ::pid_t child = ::fork();
  if (child == 0) {
    const FolderLock lock(folder / ".");
    ::_exit(0);  // without any clearing up, as a kill
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(folder.names() == std::vector<std::string>{".lock"});
  {
    const FolderLock lock(folder / ".");
  }
  CHECK(folder.names().empty());
}

TEST_CASE("a lock that is a link or a FIFO is refused", "[io]") {
  const TemporaryFolder folder;
  const std::string victim = folder.write("victim", "precious");
  SECTION("a symbolic link") {
    std::filesystem::create_symlink(victim, folder / ".lock");
    CHECK_THROWS_WITH(FolderLock(folder / "."), Catch::Contains("it is a symbolic link"));
  }
  SECTION("a FIFO") {
    REQUIRE(::mkfifo((folder / ".lock").c_str(), 0600) == 0);
    CHECK_THROWS_WITH(FolderLock(folder / "."), Catch::Contains("it is no regular file"));
  }
  CHECK(content_of(victim) == "precious");
}

TEST_CASE("what the dead were writing is removed, and nothing else", "[io]") {
  const TemporaryFolder folder;
  folder.write("own.tmp-1-0", "");
  folder.write("own.tmp-12-34", "");
  folder.write("other.tmp-1-0", "");
  folder.write("own.tmp-old", "");
  folder.write("own", "");
  remove_temporaries(folder / ".", [](std::string_view name) { return name == "own"; });
  std::vector<std::string> names = folder.names();
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{"other.tmp-1-0", "own", "own.tmp-old"});
}

}  // namespace folder_lock_test
