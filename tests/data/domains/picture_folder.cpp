// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "data/domains/pictures.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/domains/picture_folder.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace picture_folder_test {

using namespace saddle;
using Catch::Contains;

TEST_CASE("Pictures of any size become squares, and all that is left out is named", "[data]") {
  const TemporaryFolder folder;
  paint(folder, "set/b.png", 255, {8, 12, 3});
  paint(folder, "set/a.PNG", 0, {5, 4, 1});
  paint(folder, "set/deeper/c.png", 0, {4, 4, 1});
  std::filesystem::copy_file("io/pictures/colours.jpg", folder / "set/c.jpg");
  folder.write("set/broken.png", "no picture");
  folder.write("set/broken.jpeg", "\xff\xd8 no picture");
  folder.write("set/readme.txt", "no picture");
  const data::Dataset set = data::picture_folder(folder / "set", 4);
  CHECK(set.name == "set");
  CHECK(set.shape() == std::vector<std::size_t>{4, 4, 3});
  REQUIRE(set.rows() == (has_jpeg ? 3 : 2));
  CHECK(set.values()(0, 7) == -1);
  CHECK(set.values()(1, 7) == 1);
  REQUIRE(set.remarks.size() == 1);
  for (const char* part : {"broken.png (", "broken.jpeg (", "readme.txt", "deeper/"}) {
    CHECK_THAT(set.remarks[0], Contains(part));
  }
}

TEST_CASE("Pictures that are no set of one domain are refused", "[data]") {
  const TemporaryFolder folder;
  paint(folder, "top/trainA/a.png", 1, {4, 4, 1});
  paint(folder, "top/trainB/a.png", 1, {4, 4, 1});
  CHECK_THROWS_WITH(data::picture_folder(folder / "top"),
                    Contains("folders, one of which may be it: trainA, trainB"));
  CHECK_THROWS_WITH(data::picture_folder(folder / "top/trainA"),
                    Contains("expected at least two PNG or JPEG pictures, found 1"));
  paint(folder, "mixed/a.png", 1, {4, 4, 1});
  paint(folder, "mixed/b.png", 1, {4, 5, 1});
  CHECK_THROWS_WITH(data::picture_folder(folder / "mixed"),
                    Contains("b.png: size: expected 4 x 4 pixels, as a.png has") &&
                        Contains("found 4 x 5 pixels"));
}

}  // namespace picture_folder_test
