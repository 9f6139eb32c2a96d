// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/image_folder.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

using namespace saddle;

namespace {

/// Writes a picture of one value.
void paint(const TemporaryFolder& folder, const std::string& name, std::uint8_t value,
           std::size_t side = 4, std::size_t channels = 1) {
  Tensor<std::uint8_t, 3> pixels = xt::empty<std::uint8_t>({side, side, channels});
  pixels.fill(value);
  write_png(folder / name, pixels);
}

void make(const TemporaryFolder& folder, const std::string& name) {
  std::filesystem::create_directory(folder / name);
}

}  // namespace

TEST_CASE("a folder of pictures is a set in the order of their names", "[data]") {
  const TemporaryFolder folder;
  make(folder, "set");
  paint(folder, "set/b.png", 255);
  paint(folder, "set/a.PNG", 51);
  folder.write("set/readme.txt", "not a picture");
  folder.write("set/.hidden.png", "not a picture");
  const data::Dataset set = data::image_folder(folder / "set/");
  CHECK(set.name == "set");
  CHECK(set.shape() == std::vector<std::size_t>{4, 4, 1});
  REQUIRE(set.rows() == 2);
  CHECK(set.values()(0, 7) == Approx(-0.6));
  CHECK(set.values()(1, 7) == 1);
  CHECK(set.labels().size() == 0);
}

TEST_CASE("sub-folders are classes", "[data]") {
  const TemporaryFolder folder;
  for (const char* name : {"cats", "birds", "dogs"}) make(folder, name);
  paint(folder, "cats/1.png", 1, 4, 3);
  paint(folder, "birds/1.png", 0, 4, 3);
  paint(folder, "birds/2.png", 0, 4, 3);
  paint(folder, "dogs/1.png", 2, 4, 3);
  const data::Dataset set = data::image_folder(folder / ".");
  CHECK(set.shape() == std::vector<std::size_t>{4, 4, 3});
  const std::vector<int> labels(set.labels().begin(), set.labels().end());
  CHECK(labels == std::vector<int>{0, 0, 1, 2});
  CHECK(set.values()(2, 0) == Approx(2 / 255.0 - 1));
}

TEST_CASE("a folder that is no set is refused", "[data]") {
  const TemporaryFolder folder;
  const auto message = [&] {
    try {
      data::image_folder(folder / "");
    } catch (const DataError& error) {
      return std::string(error.what()).substr((folder / "").size());
    }
    return std::string("no error");
  };
  CHECK(message() == ": folder: expected PNG pictures or sub-folders of them, found none");
  paint(folder, "a.png", 0);
  paint(folder, "b.png", 0, 5);
  CHECK(message() == "b.png: shape: expected 4 x 4 x 1 as the first picture, found 5 x 5 x 1");
  paint(folder, "b.png", 0, 4, 3);
  CHECK(message() == "b.png: shape: expected 4 x 4 x 1 as the first picture, found 4 x 4 x 3");
  folder.write("b.png", "no picture");
  CHECK(message() == "b.png: byte 0 (signature): expected \\x89PNG, found something else");
  make(folder, "more");
  CHECK(message() == ": folder: expected PNG pictures or sub-folders of them, found both");
  CHECK_THROWS_AS(data::image_folder(folder / "missing"), FileError);
}
