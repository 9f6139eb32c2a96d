// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "limits.hpp"
#include "temporary_folder.hpp"

#include <saddle/io/file/memory_file.hpp>
#include <saddle/io/npy.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>

namespace npy_test {

using namespace saddle;

namespace {

/// A file of the given version with this dictionary and these bytes.
std::string npy(const std::string& dictionary, const std::string& bytes, char version = 1) {
  std::string length(version == 1 ? 2 : 4, '\0');
  length[0] = static_cast<char>(dictionary.size());
  return std::string(npy_magic) + version + '\0' + length + dictionary + bytes;
}

NpyArray parsed(const std::string& content) {
  MemoryFile file({reinterpret_cast<const unsigned char*>(content.data()), content.size()});
  return parse_npy(file);
}

std::string message(const std::string& content) {
  try {
    parsed(content);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

template <class T>
std::string bytes_of(std::initializer_list<T> values) {
  return {reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(T)};
}

const std::string two_by_three = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }\n";

}  // namespace

TEMPLATE_TEST_CASE("an NPY file holds what was written", "[io]", std::uint8_t, std::int32_t,
                   std::int64_t, float, double) {
  const TemporaryFolder folder;
  Tensor<TestType, 3> written = xt::empty<TestType>({2, 3, 4});
  for (std::size_t i = 0; i < written.size(); ++i) {
    written.data()[i] =
        static_cast<TestType>(std::numeric_limits<TestType>::max() / static_cast<TestType>(i + 1));
  }
  write_npy(folder / "x.npy", written);
  CHECK((read_npy<TestType, 3>(folder / "x.npy") == written));
  CHECK(folder.names() == std::vector<std::string>{"x.npy"});
  const std::string content = content_of(folder / "x.npy");
  CHECK((content.size() - written.size() * sizeof(TestType)) % 64 == 0);
  CHECK_THROWS_AS((read_npy<TestType, 2>(folder / "x.npy")), DataError);
  using Other = std::conditional_t<std::is_same_v<TestType, float>, double, float>;
  CHECK_THROWS_AS((read_npy<Other, 3>(folder / "x.npy")), DataError);
  CHECK_THROWS_AS(write_npy(folder / "missing/x.npy", written), FileError);
}

TEST_CASE("one axis is written as Python writes it", "[io]") {
  const TemporaryFolder folder;
  const Tensor<float, 1> three = xt::ones<float>({3});
  write_npy(folder / "x.npy", three);
  CHECK(content_of(folder / "x.npy").find("'shape': (3, )") != std::string::npos);
}

TEST_CASE("headers are read in every version, order and spacing", "[io]") {
  for (char version : {'\1', '\2', '\3'}) {
    const NpyArray array = parsed(npy(two_by_three, "abcdef", version));
    CHECK(array.code == "|u1");
    CHECK(array.shape == std::vector<std::size_t>{2, 3});
    CHECK(array.bytes == std::vector<unsigned char>{'a', 'b', 'c', 'd', 'e', 'f'});
  }
  for (const char* dictionary :
       {"{'shape':(1,),'fortran_order':False,'descr':'<i4'}",
        "{\"descr\" : \"<i4\" ,\t\"fortran_order\":False ,'shape' : ( 1 )}   \n",
        "{'fortran_order': False, 'descr': '<i4', 'shape': (1,1,1,1,1,1,),\n}"}) {
    const NpyArray array = parsed(npy(dictionary, bytes_of<std::int32_t>({-7})));
    array.for_each_value([](std::size_t, auto value) { CHECK(value == -7); });
    CHECK(array.bytes.size() == 4);
  }
}

TEST_CASE("an NPY file cut anywhere is refused with the place", "[io]") {
  const std::string whole = npy(two_by_three, "abcdef");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_THROWS_AS(parsed(whole.substr(0, size)), DataError);
  }
  CHECK(message(whole.substr(0, 9)) ==
        "memory: byte 8 (length of the header): expected 2 bytes, found 1 before the end of the "
        "file");
  CHECK(message(whole.substr(0, whole.size() - 2)) ==
        "memory: byte 74 (data): expected 6 bytes in all, found the end of the file after 4");
  CHECK(message(whole + "x") ==
        "memory: byte 76 (after the data): expected the end of the file, found more bytes");
}

TEST_CASE("an NPY header that does not fit is refused with what was found", "[io]") {
  const auto found = [](const std::string& dictionary) {
    return message(npy(dictionary, "abcdef"));
  };
  CHECK(message("\x93NUMPX" + npy(two_by_three, "abcdef").substr(6)) ==
        "memory: byte 0 (magic number): expected \\x93NUMPY, found something else");
  CHECK(message(npy(two_by_three, "abcdef", 4)) ==
        "memory: byte 6 (version): expected 1.0, 2.0 or 3.0, found 4.0");
  CHECK(found("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }") ==
        "memory: byte 20 (descr): expected one of '|u1', '<i4', '<i8', '<f4', '<f8', found '>f4'");
  CHECK(found("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }")
            .find("(fortran_order): expected False (row-major order), found 'True,'") !=
        std::string::npos);
  CHECK(found("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3), }") ==
        "memory: byte 20 (header): expected a quoted word, found '['");
  CHECK(found("{'descr': '|u1', 'fortran_order': False, 'shape': (), }")
            .find("expected 1 to 6 axes, found 0") != std::string::npos);
  CHECK(found("{'descr': '|u1', 'fortran_order': False, 'shape': (1,1,1,1,1,1,6), }")
            .find("expected 1 to 6 axes, found 7") != std::string::npos);
  CHECK(found("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 0), }")
            .find("(length of an axis): expected at least 1, found 0") != std::string::npos);
  CHECK(found("{'descr': '|u1', 'fortran_order': False, 'shape': (-2, 3), }")
            .find("expected a length below 2^64, found '-'") != std::string::npos);
  CHECK(found("{'descr': '|u1', 'shape': (2, 3), }").find("without all of them") !=
        std::string::npos);
  CHECK(found("{'descr': '|u1', 'descr': '|u1', 'shape': (2, 3), }").find("once each") !=
        std::string::npos);
  CHECK(found("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), 'more': '1'}")
            .find("found 'more'") != std::string::npos);
  CHECK(found("{'descr': '|u1, 'fortran_order': False, 'shape': (2, 3), }").find("expected ") !=
        std::string::npos);
  CHECK(found("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), } x")
            .find("expected the end of the header, found 'x'") != std::string::npos);
}

TEST_CASE("lengths that overflow are refused, and promises cost nothing", "[io]") {
  const auto asking = [](const std::string& code, const std::string& shape) {
    return npy("{'descr':'" + code + "','fortran_order':False,'shape':(" + shape + ")}", "abc");
  };
  CHECK(message(asking("|u1", "18446744073709551615,")).find("expected at most") !=
        std::string::npos);
  CHECK(message(asking("<f8", "4294967296, 4294967296")).find("expected at most") !=
        std::string::npos);
  CHECK(message(asking("|u1", "18446744073709551616,")).find("below 2^64") != std::string::npos);

  const std::string attack = asking("<f8", "65536,65536");  // 32 GiB
  CHECK(attack.size() <= 80);
  CHECK(outcome_within_limits([&] { parsed(attack); }) == Outcome::refused);
  std::string long_header = npy(two_by_three, "abcdef", 2);
  for (std::size_t i = 8; i < 12; ++i) long_header[i] = '\xff';
  CHECK(message(long_header) ==
        "memory: byte 8 (length of the header): expected at most 65535, found 4294967295");
}

}  // namespace npy_test
