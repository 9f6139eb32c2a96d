// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/domains/read_images.hpp>
#include <saddle/io/image.hpp>
#include <saddle/io/npy.hpp>
#include <saddle/io/png.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace read_images_test {

using namespace saddle;

namespace {

std::string write_bytes(const TemporaryFolder& folder, const std::string& name, int byte) {
  write_npy(folder / name, Tensor<std::uint8_t, 4>({2, 4, 4, 3}, static_cast<std::uint8_t>(byte)));
  return folder / name;
}

}  // namespace

TEST_CASE("Images that are read together have one unit", "[data]") {
  const TemporaryFolder folder;
  const std::string dark = write_bytes(folder, "dark.npy", 4);
  CHECK(data::read_images(std::array{dark})[0].full == 16);
  SECTION("beside a file of larger bytes") {
    const auto sets = data::read_images(std::array{dark, write_bytes(folder, "pale.npy", 200)}, 2);
    CHECK(sets[0].full == 255);
    CHECK(sets[0].shape() == std::vector<std::size_t>{2, 2, 3});
    CHECK(sets[0].values()(0, 0) == Approx(4 / 127.5 - 1));
    REQUIRE(sets[0].remarks.size() == 1);
    CHECK(sets[0].remarks[0] == "bytes 0 to 255 became -1 to 1, as those of the other sets");
  }
  SECTION("beside pictures") {
    std::filesystem::create_directory(folder / "pictures");
    for (const char* name : {"pictures/a.png", "pictures/b.png"}) {
      write_png(folder / name, Image({4, 4, 3}, std::uint8_t{4}));
    }
    const auto sets = data::read_images(std::array{dark, folder / "pictures"});
    CHECK(sets[0].values()(0, 0) == Approx(4 / 127.5 - 1));
    CHECK(sets[1].values()(0, 0) == Approx(4 / 127.5 - 1));
  }
  SECTION("but no points") {
    write_npy(folder / "points.npy", Tensor<float, 2>({3, 2}, 0.0F));
    CHECK_THROWS_WITH(
        data::read_images(std::array{dark, folder / "points.npy"}),
        Catch::Contains("points.npy: shape: expected images, (n, h, w) or (n, h, w, c), found "));
  }
}

}  // namespace read_images_test
