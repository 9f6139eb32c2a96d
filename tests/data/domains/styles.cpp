// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "data/domains/pictures.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/domains/styles.hpp>
#include <saddle/io/npy.hpp>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace styles_test {

using namespace saddle;
using Catch::Contains;

namespace {

constexpr std::size_t side = 2;

/// Images that are all of one byte: `first`, `first` + 1, ...
void write_images(const std::string& path, int first, std::size_t rows = 8) {
  auto images = Tensor<std::uint8_t, 4>::from_shape({rows, side, side, 1});
  for (std::size_t i = 0; i < rows; ++i) {
    std::fill_n(images.data() + i * side * side, side * side,
                static_cast<std::uint8_t>(first + static_cast<int>(i)));
  }
  write_npy(path, images);
}

/// A folder of three styles, one of which lacks a row for tests.
struct Folder : TemporaryFolder {
  Folder() {
    write("index.tsv",
          "split\tname\tplain\tdark\tpale\tabsent\n"
          "trainA\ta\t1\t1\t1\t1\n"
          "trainA\tb\t1\t1\t1\t1\n"
          "trainB\tc\t1\t1\t1\t1\n"
          "trainB\td\t1\t1\t1\t1\n"
          "trainB\te\t1\t1\t0\t1\n"
          "test\tf\t1\t1\t1\t1\n"
          "test\tg\t1\t1\t0\t1\n"
          "test\th\t1\t1\t1\t1\n");
    write_images(*this / "plain_2.npy", 20);
    write_images(*this / "dark.npy", 100);
    write_images(*this / "pale_v2.npy", 50);  // of a style pale_v2, which no column names
    write_images(*this / "pale.npy", 200);
  }
  data::Styles read() const { return data::read_styles(*this / "."); }
};

}  // namespace

TEST_CASE("Styles are read in the order of the table's columns, each split from its rows",
          "[data]") {
  const Folder folder;
  const data::Styles styles = folder.read();
  CHECK(styles.names == std::vector<std::string>{"plain", "dark", "pale"});
  CHECK(styles.shape() == std::vector<std::size_t>{side, side, 1});
  CHECK(bytes(styles.train[0]) == std::vector<int>{20, 21, 22, 23, 24});
  CHECK(bytes(styles.train[1]) == std::vector<int>{100, 101, 102, 103, 104});
  CHECK(bytes(styles.train[2]) == std::vector<int>{200, 201, 202, 203});
  CHECK(bytes(styles.test[0]) == std::vector<int>{25, 27});
  CHECK(bytes(styles.test[1]) == std::vector<int>{105, 107});
  CHECK(bytes(styles.test[2]) == std::vector<int>{205, 207});
}

TEST_CASE("A style may end in a number, and all styles are in one unit", "[data]") {
  const TemporaryFolder folder;
  folder.write("index.tsv",
               "split\tink\tink_2\n"
               "trainA\t1\t1\ntrainA\t1\t1\ntrainB\t1\t1\ntrainB\t1\t1\n"
               "test\t1\t1\ntest\t1\t1\ntest\t1\t1\ntest\t1\t1\n");
  write_images(folder / "ink.npy", 200);
  write_images(folder / "ink_2.npy", 2);  // read alone, 16 would be full
  std::filesystem::create_symlink("loop", folder / "loop");
  const data::Styles styles = data::read_styles(folder / ".");
  CHECK(styles.names == std::vector<std::string>{"ink", "ink_2"});
  CHECK(bytes(styles.train[0]) == std::vector<int>{200, 201, 202, 203});
  CHECK(bytes(styles.train[1]) == std::vector<int>{2, 3, 4, 5});
  REQUIRE(styles.remarks.size() == 2);
  CHECK_THAT(styles.remarks[1], Contains("as those of the other sets"));
  CHECK(data::labelled_by_set("styles", styles.train).full == 255);
}

TEST_CASE("Sets in a row are labelled by their numbers", "[data]") {
  const Folder folder;
  const data::Dataset all = data::labelled_by_set("styles", folder.read().train);
  CHECK(all.name == "styles");
  CHECK(all.classes() == 3);
  CHECK(bytes(all) ==
        std::vector<int>{20, 21, 22, 23, 24, 100, 101, 102, 103, 104, 200, 201, 202, 203});
  CHECK(all.labels() == Tensor<int, 1>{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2});
  CHECK_THROWS_AS(data::labelled_by_set("none", {}), ConfigError);
  const std::vector<data::Dataset> sets{all, {"points", Tensor<float, 2>({2, 2}, 0.0F)}};
  CHECK_THROWS_WITH(data::labelled_by_set("both", sets),
                    "both: shape of a sample of points: expected 2x2x1, found 2");
}

TEST_CASE("A folder of styles is refused before anything is trained", "[data]") {
  const Folder folder;
  const auto refused = [&](const char* sentence) {
    CHECK_THROWS_WITH(folder.read(), Contains(sentence));
  };
  SECTION("one of the same images") {
    write_images(folder / "dark.npy", 20);
    refused("dark.npy: it holds the same images as ");
  }
  SECTION("another number of images") {
    write_images(folder / "dark.npy", 100, 7);
    refused("dark.npy: images: expected 8, as ");
  }
  SECTION("images of two sizes") {
    write_npy(folder / "dark.npy", Tensor<std::uint8_t, 4>({8, 3, 3, 1}, 7));
    refused("dark.npy: shape of an image: expected 2x2x1, as ");
  }
  SECTION("two places") {
    write_images(folder / "dark_2.npy", 100);
    refused(": images of dark: expected one file or folder, found ");
  }
  SECTION("one style") {
    std::filesystem::remove(folder / "dark.npy");
    std::filesystem::remove(folder / "pale.npy");
    refused("found those of plain alone");
  }
  SECTION("one row for tests") {
    folder.write("index.tsv",
                 "split\tplain\tdark\ntrainA\t1\t1\ntrainA\t1\t1\ntrainB\t1\t1\ntrainB\t1\t1\n"
                 "test\t1\t1\ntrainA\t1\t1\ntrainA\t1\t1\ntrainA\t1\t1\n");
    refused("index.tsv: rows for tests of plain: expected at least two, found 1");
  }
}

}  // namespace styles_test
