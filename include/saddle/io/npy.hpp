// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/types.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/gzip.hpp>
#include <saddle/io/npy_header.hpp>
#include <saddle/io/parse.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace saddle::inline per_set {

static_assert(std::endian::native == std::endian::little, "NPY numbers are copied as they lie");

/// The types of numbers that NPY files are read and written with.
using NpyTypes = types<std::uint8_t, std::int32_t, std::int64_t, float, double>;

/// The name of a type in an NPY header.
template <class T>
inline constexpr std::string_view npy_code = std::is_same_v<T, std::uint8_t>   ? "|u1"
                                             : std::is_same_v<T, std::int32_t> ? "<i4"
                                             : std::is_same_v<T, std::int64_t> ? "<i8"
                                             : std::is_same_v<T, float>        ? "<f4"
                                             : std::is_same_v<T, double>       ? "<f8"
                                                                               : "";

/// What an NPY file holds: its type, its shape and its bytes in row-major order.
struct NpyArray {
  std::string code;
  std::vector<std::size_t> shape;
  std::vector<unsigned char> bytes;

  /// Calls visit(i, value) with each number, in the type of the file.
  template <class Visit>
  void for_each_value(Visit visit) const {
    for_each(NpyTypes{}, [&]<class T>(std::type_identity<T>) {
      if (code != npy_code<T>) return;
      for (std::size_t i = 0; i < bytes.size() / sizeof(T); ++i) {
        T value;
        std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
        visit(i, value);
      }
    });
  }
};

/// Reads an NPY file (NumPy's format 1.0, 2.0 or 3.0) of one of `NpyTypes` with 1 to 6 axes;
/// `file` is anything that has `read`, `position`, `place` and `path`.
///
/// Memory grows with the bytes that really arrive, whatever the header promises.
///
/// Errors: DataError for another magic number, version, type (big-endian ones too) or order
///         (Fortran's), an empty axis, a size beyond what can be addressed, or more or fewer bytes
///         than the header says.
/// Source: NumPy, "A Simple File Format for NumPy Arrays" (NEP 1).
template <class File>
NpyArray parse_npy(File& file) {
  const NpyHeader<File> header(file);
  NpyArray array{.code = header.code, .shape = header.shape, .bytes = {}};
  std::size_t size = 0;  // of one number
  std::string known;
  for_each(NpyTypes{}, [&]<class T>(std::type_identity<T>) {
    known += (known.empty() ? "" : ", ") + in_quotes(npy_code<T>);
    if (array.code == npy_code<T>) size = sizeof(T);
  });
  if (size == 0) {
    throw parse::error(file, header.code_at, "descr", "one of " + known, in_quotes(array.code));
  }
  for (std::size_t extent : array.shape) {
    size = parse::times_extent(file, header.shape_at, size, extent);
  }
  array.bytes = parse::take_promised(file, size, "data");
  parse::expect_end(file);
  return array;
}

/// Reads an NPY file, plain or gzip by content.
inline NpyArray read_npy_array(InputFile& file) {
  return with_content(file, [](auto& content) { return parse_npy(content); });
}
inline NpyArray read_npy_array(const std::string& path) {
  InputFile file(path);
  return read_npy_array(file);
}

/// Reads an NPY file whose type and number of axes the caller knows.
///
/// Errors: as `parse_npy`; DataError for another type or number of axes; FileError if it cannot be
///         read.
template <class T, std::size_t N>
Tensor<T, N> read_npy(const std::string& path) {
  const NpyArray array = read_npy_array(path);
  if (array.code != npy_code<T>) {
    throw DataError(path, "descr", in_quotes(npy_code<T>), in_quotes(array.code));
  }
  if (array.shape.size() != N) {
    throw DataError(path, "shape", std::to_string(N) + " axes", std::to_string(array.shape.size()));
  }
  std::array<std::size_t, N> shape;
  std::copy(array.shape.begin(), array.shape.end(), shape.begin());
  Tensor<T, N> tensor = xt::empty<T>(shape);
  std::memcpy(tensor.data(), array.bytes.data(), array.bytes.size());
  return tensor;
}

/// What stands before the numbers of a tensor in an NPY 1.0 file.
template <class T, std::size_t N>
std::string npy_header(const Tensor<T, N>& tensor) {
  static_assert(!npy_code<T>.empty(), "NPY files hold one of NpyTypes");
  std::string shape;
  for (std::size_t extent : tensor.shape()) shape += std::to_string(extent) + ", ";
  std::string header = std::string("{'descr': '") + std::string(npy_code<T>) +
                       "', 'fortran_order': False, 'shape': (" + shape + "), }";
  constexpr std::size_t unit = 64;  // the numbers begin at a multiple of it
  const std::size_t before = npy_magic.size() + 4;
  header.resize((before + header.size() + 1 + unit - 1) / unit * unit - before - 1, ' ');
  header += '\n';
  const char version_and_length[] = {1, 0, static_cast<char>(header.size() % 256),
                                     static_cast<char>(header.size() / 256)};
  return std::string(npy_magic) + std::string(version_and_length, sizeof version_and_length) +
         header;
}

/// Writes a tensor as NPY 1.0; the file appears complete or not at all.
///
/// Errors: FileError if the system will not write.
template <class T, std::size_t N>
void write_npy(const std::string& path, const Tensor<T, N>& tensor) {
  const std::string header = npy_header(tensor);
  AtomicFile file(path);
  file.write(header.data(), header.size());
  file.write(tensor.data(), tensor.size() * sizeof(T));
  file.commit();
}

}  // namespace saddle::inline per_set
