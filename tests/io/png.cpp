// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "limits.hpp"
#include "temporary_folder.hpp"

#include <saddle/io/file/memory_file.hpp>
#include <saddle/io/image.hpp>
#include <saddle/io/png.hpp>

#include <png.h>
#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

namespace png_test {

using namespace saddle;

namespace {

/// The file as libpng itself reads it.
Tensor<std::uint8_t, 3> read_by_libpng(const std::string& path, std::size_t channels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_file(&image, path.c_str()));
  CHECK(image.format == (channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB));
  Tensor<std::uint8_t, 3> pixels = xt::empty<std::uint8_t>(
      {std::size_t{image.height}, std::size_t{image.width}, channels});  // (h, w, c)
  REQUIRE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr));
  return pixels;
}

Tensor<std::uint8_t, 3> parsed(const std::string& content) {
  MemoryFile file({reinterpret_cast<const unsigned char*>(content.data()), content.size()});
  return parse_png(file);
}

std::string message(const std::string& content) {
  try {
    parsed(content);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

std::string big_endian(std::uint32_t word) {
  return {static_cast<char>(word >> 24), static_cast<char>(word >> 16),
          static_cast<char>(word >> 8), static_cast<char>(word)};
}

std::string chunk(const std::string& type, const std::string& body) {
  const std::string checked = type + body;
  const auto sum =
      ::crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()));
  return big_endian(static_cast<std::uint32_t>(body.size())) + checked +
         big_endian(static_cast<std::uint32_t>(sum));
}

std::string zipped(const std::string& plain) {
  std::string packed(plain.size() + 100, '\0');
  uLongf size = packed.size();
  REQUIRE(::compress(reinterpret_cast<Bytef*>(packed.data()), &size,
                     reinterpret_cast<const Bytef*>(plain.data()), plain.size()) == Z_OK);
  return packed.substr(0, size);
}

const std::string signature = "\x89PNG\r\n\x1a\n";

/// A picture of `depth` bits and `kind` of colour with these rows, each begun by its filter.
std::string png(std::uint32_t width, std::uint32_t height, char depth, char kind,
                const std::string& rows, const std::string& before = {}) {
  return signature +
         chunk("IHDR",
               big_endian(width) + big_endian(height) + depth + kind + std::string(3, '\0')) +
         before + chunk("IDAT", zipped(rows)) + chunk("IEND", "");
}

std::string two_grey_pixels() { return png(2, 1, 8, 0, std::string("\0\x10\xf0", 3)); }

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
    CHECK((read_by_libpng(folder / "picture.png", channels) == pixels));
    CHECK((read_png(folder / "picture.png") == pixels));
  }
  CHECK(folder.names() == std::vector<std::string>{"picture.png"});
}

TEST_CASE("a batch of images is written as a grid", "[io]") {
  const TemporaryFolder folder;
  const Tensor<float, 4> images = xt::zeros<float>({5, 8, 8, 1});
  write_png(folder / "grid.png", images);
  CHECK((read_png(folder / "grid.png") == grid(images)));
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

TEST_CASE("every kind of colour becomes grey or red, green, blue", "[io]") {
  using Values = std::vector<int>;
  const auto pixels = [](const std::string& content) {
    const Tensor<std::uint8_t, 3> picture = parsed(content);
    return Values(picture.begin(), picture.end());
  };
  CHECK(pixels(two_grey_pixels()) == Values{0x10, 0xf0});
  CHECK(pixels(png(3, 1, 1, 0, std::string("\0\xa0", 2))) == Values{255, 0, 255});
  CHECK(pixels(png(1, 1, 16, 0, std::string("\0\x80\x80", 3))) == Values{0x80});
  const std::string palette = chunk("PLTE", "abcdef");
  CHECK(pixels(png(2, 1, 8, 3, std::string("\0\1\0", 3), palette)) ==
        Values{'d', 'e', 'f', 'a', 'b', 'c'});
  CHECK(pixels(png(1, 1, 8, 2, std::string("\0abc", 4))) == Values{'a', 'b', 'c'});
  CHECK(pixels(png(2, 1, 8, 6, std::string("\0abc\0abc\xff", 9))) ==
        Values{255, 255, 255, 'a', 'b', 'c'});
  CHECK(pixels(png(1, 1, 8, 4, std::string("\0\x07\0", 3))) == Values{255});
}

// Golden values: Pillow 13.0, Image.alpha_composite over white.
TEST_CASE("what is half transparent mixes its stored values with white", "[io]") {
  const auto grey = [](const char* pixel) {
    return static_cast<int>(
        parsed(png(1, 1, 8, 4, std::string("\0", 1) + std::string(pixel, 2)))(0, 0, 0));
  };
  CHECK(grey("\x00\x80") == 127);
  CHECK(grey("\x64\x40") == 216);
  CHECK(grey("\xc8\x01") == 255);
  CHECK(grey("\x0a\xfe") == 11);
  CHECK(grey("\x0a\xff") == 10);
  const Tensor<std::uint8_t, 3> colours =
      parsed(png(1, 1, 8, 6, std::string("\0\x0a\x64\xc8\x80", 5)));
  CHECK((std::vector<int>(colours.begin(), colours.end()) == std::vector<int>{132, 177, 227}));
  const std::string shades = chunk("PLTE", "abc") + chunk("tRNS", "\x80");
  const Tensor<std::uint8_t, 3> palette = parsed(png(1, 1, 8, 3, std::string("\0\0", 2), shades));
  CHECK((std::vector<int>(palette.begin(), palette.end()) == std::vector<int>{176, 176, 177}));
}

TEST_CASE("samples are taken as they are stored, whatever is said of gamma", "[io]") {
  const std::string gamma =
      chunk("gAMA", big_endian(100000)) + chunk("tEXt", std::string("a\0b", 3));
  CHECK(parsed(png(1, 1, 8, 0, std::string("\0\x55", 2), gamma))(0, 0, 0) == 0x55);
}

TEST_CASE("a PNG file cut anywhere is refused", "[io]") {
  for (std::size_t size = 0; size < two_grey_pixels().size(); ++size) {
    CHECK_THROWS_AS(parsed(two_grey_pixels().substr(0, size)), DataError);
  }
  CHECK(message(two_grey_pixels() + "x").find("(after the data)") != std::string::npos);
  CHECK(
      message(two_grey_pixels().substr(0, 20)) ==
      "memory: byte 20 (chunk IHDR): expected 17 bytes in all, found the end of the file after 4");
}

TEST_CASE("a PNG file that is none is refused with the place", "[io]") {
  const std::string header =
      chunk("IHDR", big_endian(1) + big_endian(1) + std::string("\x08\0\0\0\0", 5));
  const std::string data = chunk("IDAT", zipped(std::string(2, '\0'))), end = chunk("IEND", "");
  CHECK(message("\x89PNX" + two_grey_pixels().substr(4)) ==
        "memory: byte 0 (signature): expected \\x89PNG, found something else");
  CHECK(message(signature + data + end).find("byte 8 (chunk): expected one header") !=
        std::string::npos);
  CHECK(message(signature + header + header + data + end).find("byte 33 (chunk)") !=
        std::string::npos);
  CHECK(message(signature + header + chunk("WHAT", "") + data + end).find("found 'WHAT'") !=
        std::string::npos);
  CHECK(message(signature + header + end).find("bytes of pixels from 0 packed ones") !=
        std::string::npos);
  CHECK(message(png(0, 1, 8, 0, "")).find("byte 16 (width and height)") != std::string::npos);
  CHECK(message(png(1, 1, 3, 0, "ab")).find("byte 24 (depth and kind of colour)") !=
        std::string::npos);
  CHECK(message(png(1, 1, 8, 5, "ab")).find("byte 24") != std::string::npos);
  CHECK(message(png(2, 2, 8, 0, std::string(3, '\0'))).find("expected valid PNG data") !=
        std::string::npos);
  const TemporaryFolder folder;
  CHECK_THROWS_AS(read_png(folder / "missing.png"), FileError);
}

TEST_CASE("every flipped bit of a PNG file is noticed", "[io]") {
  const std::string whole =
      png(2, 1, 8, 3, std::string("\0\1\0", 3), chunk("PLTE", "abcdef") + chunk("tRNS", "\x80"));
  CHECK(parsed(whole)(0, 0, 1) == 'e');
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    CHECK_THROWS_AS(parsed(damaged), DataError);
  }
  std::string other = two_grey_pixels();
  other.back() = static_cast<char>(other.back() ^ 1);
  CHECK(message(other).find("(chunk IEND): expected its check sum, found another") !=
        std::string::npos);
}

TEST_CASE("a PNG file that promises a huge picture is refused before memory is taken", "[io]") {
  for (std::uint32_t side : {1'000'000U, 0x7fffffffU, 0xffffffffU, 100'000U}) {
    const std::string attack = png(side, side, 8, 6, std::string(1000, '\0'));
    CHECK(outcome_within_limits([&] { parsed(attack); }) == Outcome::refused);
  }
  // A bit for each pixel is the most that deflate makes of few bytes.
  const std::string flat(1'000'000, '\0');
  CHECK(parsed(png(7992, 1000, 1, 0, flat)).shape(0) == 1000);
  CHECK(outcome_within_limits([&] { parsed(two_grey_pixels()); }) == Outcome::accepted);
  CHECK(outcome_within_limits([&] { parsed(png(7992, 1000, 1, 2, flat)); }) == Outcome::refused);
}

}  // namespace png_test
