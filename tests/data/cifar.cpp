// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/cifar.hpp>
#include <saddle/io/file/memory_file.hpp>

#include <string>

namespace cifar_test {

using namespace saddle;

namespace {

/// A record whose red, green and blue at pixel (y, x) are y, x and `blue`.
std::string record(int label, int blue) {
  std::string bytes(3073, static_cast<char>(blue));
  bytes[0] = static_cast<char>(label);
  for (std::size_t y = 0; y < 32; ++y) {
    for (std::size_t x = 0; x < 32; ++x) {
      bytes[1 + 32 * y + x] = static_cast<char>(y);
      bytes[1 + 1024 + 32 * y + x] = static_cast<char>(x);
    }
  }
  return bytes;
}

std::string message(const std::string& content) {
  MemoryFile file({reinterpret_cast<const unsigned char*>(content.data()), content.size()});
  try {
    data::CifarBytes images;
    data::parse_cifar(file, images);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("CIFAR records of several files become images with labels", "[data]") {
  const TemporaryFolder folder;
  const std::string first = folder.write("first.bin", record(9, 255) + record(0, 0));
  const std::string second = folder.write("second.bin", record(3, 51));
  const data::Dataset set = data::cifar({first, second});
  CHECK(set.name == "cifar");
  CHECK(set.shape() == std::vector<std::size_t>{32, 32, 3});
  REQUIRE(set.rows() == 3);
  CHECK(set.labels()(0) == 9);
  CHECK(set.labels()(2) == 3);
  const std::size_t pixel = 3 * (32 * 30 + 17);
  CHECK(set.values()(0, pixel) == Approx(2 * 30 / 255.0 - 1));
  CHECK(set.values()(0, pixel + 1) == Approx(2 * 17 / 255.0 - 1));
  CHECK(set.values()(0, pixel + 2) == 1);
  CHECK(set.values()(1, pixel + 2) == -1);
  CHECK(set.values()(2, pixel + 2) == Approx(-0.6));
  CHECK(data::cifar({first}).name == "first.bin");
  CHECK_THROWS_AS(data::cifar({first, folder / "missing"}), FileError);
}

TEST_CASE("CIFAR files cut anywhere or with another label are refused", "[data]") {
  const std::string whole = record(1, 2) + record(2, 3);
  CHECK(message(whole) == "no error");
  for (std::size_t size = 0; size < whole.size(); size += size < 3070 ? 307 : 1) {
    if (size != 3073) CHECK(message(whole.substr(0, size)) != "no error");
  }
  CHECK(message("") ==
        "memory: byte 0 (record 0): expected 3073 bytes, found 0 before the end of the file");
  CHECK(message(whole + "\1") ==
        "memory: byte 6146 (record 2): expected 3073 bytes, found 1 before the end of the file");
  CHECK(message(record(1, 2) + record(10, 3)) ==
        "memory: byte 3073 (label of record 1): expected 0 to 9, found 10");
}

}  // namespace cifar_test
