// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/image_folder.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace image_folder_test {

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
  paint(folder, "set/c.Png", 0);
  paint(folder, "set/d.pNG", 0);
  folder.write("set/readme.txt", "not a picture");
  folder.write("set/.hidden.png", "not a picture");
  const data::Dataset set = data::image_folder(folder / "set/");
  CHECK(set.name == "set");
  CHECK(set.shape() == std::vector<std::size_t>{4, 4, 1});
  REQUIRE(set.rows() == 4);
  CHECK(set.remarks ==
        std::vector<std::string>{"1 passed over, for only .png is read: readme.txt"});
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
  CHECK(set.classes() == 3);
  CHECK(set.class_names.size() == 3);
  CHECK(set.values()(2, 0) == Approx(2 / 255.0 - 1));
  CHECK(set.remarks.empty());

  for (const char* name : {"cats/a.jpg", "cats/b.jpg", "dogs/c.webp"}) folder.write(name, "");
  make(folder, "dogs/more");
  folder.write("notes.txt", "");
  CHECK(data::image_folder(folder / ".").remarks ==
        std::vector<std::string>{"5 passed over, for only .png is read: notes.txt, cats/a.jpg, "
                                 "cats/b.jpg, dogs/c.webp, dogs/more/"});
  folder.write("zebra.txt", "");
  CHECK(data::image_folder(folder / ".").remarks[0].ends_with("dogs/c.webp, ..."));
  make(folder, "ants");
  folder.write("ants/1.jpg", "");
  CHECK_THROWS_WITH(data::image_folder(folder / "."),
                    folder / "./ants" + ": class 0: expected PNG pictures, found none");
}

TEST_CASE("soft edges lie on white as they do in browsers", "[data]") {
  const TemporaryFolder folder;
  make(folder, "set");
  // One pixel, black of alpha 128, as libpng writes it.
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = image.height = 1;
  image.format = PNG_FORMAT_RGBA;
  const std::uint8_t pixel[] = {0, 0, 0, 128};
  REQUIRE(png_image_write_to_file(&image, (folder / "set/0.png").c_str(), 0, pixel, 4, nullptr));
  CHECK(data::image_folder(folder / "set").values()(0, 0) == Approx(127 / 127.5 - 1));
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
  CHECK(
      message() ==
      "b.png: shape: expected 4 x 4 x 1, as a.png has and all of a set must have, found 5 x 5 x 1");
  paint(folder, "b.png", 0, 4, 3);
  CHECK(
      message() ==
      "b.png: shape: expected 4 x 4 x 1, as a.png has and all of a set must have, found 4 x 4 x 3");
  folder.write("b.png", "no picture");
  CHECK(message() == "b.png: byte 0 (signature): expected \\x89PNG, found something else");
  make(folder, "more");
  CHECK(message() == ": folder: expected PNG pictures or sub-folders of them, found both");
  CHECK_THROWS_AS(data::image_folder(folder / "missing"), FileError);
}

}  // namespace image_folder_test
