// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/npy.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace npy_test {

using namespace saddle;

namespace {

using Shape = std::vector<std::size_t>;

/// The set that is read from a file with this tensor.
template <class T, std::size_t N>
data::Dataset read_back(const TemporaryFolder& folder, const Tensor<T, N>& tensor) {
  write_npy(folder / "set.npy", tensor);
  return data::npy(folder / "set.npy");
}

}  // namespace

TEST_CASE("bytes of images are scaled, other numbers stay", "[data]") {
  const TemporaryFolder folder;
  Tensor<std::uint8_t, 4> colours = xt::zeros<std::uint8_t>({2, 4, 5, 3});
  colours(1, 3, 4, 2) = 255;
  const data::Dataset images = read_back(folder, colours);
  CHECK(images.name == "set.npy");
  CHECK(images.shape() == Shape{4, 5, 3});
  CHECK(images.values()(0, 0) == -1);
  CHECK(images.values()(1, 59) == 1);

  const Tensor<std::uint8_t, 3> grey = xt::ones<std::uint8_t>({2, 8, 8});
  CHECK(read_back(folder, grey).shape() == Shape{8, 8, 1});
  const Tensor<std::uint8_t, 2> columns = xt::ones<std::uint8_t>({5, 4});
  CHECK(read_back(folder, columns).shape() == Shape{4});
  CHECK(read_back(folder, columns).values()(4, 3) == 1);
  const Tensor<double, 1> line = 2.5 * xt::ones<double>({7});
  CHECK(read_back(folder, line).shape() == Shape{1});
  CHECK(read_back(folder, line).values()(6, 0) == 2.5F);
  const Tensor<float, 3> scaled = xt::ones<float>({2, 8, 8});
  CHECK(read_back(folder, scaled).shape() == Shape{8, 8, 1});
  CHECK(read_back(folder, scaled).values()(0, 0) == 1);
  const Tensor<std::int64_t, 2> whole = -3 * xt::ones<std::int64_t>({2, 2});
  CHECK(read_back(folder, whole).values()(1, 1) == -3);
}

TEST_CASE("another full value scales NPY images and is not exceeded", "[data]") {
  const TemporaryFolder folder;
  const Tensor<std::uint8_t, 3> images = 16 * xt::ones<std::uint8_t>({1, 2, 2});
  write_npy(folder / "set.npy", images);
  CHECK(data::npy(folder / "set.npy", {}, 16).values()(0, 3) == 1);
  CHECK_THROWS_WITH(data::npy(folder / "set.npy", {}, 15),
                    folder / "set.npy" + ": value 0: expected at most 15, found 16");
}

TEST_CASE("the largest byte of NPY images is full at 1, 16 or 255, and a remark says it",
          "[data]") {
  const TemporaryFolder folder;
  for (const int largest : {0, 1, 2, 16, 17, 255}) {
    Tensor<std::uint8_t, 3> images = xt::zeros<std::uint8_t>({2, 2, 2});
    images(1, 1, 1) = static_cast<std::uint8_t>(largest);
    const int full = largest <= 1 ? 1 : largest <= 16 ? 16 : 255;
    const data::Dataset set = read_back(folder, images);
    CHECK(set.full == full);
    CHECK(set.values()(1, 3) == Approx(2.0 * largest / full - 1));
    CHECK(set.remarks == std::vector<std::string>{"bytes 0 to " + std::to_string(full) +
                                                  " became -1 to 1, as the largest byte suggests"});
    CHECK(data::npy(folder / "set.npy", {}, 255).remarks.empty());
  }
  CHECK_FALSE(read_back(folder, Tensor<std::uint8_t, 2>({3, 2}, 1)).full);
}

TEST_CASE("images whose numbers are not -1 to 1 come with a remark", "[data]") {
  const TemporaryFolder folder;
  const auto remarks = [&](float low, float high) {
    Tensor<float, 3> images({1, 2, 2}, low);
    images(0, 1, 1) = high;
    return read_back(folder, images).remarks;
  };
  CHECK(remarks(-1, 1).empty());
  CHECK(remarks(-0.5F, 0.25F).empty());
  CHECK(remarks(0, 255) ==
        std::vector<std::string>{"numbers from 0 to 255 are taken as they are; the pictures of a "
                                 "model are -1 to 1"});
  CHECK(remarks(0, 1).size() == 1);
  CHECK(remarks(-2, 1).size() == 1);
  CHECK(read_back(folder, Tensor<float, 2>({3, 2}, 255.0F)).remarks.empty());
}

TEST_CASE("points are taken in the units of a table's columns", "[data]") {
  const TemporaryFolder folder;
  write_npy(folder / "set.npy", Tensor<double, 2>{{1700000001, 4}, {1700000003, 8}});
  const data::Dataset set =
      data::npy(folder / "set.npy", {}, {}, {{"t", 1700000002, 1}, {"x", 0, 4}});
  CHECK(set.values()(0, 0) == -1);
  CHECK(set.values()(1, 1) == 2);
  CHECK(set.columns[0].name == "t");
  CHECK_THROWS_WITH(data::npy(folder / "set.npy", {}, {}, {{"t", 0, 1}}),
                    folder / "set.npy" + ": shape: expected 1 columns, found 2");
}

TEST_CASE("labels come from a second file of whole numbers", "[data]") {
  const TemporaryFolder folder;
  const Tensor<float, 2> points = xt::ones<float>({3, 2});
  write_npy(folder / "points.npy", points);
  const std::string labels = folder / "labels.npy", set = folder / "points.npy";
  write_npy(labels, Tensor<std::int64_t, 1>{4, -5, 6});
  CHECK(data::npy(set, labels).labels()(1) == -5);
  write_npy(labels, Tensor<double, 1>{4, 5, 0.5});
  CHECK_THROWS_WITH(data::npy(set, labels),
                    labels + ": label 2: expected a whole number of 31 bits, found 0.5");
  write_npy(labels, Tensor<std::int64_t, 1>{4, 5, std::int64_t{1} << 40});
  CHECK_THROWS_AS(data::npy(set, labels), DataError);
  write_npy(labels, Tensor<std::int32_t, 1>{4, 5});
  CHECK_THROWS_AS(data::npy(set, labels), ConfigError);
  write_npy(labels, points);
  CHECK_THROWS_AS(data::npy(set, labels), DataError);
}

TEST_CASE("numbers that no float can hold are refused with their place", "[data]") {
  const TemporaryFolder folder;
  const std::string path = folder / "set.npy";
  const auto refused = [&](double bad) {
    Tensor<double, 2> points = xt::zeros<double>({3, 2});
    points(2, 1) = bad;
    write_npy(path, points);
    try {
      data::npy(path);
    } catch (const DataError& error) {
      return std::string(error.what()).substr(path.size());
    }
    return std::string("no error");
  };
  const std::string sentence = ": value 5: expected a number that is finite as a float, found ";
  CHECK(refused(std::numeric_limits<double>::quiet_NaN()) == sentence + "nan");
  CHECK(refused(-std::numeric_limits<double>::infinity()) == sentence + "-inf");
  CHECK(refused(1e39).starts_with(sentence));
  CHECK(refused(1e38) == "no error");
}

}  // namespace npy_test
