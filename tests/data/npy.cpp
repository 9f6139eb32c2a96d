// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/npy.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

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

TEST_CASE("labels come from a second file of whole numbers", "[data]") {
  const TemporaryFolder folder;
  const Tensor<float, 2> points = xt::ones<float>({3, 2});
  write_npy(folder / "points.npy", points);
  const std::string labels = folder / "labels.npy", set = folder / "points.npy";
  write_npy(labels, Tensor<std::int64_t, 1>{4, -5, 6});
  CHECK(data::npy(set, labels).labels()(1) == -5);
  write_npy(labels, Tensor<double, 1>{4, 5, 0.5});
  CHECK_THROWS_WITH(data::npy(set, labels),
                    labels + ": label 2: expected a whole number of 31 bits, found 0.500000");
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
