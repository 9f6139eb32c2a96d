// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "golden.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/io/read_picture.hpp>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

namespace jpeg_test {

using namespace saddle;
using Catch::Contains;

TEST_CASE("JPEG: pictures are what Pillow reads in them", "[io]") {
  if (!has_jpeg) return;
  const test::Json all = test::Json::parse(std::ifstream("io/pictures/pixels.json"));
  for (const auto& [name, expected] : all.items()) {
    CAPTURE(name);
    const Tensor<std::uint8_t, 3> pixels = read_picture("io/pictures/" + name + ".jpg");
    REQUIRE(pixels.shape() == expected["shape"].get<std::array<std::size_t, 3>>());
    int most = 0;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      most = std::max(most, std::abs(pixels.data()[i] - expected["pixels"][i].get<int>()));
    }
    CHECK(most <= 2);  // decoders may round differently
  }
}

TEST_CASE("JPEG: what cannot be read is a sentence", "[io]") {
  const TemporaryFolder folder;
  const auto read = [&](const std::string& content) {
    return read_picture(folder.write("picture.jpg", content));
  };
  const std::string whole = content_of("io/pictures/colours.jpg");
  if (!has_jpeg) {
    CHECK_THROWS_WITH(read(whole), Contains("built without libjpeg"));
    return;
  }
  CHECK_THROWS_WITH(read(whole.substr(0, whole.size() - 40)),
                    Contains("picture.jpg: picture: expected valid JPEG data, found "));
  CHECK_THROWS_AS(read("\xff\xd8 nothing"), DataError);
  CHECK_THROWS_AS(read_picture("io/pictures/print.jpg"), DataError);
  std::string large = whole;
  const std::size_t header = large.find("\xff\xc0");  // then length, depth, height, width
  large.replace(header + 5, 4, "\x7f\xff\x7f\xff");
  CHECK_THROWS_WITH(read(large), Contains("pixels in a file of 785 bytes, found 32767 x 32767"));
  CHECK_THROWS_AS(read_jpeg(folder / "none.jpg"), FileError);
}

}  // namespace jpeg_test
