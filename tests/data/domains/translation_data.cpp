// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "data/domains/pictures.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/domains/translation_data.hpp>
#include <saddle/io/npy.hpp>

#include <string>
#include <vector>

namespace translation_data_test {

using namespace saddle;
using Catch::Contains;

namespace {

/// Six images of one value each: `first`, `first` + 10, ...
std::string write_images(const TemporaryFolder& folder, const std::string& name, int first,
                         std::size_t side = 2) {
  Tensor<std::uint8_t, 4> images =
      xt::empty<std::uint8_t>({std::size_t{6}, side, side, std::size_t{1}});
  const std::size_t pixels = images.size() / 6;
  for (std::size_t i = 0; i < images.size(); ++i) {
    images.data()[i] = static_cast<std::uint8_t>(first + 10 * static_cast<int>(i / pixels));
  }
  write_npy(folder / name, images);
  return folder / name;
}

const std::string table =
    "row\tsplit\tname\tlines\tcolours\n"
    "0\ttrainA\tcat\t1\t1\n"
    "1\ttrainB\tdog\t1\t1\n"
    "2\ttrainA\tsun\t1\t0\n"
    "3\ttrainB\tmoon\t0\t1\n"
    "4\ttest\tred, or \t1\t1\n"
    "5\ttest\tblue\t1\t1\n";

}  // namespace

TEST_CASE("Two domains without a table are for unpaired training", "[data]") {
  const TemporaryFolder folder;
  const std::string lines = write_images(folder, "lines.npy", 0),
                    colours = write_images(folder, "colours.npy", 200);
  const data::TranslationData set = data::read_domains({lines}, {colours}, {.side = 4});
  CHECK(set.unpaired.first.rows() == 6);
  CHECK(set.unpaired.second.shape() == std::vector<std::size_t>{4, 4, 1});
  CHECK_FALSE(set.paired);
  CHECK_FALSE(set.test);
  CHECK(bytes(set.unpaired.second) == std::vector<int>{200, 210, 220, 230, 240, 250});
}

TEST_CASE("A table splits two domains, and names what one of them lacks", "[data]") {
  const TemporaryFolder folder;
  const std::string lines = write_images(folder, "lines.npy", 0),
                    colours = write_images(folder, "colours.npy", 200);
  const data::TranslationData set = data::read_domains({lines, "lines"}, {colours, "colours"},
                                                       {.table = folder.write("index.tsv", table)});
  CHECK(bytes(set.unpaired.first) == std::vector<int>{0, 20});
  CHECK(bytes(set.unpaired.second) == std::vector<int>{210, 230});
  REQUIRE(set.paired);
  CHECK(bytes(set.paired->first) == std::vector<int>{0, 10});
  CHECK(bytes(set.paired->second) == std::vector<int>{200, 210});
  REQUIRE(set.test);
  CHECK(bytes(set.test->first) == std::vector<int>{40, 50});
  CHECK(bytes(set.test->second) == std::vector<int>{240, 250});
  const auto named = [&](const std::string& part) {
    return std::ranges::any_of(
        set.remarks, [&](const std::string& remark) { return remark.find(part) != remark.npos; });
  };
  CHECK(named("lines: left out, for index.tsv says that it lacks them: row 3 (moon)"));
  CHECK(named("colours: left out, for index.tsv says that it lacks them: row 2 (sun)"));
}

TEST_CASE("A folder of pictures and a file of images are two domains", "[data]") {
  const TemporaryFolder folder;
  paint(folder, "photos/a.png", 10, {8, 8, 3});
  paint(folder, "photos/b.png", 20, {12, 6, 1});
  const std::string colours = write_images(folder, "colours.npy", 200);
  const data::TranslationData set = data::read_domains({folder / "photos"}, {colours}, {.side = 4});
  CHECK(bytes(set.unpaired.first) == std::vector<int>{10, 20});
}

TEST_CASE("What is wrong with two domains is a sentence before the first step", "[data]") {
  const TemporaryFolder folder;
  const std::string lines = write_images(folder, "lines.npy", 0),
                    colours = write_images(folder, "colours.npy", 200);
  const auto read = [&](const std::string& text) {
    return data::read_domains({lines, "lines"}, {colours, "colours"},
                              {.table = folder.write("index.tsv", text)});
  };
  CHECK_THROWS_WITH(data::read_domains({lines}, {write_images(folder, "copy.npy", 0)}),
                    Contains("copy.npy: it holds the same images as ") && Contains("lines.npy"));
  write_npy(folder / "one.npy", Tensor<std::uint8_t, 4>({1, 2, 2, 1}, std::uint8_t{9}));
  CHECK_THROWS_WITH(data::read_domains({lines}, {folder / "one.npy"}),
                    Contains("one.npy: images: expected at least two, found 1"));
  write_npy(folder / "points.npy", Tensor<float, 2>({6, 2}, 0.5F));
  CHECK_THROWS_WITH(data::read_domains({folder / "points.npy"}, {lines}),
                    Contains("points.npy: shape: expected images"));
  CHECK_THROWS_WITH(read("split\tlines\tcolours\ntrainA\t1\t1\n"),
                    Contains("index.tsv: rows: expected 6, as ") && Contains("found 1"));
  std::string none = table;
  none.replace(none.find("test\tred"), 4, "trainA");
  CHECK_THROWS_WITH(read(none),
                    Contains("rows for tests of ") && Contains("at least two, found 1"));
  CHECK_THROWS_WITH(data::read_domains({lines, "line"}, {colours}, {.table = folder / "index.tsv"}),
                    Contains("did you mean 'lines'?"));
}

}  // namespace translation_data_test
