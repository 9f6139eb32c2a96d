// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/io/safetensors.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace safetensors_test {

using namespace saddle;

namespace {

/// A file of this header, padded as the format has it, and this many bytes of data.
std::string file_of(std::string header, std::size_t data) {
  header.resize((header.size() + 7) / 8 * 8, ' ');
  std::string file(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) file[i] = static_cast<char>(header.size() >> (8 * i));
  return file + header + std::string(data, '\1');
}

std::string message(const std::string& content) {
  const TemporaryFolder folder;
  const std::string path = folder.write("file", content);
  try {
    const Safetensors file(path);
  } catch (const DataError& error) {
    return std::string(error.what()).substr(path.size());
  }
  return "no error";
}

std::string header_message(const std::string& header, std::size_t data) {
  return message(file_of(header, data));
}

SafetensorsWriter example() {
  SafetensorsWriter writer;
  writer.metadata("zeta", "first");
  writer.metadata("alpha", "a \"quoted\"\n\xc3\xa9");
  writer.add<float>("0.weight", {2, 3}, [](float* out) {
    for (int i = 0; i < 6; ++i) out[i] = static_cast<float>(i) / 4;
  });
  writer.add<std::int64_t>("steps", {}, [](std::int64_t* out) { *out = -7; });
  writer.add<double>("nothing", {3, 0}, [](double*) {});
  writer.add<std::uint64_t>("key", {1}, [](std::uint64_t* out) { *out = ~std::uint64_t{0}; });
  writer.add<std::uint8_t>("flags", {3}, [](std::uint8_t* out) { out[0] = out[1] = out[2] = 9; });
  return writer;
}

}  // namespace

TEST_CASE("a safetensors file holds what was written", "[io]") {
  const TemporaryFolder folder;
  const std::string path = folder / "file";
  example().write(path);
  CHECK(folder.names() == std::vector<std::string>{"file"});

  const Safetensors file(path);
  CHECK(file.path() == path);
  REQUIRE(file.metadata().size() == 2);
  CHECK(file.metadata()[0] == std::pair<std::string, std::string>("zeta", "first"));
  CHECK(file.metadata("alpha") == "a \"quoted\"\n\xc3\xa9");
  CHECK(file.metadata("beta") == std::nullopt);

  std::vector<std::string> names;
  for (const StoredTensor& tensor : file.tensors()) {
    names.push_back(tensor.name);
    CHECK(tensor.begin % stored_type_bytes(tensor.dtype) == 0);
    CHECK(file.find(tensor.name) == &tensor);
  }
  CHECK(names == std::vector<std::string>{"steps", "nothing", "key", "0.weight", "flags"});
  CHECK(file.find("0.weigh") == nullptr);
  CHECK(file.find("z") == nullptr);

  const StoredTensor& weight = *file.find("0.weight");
  CHECK(weight.shape == std::vector<std::size_t>{2, 3});
  CHECK(file.read<float>(weight) == std::vector<float>{0, 0.25F, 0.5F, 0.75F, 1, 1.25F});
  CHECK(file.read<std::int64_t>(*file.find("steps")) == std::vector<std::int64_t>{-7});
  CHECK(file.read<double>(*file.find("nothing")).empty());
  CHECK(file.read<std::uint64_t>(*file.find("key")) ==
        std::vector<std::uint64_t>{std::numeric_limits<std::uint64_t>::max()});
  CHECK_THROWS_WITH(file.read<double>(weight),
                    path + ": tensor \"0.weight\" (dtype): expected F64, found F32");
}

TEST_CASE("the same calls write the same bytes, as the format has them", "[io]") {
  const TemporaryFolder folder;
  SafetensorsWriter writer;
  writer.metadata("k", "v");
  writer.add<std::uint8_t>("a", {2}, [](std::uint8_t* out) { out[0] = out[1] = 1; });
  writer.write(folder / "file");
  writer.write(folder / "again");
  const std::string header =
      R"({"__metadata__":{"k":"v"},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})";
  CHECK(content_of(folder / "file") == file_of(header, 2));
  CHECK(content_of(folder / "again") == content_of(folder / "file"));

  SafetensorsWriter().write(folder / "empty");
  CHECK(content_of(folder / "empty") == file_of("{}", 0));
  CHECK(Safetensors(folder / "empty").tensors().empty());
}

TEST_CASE("what could not be read again is not written", "[io]") {
  const TemporaryFolder folder;
  SafetensorsWriter writer = example();
  CHECK_THROWS_AS(writer.metadata("zeta", ""), ConfigError);
  CHECK_THROWS_AS(writer.add<float>("steps", {}, [](float*) {}), ConfigError);
  CHECK_THROWS_AS(writer.add<float>("__metadata__", {}, [](float*) {}), ConfigError);
  writer.metadata("path", "\xff");
  CHECK_THROWS_AS(writer.write(folder / "file"), ConfigError);
  SafetensorsWriter long_one;
  long_one.metadata("text", std::string(largest_safetensors_header, 'x'));
  CHECK_THROWS_AS(long_one.write(folder / "file"), ConfigError);
  CHECK(folder.names().empty());
}

TEST_CASE("a safetensors file cut anywhere is refused", "[io]") {
  const TemporaryFolder folder;
  example().write(folder / "file");
  const std::string whole = content_of(folder / "file");
  CHECK(message(whole) == "no error");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK(message(whole.substr(0, size)) != "no error");
  }
  CHECK(message(whole + '\0') == ": data: expected 43 bytes, as the tensors say, found 44");
  CHECK_THROWS_AS(Safetensors(folder / "missing"), FileError);
  CHECK_THROWS_AS(Safetensors(folder / "."), FileError);
}

TEST_CASE("a header's length that does not fit is refused", "[io]") {
  const std::string length = ": byte 0 (length of the header): expected ";
  CHECK(message("1234567") == ": length: expected at least 8 bytes, found 7");
  CHECK(message(std::string("\0\0\0\0\0\0\0\x80{}", 10)) ==
        length + "at most 2, all of the file, found 9223372036854775808");
  CHECK(message(std::string(8, '\xff') + "{}") ==
        length + "at most 2, all of the file, found 18446744073709551615");
  CHECK(message(std::string(8, '\0')) == ": byte 8: expected {, found \"\"");
  CHECK(header_message(std::string(largest_safetensors_header + 8, ' '), 0) ==
        length + "at most 524288, found 524296");
}

TEST_CASE("a header that is not as the format has it is refused with the field", "[io]") {
  const auto tensor = [](const std::string& fields) { return "{\"a\":{" + fields + "}}"; };
  CHECK(header_message("[]", 0) == ": byte 8: expected {, found \"[\"");
  CHECK(header_message(" {}", 0) == ": byte 8: expected {, found \" \"");
  CHECK(header_message("{\"a\":[]}", 0) == ": tensor \"a\": expected an object, found an array");
  CHECK(header_message(tensor(""), 0) ==
        ": tensor \"a\": expected dtype, shape and data_offsets, each once, found the end of an "
        "object");
  CHECK(header_message(tensor(R"("shape":[],"shape":[])"), 0) ==
        ": tensor \"a\": expected dtype, shape and data_offsets, each once, found the name "
        "\"shape\"");
  CHECK(header_message(tensor(R"("dtype":"F31")"), 0) ==
        ": tensor \"a\": expected a type such as \"F32\", found \"F31\"");
  CHECK(header_message(tensor(R"("dtype":4)"), 0) ==
        ": tensor \"a\": expected a type such as \"F32\", found 4");
  CHECK(header_message(tensor(R"("shape":[-1])"), 0) ==
        ": tensor \"a\": expected at most 64 extents of 0 or more (shape), found -1");
  CHECK(header_message(tensor(R"("shape":[1.5])"), 0) ==
        ": tensor \"a\": expected at most 64 extents of 0 or more (shape), found \"1.5\"");
  CHECK(header_message(tensor(R"("shape":[18446744073709551616])"), 0) ==
        ": tensor \"a\": expected at most 64 extents of 0 or more (shape), found "
        "\"18446744073709551616\"");
  CHECK(header_message(tensor(R"("data_offsets":[0])"), 0) ==
        ": tensor \"a\": expected two offsets of 0 or more (data_offsets), found the end of an "
        "array");
  CHECK(header_message(tensor(R"("data_offsets":[0,1,2])"), 2) ==
        ": tensor \"a\": expected two offsets of 0 or more (data_offsets), found 2");
  CHECK(header_message(R"({"__metadata__":{"k":1}})", 0) ==
        ": metadata \"k\": expected a text, found 1");
  CHECK(header_message(R"({"__metadata__":{"k":"","k":""}})", 0) ==
        ": metadata: expected each name once, found \"k\" again");
  CHECK(header_message(R"({"__metadata__":{},"__metadata__":{}})", 0) ==
        ": header: expected a tensor's name, found __metadata__ again");
  CHECK(header_message("{\"a\":{\"dtype\":nul}}", 0) ==
        ": byte 25: expected JSON, found \"invalid literal\"");
  CHECK(header_message("{\"a\":", 0).starts_with(": byte 16: expected "));
}

TEST_CASE("tensors must cover the data once and wholly", "[io]") {
  const auto tensor = [](const std::string& name, const std::string& shape, std::size_t begin,
                         std::size_t end) {
    return '"' + name + R"(":{"dtype":"U8","shape":[)" + shape + R"(],"data_offsets":[)" +
           std::to_string(begin) + ',' + std::to_string(end) + "]}";
  };
  CHECK(header_message('{' + tensor("b", "2", 4, 6) + ',' + tensor("a", "2,2", 0, 4) + '}', 6) ==
        "no error");
  CHECK(header_message('{' + tensor("b", "4", 2, 6) + ',' + tensor("a", "2,2", 0, 4) + '}', 6) ==
        ": tensor \"b\" (data_offsets): expected to begin at 4, where the data before it ends, "
        "found 2 to 6");
  CHECK(header_message('{' + tensor("b", "1", 5, 6) + ',' + tensor("a", "2,2", 0, 4) + '}', 6) ==
        ": tensor \"b\" (data_offsets): expected to begin at 4, where the data before it ends, "
        "found 5 to 6");
  CHECK(header_message('{' + tensor("a", "4", 0, 4) + '}', 6) ==
        ": data: expected 4 bytes, as the tensors say, found 6");
  CHECK(header_message('{' + tensor("a", "4", 0, 4) + '}', 3) ==
        ": tensor \"a\" (data_offsets): expected ascending, at most 3, found 0 to 4");
  CHECK(header_message('{' + tensor("a", "4", 4, 0) + '}', 4) ==
        ": tensor \"a\" (data_offsets): expected ascending, at most 4, found 4 to 0");
  CHECK(header_message('{' + tensor("a", "5", 0, 4) + '}', 4) ==
        ": tensor \"a\" (data_offsets): expected 5 bytes, as the shape says, found 0 to 4");
  CHECK(header_message('{' + tensor("a", "4294967296,4294967296", 0, 0) + '}', 0) ==
        ": tensor \"a\" (shape): expected fewer than 2^63 bytes, found more");
  CHECK(header_message('{' + tensor("a", "4294967296,4294967296,0", 0, 0) + '}', 0) == "no error");
  CHECK(header_message('{' + tensor("a", "2", 0, 2) + ',' + tensor("a", "2", 2, 4) + '}', 4) ==
        ": header: expected each name once, found \"a\" again");
}

}  // namespace safetensors_test
