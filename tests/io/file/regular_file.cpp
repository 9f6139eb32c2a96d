// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/io/file/regular_file.hpp>

#include <filesystem>
#include <string>

namespace regular_file_test {

using namespace saddle;

TEST_CASE("an opened file is read whole, whatever stands under its name by then", "[io]") {
  const TemporaryFolder folder;
  const std::string text = "first\n" + std::string(200'000, 'x') + '\0' + "last";
  const std::string path = folder.write("file", text);
  const RegularFile file(path);
  CHECK(file.content() == text);
  std::filesystem::rename(folder.write("other", "another text"), path);
  CHECK(file.content() == text);
  CHECK(RegularFile(path).content() == "another text");
  CHECK(RegularFile(folder / "new").content().empty());
}

}  // namespace regular_file_test
