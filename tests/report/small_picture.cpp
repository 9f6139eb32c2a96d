// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/report/report.hpp>
#include <saddle/report/small_picture.hpp>

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace small_picture_test {

using namespace saddle;

namespace {

/// A picture that no packing makes smaller.
Image noise(std::size_t side) {
  std::minstd_rand random(7);
  Image picture = Image::from_shape({side, side, 3});
  for (auto& value : picture) value = static_cast<std::uint8_t>(random() >> 8);
  return picture;
}

std::string png(const Image& picture) {
  const std::vector<unsigned char> bytes = encode_png(picture);
  return {bytes.begin(), bytes.end()};
}

Image decoded(const std::string& bytes) {
  MemoryFile file({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
  return parse_png(file);
}

}  // namespace

TEST_CASE("halved: a pixel is the mean of four") {
  Image picture({5, 4, 3}, std::uint8_t{10});
  picture(0, 0, 0) = 11;
  picture(1, 1, 0) = 21;
  picture(4, 3, 2) = 255;  // of an odd side the last is left out
  const Image half = halved(picture);
  REQUIRE((half.shape(0) == 2 && half.shape(1) == 2 && half.shape(2) == 3));
  CHECK(half(0, 0, 0) == 13);
  CHECK(half(1, 1, 2) == 10);
}

TEST_CASE("small_png: sides are halved until the bytes are few, no further") {
  const Image picture = noise(64);
  const std::string bytes = png(picture);
  CHECK(small_png(bytes, "a", bytes.size()) == bytes);
  const std::string small = small_png(bytes, "a", bytes.size() - 1);
  CHECK((decoded(small) == halved(picture)));
  const std::string smaller = small_png(bytes, "a", small.size() - 1);
  CHECK((decoded(smaller) == halved(halved(picture))));
  CHECK(decoded(small_png(bytes, "a", 1)).shape(0) == 1);
  CHECK_THROWS_WITH(small_png(bytes.substr(0, 5'000), "cut.png", 100), Catch::Contains("cut.png"));
}

TEST_CASE("the page of two runs stays below 4 MB, whatever their pictures hold") {
  const TemporaryFolder folder;
  for (const char* run : {"one", "two"}) {
    const std::string path = folder / run;
    std::filesystem::create_directories(path + "/grids");
    folder.write(std::string(run) + "/config.json", R"({"objective": "ns"})");
    write_png(path + "/samples.png", noise(700));
    write_png(path + "/density_ratio.png", noise(700));
    const std::string grid = png(noise(500));
    for (int step = 1; step <= 9; ++step) {
      folder.write(std::string(run) + "/grids/step-0000000" + std::to_string(step) + ".png", grid);
    }
  }
  const std::string page = report_of({folder / "one", folder / "two"});
  CHECK(page.size() < 4'000'000);
  CHECK(page.size() > 2'000'000);  // and shows pictures still
}

}  // namespace small_picture_test
