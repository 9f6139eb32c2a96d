// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/io/image.hpp>
#include <saddle/io/png.hpp>

#include <png.h>

#include <cstdint>
#include <string>
#include <vector>

using namespace saddle;

namespace {

Tensor<std::uint8_t, 3> read_png(const std::string& path, std::size_t channels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_file(&image, path.c_str()));
  CHECK(image.format == (channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB));
  Tensor<std::uint8_t, 3> pixels = xt::empty<std::uint8_t>(
      {std::size_t{image.height}, std::size_t{image.width}, channels});  // (h, w, c)
  REQUIRE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr));
  return pixels;
}

}  // namespace

TEST_CASE("a PNG holds what was written", "[io]") {
  const TemporaryFolder folder;
  for (std::size_t channels : {1U, 3U}) {
    Tensor<std::uint8_t, 3> pixels =
        xt::empty<std::uint8_t>({std::size_t{5}, std::size_t{7}, channels});
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      pixels.data()[i] = static_cast<std::uint8_t>(37 * i);
    }
    write_png(folder / "picture.png", pixels);
    CHECK((read_png(folder / "picture.png", channels) == pixels));
  }
  CHECK(folder.names() == std::vector<std::string>{"picture.png"});
}

TEST_CASE("a batch of images is written as a grid", "[io]") {
  const TemporaryFolder folder;
  const Tensor<float, 4> images = xt::zeros<float>({5, 8, 8, 1});
  write_png(folder / "grid.png", images);
  CHECK((read_png(folder / "grid.png", 3) == grid(images)));
}

TEST_CASE("a picture that is none is refused", "[io]") {
  const TemporaryFolder folder;
  const Tensor<std::uint8_t, 3> two_channels = xt::zeros<std::uint8_t>({4, 4, 2});
  const Tensor<std::uint8_t, 3> empty = xt::zeros<std::uint8_t>({0, 4, 3});
  CHECK_THROWS_AS(write_png(folder / "a.png", two_channels), ConfigError);
  CHECK_THROWS_AS(write_png(folder / "a.png", empty), ConfigError);
  CHECK(folder.names().empty());
  const Tensor<std::uint8_t, 3> good = xt::zeros<std::uint8_t>({4, 4, 3});
  CHECK_THROWS_AS(write_png(folder / "missing/a.png", good), FileError);
}
