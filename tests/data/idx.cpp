// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "limits.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/idx.hpp>

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

namespace idx_test {

using namespace saddle;

namespace {

std::string big_endian(std::uint32_t word) {
  return {static_cast<char>(word >> 24), static_cast<char>(word >> 16),
          static_cast<char>(word >> 8), static_cast<char>(word)};
}

std::string header(std::uint32_t n, std::uint32_t h, std::uint32_t w) {
  return big_endian(0x803) + big_endian(n) + big_endian(h) + big_endian(w);
}

/// Two images of 2 x 3 pixels.
std::string two_images() {
  return header(2, 2, 3) + std::string("\x00\x33\x66\x99\xcc\xff\xff\x00\xff\x00\xff\x00", 12);
}

std::string gzip(const std::string& plain) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(plain.size() + 100, '\0'), input = plain;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string message(const std::string& path) {
  try {
    data::read_idx_images(path);
  } catch (const DataError& error) {
    return std::string(error.what()).substr(path.size());
  }
  return "no error";
}

/// Bytes in memory that remember the largest piece ever asked for.
struct Watched {
  std::string bytes;
  std::size_t taken = 0, largest = 0;

  std::string path() const { return "watched"; }
  std::uint64_t position() const { return taken; }
  static std::string place(std::uint64_t offset) { return "byte " + std::to_string(offset); }
  std::size_t read(unsigned char* out, std::size_t size) {
    largest = std::max(largest, size);
    const std::size_t count = std::min(size, bytes.size() - taken);
    std::memcpy(out, bytes.data() + taken, count);
    taken += count;
    return count;
  }
};

}  // namespace

TEST_CASE("images and labels come out of plain and gzip files alike", "[data]") {
  const TemporaryFolder folder;
  for (const std::string& content : {two_images(), gzip(two_images())}) {
    const Tensor<float, 4> images = data::read_idx_images(folder.write("images", content));
    REQUIRE(images.shape() == std::array<std::size_t, 4>{2, 2, 3, 1});
    CHECK(images(0, 0, 0, 0) == -1.0F);
    CHECK(images(0, 0, 1, 0) == Approx(-0.6F));
    CHECK(images(0, 1, 2, 0) == 1.0F);
    CHECK(images(1, 0, 1, 0) == -1.0F);
  }
  const std::string labels = big_endian(0x801) + big_endian(2) + "\x07\x03";
  const data::Dataset set =
      data::idx(folder.write("images", two_images()), folder.write("labels", gzip(labels)));
  CHECK(set.rows() == 2);
  CHECK(set.shape() == std::vector<std::size_t>{2, 3, 1});
  CHECK(set.labels()(0) == 7);
  CHECK(data::idx(folder / "images").labels().size() == 0);
  CHECK(set.name == "images");
}

TEST_CASE("another full value than 255 scales, and is not exceeded", "[data]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("images", header(1, 1, 2) + std::string("\x00\x10", 2));
  CHECK(data::read_idx_images(path, 16)(0, 0, 1, 0) == 1.0F);
  CHECK_THROWS_WITH(data::read_idx_images(path, 15),
                    path + ": value 1: expected at most 15, found 16");
}

TEST_CASE("masks of 0 and 1 are -1 and 1, and a set says how it was scaled", "[data]") {
  const TemporaryFolder folder;
  const std::string masks = folder.write("masks", header(1, 1, 2) + std::string("\0\1", 2));
  const data::Dataset set = data::idx(masks);
  CHECK(set.values()(0, 0) == -1);
  CHECK(set.values()(0, 1) == 1);
  CHECK(set.full == 1);
  CHECK(set.remarks ==
        std::vector<std::string>{"bytes 0 to 1 became -1 to 1, as the largest byte suggests"});
  CHECK(data::idx(masks, {}, 255).full == 255);
  CHECK(data::idx(masks, {}, 255).remarks.empty());
}

TEST_CASE("the largest value decides what is full: 16 or 255", "[data]") {
  const TemporaryFolder folder;
  const std::string digits = folder.write("8x8", header(1, 1, 2) + std::string("\x08\x10", 2));
  CHECK(data::read_idx_images(digits)(0, 0, 0, 0) == 0.0F);
  CHECK(data::read_idx_images(digits)(0, 0, 1, 0) == 1.0F);
  const std::string mnist = folder.write("28x28", header(1, 1, 2) + std::string("\0\x11", 2));
  CHECK(data::read_idx_images(mnist)(0, 0, 1, 0) == Approx(2 * 17 / 255.0 - 1));
  CHECK(data::read_idx_images(digits, 255)(0, 0, 1, 0) == Approx(2 * 16 / 255.0 - 1));
}

TEST_CASE("a gzip file of several members is read on", "[data]") {
  const TemporaryFolder folder;
  const std::string whole = two_images();
  const std::string path = folder.write("images", gzip(whole.substr(0, 9)) + gzip(whole.substr(9)));
  CHECK(data::read_idx_images(path)(0, 1, 2, 0) == 1.0F);
}

TEST_CASE("a file cut anywhere is refused with the place", "[data]") {
  const TemporaryFolder folder;
  for (const std::string& whole : {two_images(), gzip(two_images())}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::string path = folder.write("cut", whole.substr(0, size));
      CHECK_THROWS_AS(data::read_idx_images(path), DataError);
    }
  }
  CHECK(message(folder.write("cut", two_images().substr(0, 6))) ==
        ": byte 4 (length of an axis): expected 4 bytes, found 2 before the end of the file");
  CHECK(message(folder.write("cut", two_images().substr(0, 20))) ==
        ": byte 20 (data): expected 12 bytes in all, found the end of the file after 4");
}

TEST_CASE("a header that does not fit is refused with what was found", "[data]") {
  const TemporaryFolder folder;
  CHECK(message(folder.write("magic", big_endian(0x801) + two_images().substr(4))) ==
        ": byte 0 (magic number): expected 0x00000803 (unsigned bytes, 3 axes), found 0x00000801");
  CHECK(message(folder.write("zero", header(2, 0, 3))) ==
        ": byte 8 (length of an axis): expected at least 1, found 0");
  CHECK(message(folder.write("more", two_images() + "x")) ==
        ": byte 28 (after the data): expected the end of the file, found more bytes");
  CHECK(message(folder.write("more", gzip(two_images() + "x"))) ==
        ": unpacked byte 28 (after the data): expected the end of the file, found more bytes");
  CHECK_THROWS_AS(data::read_idx_images(folder / "missing"), FileError);
  CHECK_THROWS_AS(data::read_idx_images(folder / "."), FileError);
}

TEST_CASE("every flipped bit of a gzip file is noticed or harmless", "[data]") {
  const TemporaryFolder folder;
  const std::string whole = gzip(two_images());
  const Tensor<float, 4> right = data::read_idx_images(folder.write("good", whole));
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    const std::string path = folder.write("damaged", damaged);
    bool right_or_refused = false;
    try {
      right_or_refused =
          data::read_idx_images(path) == right;  // a bit of the header's time or system
    } catch (const DataError&) {
      right_or_refused = true;
    }
    CHECK(right_or_refused);
  }
}

TEST_CASE("a promise of many bytes allocates no more than arrives", "[data]") {
  constexpr std::size_t allowance = std::size_t{1} << 20;
  Watched small{header(65535, 65535, 65535) + "abc"};
  CHECK_THROWS_AS(data::parse_idx<3>(small), DataError);
  CHECK(small.largest <= allowance);

  Watched large{header(65535, 65535, 65535) + std::string(5 * allowance, 'x')};
  CHECK_THROWS_AS(data::parse_idx<3>(large), DataError);
  CHECK(large.largest <= 8 * allowance);

  Watched overflow{header(0xffffffff, 0xffffffff, 0xffffffff) + "abc"};
  CHECK_THROWS_AS(data::parse_idx<3>(overflow), DataError);
  CHECK(overflow.largest == 4);

  const TemporaryFolder folder;
  const std::string promise = folder.write("promise", header(65535, 65535, 65535) + "abc");
  CHECK(outcome_within_limits([&] { data::read_idx_images(promise); }) == Outcome::refused);
  CHECK(message(folder.write("bomb", gzip(header(65535, 65535, 65535) + std::string(1000, '\0'))))
            .find("expected 281462092005375 bytes in all") != std::string::npos);
}

}  // namespace idx_test
