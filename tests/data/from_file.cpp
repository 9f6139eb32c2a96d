// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/from_file.hpp>

#include <zlib.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace saddle;
using data::FileFormat;

namespace {

using Shape = std::vector<std::size_t>;

std::string idx_of_one_image() {
  return std::string("\0\0\x08\3\0\0\0\1\0\0\0\2\0\0\0\2\0\1\2\x10", 20);
}

/// Packs a file beside itself and returns the new path.
std::string gzipped(const std::string& path) {
  const std::string content = content_of(path);
  const ::gzFile file = ::gzopen((path + "-packed").c_str(), "wb");
  REQUIRE(::gzwrite(file, content.data(), static_cast<unsigned>(content.size())) > 0);
  REQUIRE(::gzclose(file) == Z_OK);
  return path + "-packed";
}

}  // namespace

TEST_CASE("a file's format is told by its content, never by its name", "[data]") {
  const TemporaryFolder folder;
  const std::string idx = folder.write("a.csv", idx_of_one_image());
  const std::string csv = folder.write("b.npy", "x,y\n1,2\n3,5\n");
  const std::string npy = folder / "c.png";
  write_npy(npy, Tensor<float, 2>{{1, 2, 3}});
  const std::string cifar = folder.write("d", std::string(2 * 3073, '\1'));
  std::filesystem::create_directory(folder / "e.npy");
  const Tensor<std::uint8_t, 3> pixels = xt::zeros<std::uint8_t>({6, 7, 3});
  write_png(folder / "e.npy/1.png", pixels);

  CHECK(data::format_of(idx) == FileFormat::idx);
  CHECK(data::format_of(csv) == FileFormat::csv);
  CHECK(data::format_of(npy) == FileFormat::npy);
  CHECK(data::format_of(cifar) == FileFormat::cifar);
  CHECK(data::format_of(folder / "e.npy") == FileFormat::image_folder);
  CHECK(data::format_of(gzipped(idx)) == FileFormat::idx);
  CHECK(data::format_of(gzipped(csv)) == FileFormat::csv);
  CHECK(data::format_of(gzipped(npy)) == FileFormat::npy);

  CHECK(data::from_file(idx).shape() == Shape{2, 2, 1});
  CHECK(data::from_file(idx).values()(0, 3) == 1);  // 16 is the largest value
  CHECK(data::from_file(csv).shape() == Shape{2});
  CHECK(data::from_file(csv).values()(0, 0) == -1);
  CHECK(data::from_file(npy).shape() == Shape{3});
  CHECK(data::from_file(cifar).rows() == 2);
  CHECK(data::from_file(folder / "e.npy").shape() == Shape{6, 7, 3});
  CHECK(data::from_file(gzipped(npy)).name == "c.png-packed");
}

TEST_CASE("content that is no data is refused with what would be", "[data]") {
  const TemporaryFolder folder;
  const auto refused = [&](const std::string& content) {
    const std::string path = folder.write("file", content);
    CHECK_THROWS_AS(data::from_file(path), DataError);
    try {
      data::format_of(path);
    } catch (const DataError& error) {
      return std::string(error.what()).substr(path.size());
    }
    return std::string("a known format");
  };
  CHECK(refused("\x7f"
                "ELF\1\1") ==
        ": beginning: expected IDX images (plain or gzip), NPY (plain or gzip), CIFAR-10 binary, "
        "CSV or a folder of PNG pictures, found bytes 7f 45 4c 46");
  CHECK(refused("").find("found an empty file") != std::string::npos);
  CHECK(refused(std::string(3074, '\1')).find("found bytes 01 01 01 01") != std::string::npos);
  CHECK(refused("words, and no numbers\n") == "a known format");
  CHECK_THROWS_AS(data::from_file(folder / "missing"), FileError);
}
