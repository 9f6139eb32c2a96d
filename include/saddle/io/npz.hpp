// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/file/crc32.hpp>
#include <saddle/io/file/random_access_file.hpp>
#include <saddle/io/gzip.hpp>
#include <saddle/io/npy.hpp>
#include <saddle/io/zip_directory.hpp>
#include <saddle/io/zip_member.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// An NPZ file (NumPy's archive of named arrays, packed or not), opened for reading.
///
/// Opening reads the directory only; no memory is taken that the bytes of the file do not justify.
///
/// Errors: as `read_zip_directory`; FileError if the system will not read the file.
class Npz {
 public:
  explicit Npz(std::string path) : file_(std::move(path)), members_(read_zip_directory(file_)) {}

  const std::string& path() const { return file_.path(); }

  /// The names of the arrays, in the order of the file.
  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const ZipMember& member : members_) {
      if (member.name.ends_with(extension)) {
        result.push_back(member.name.substr(0, member.name.size() - extension.size()));
      }
    }
    return result;
  }

  /// The array of that name.
  ///
  /// Errors: DataError if there is none, as `parse_npy`, and for a wrong check sum; FileError if it
  ///         is packed and this was built without zlib.
  NpyArray read(const std::string& name) const {
    const auto member = std::find_if(members_.begin(), members_.end(), [&](const ZipMember& m) {
      return m.name == name + std::string(extension);
    });
    if (member == members_.end()) {
      const std::string known = some_of(names(), in_quotes);
      throw DataError(path(), "arrays", std::string("one named ") + in_quotes(name),
                      known.empty() ? "none" : "only " + known);
    }
    ZipMemberFile content(file_, *member);
    if (member->method == ZipMethod::stored) return parse_npy(content);
    return with_content(content, [](auto& unpacked) { return parse_npy(unpacked); });
  }

  /// The array of that name, whose type and number of axes the caller knows.
  ///
  /// Errors: as the other `read`; DataError for another type or number of axes.
  template <class T, std::size_t N>
  Tensor<T, N> read(const std::string& name) const {
    const NpyArray array = read(name);
    const std::string where = std::string("array ") + in_quotes(name);
    if (array.code != npy_code<T>) {
      throw DataError(path(), where, in_quotes(npy_code<T>), in_quotes(array.code));
    }
    if (array.shape.size() != N) {
      throw DataError(path(), where, std::to_string(N) + " axes",
                      std::to_string(array.shape.size()));
    }
    std::array<std::size_t, N> shape{};
    std::copy(array.shape.begin(), array.shape.end(), shape.begin());
    Tensor<T, N> tensor = xt::empty<T>(shape);
    std::memcpy(tensor.data(), array.bytes.data(), array.bytes.size());
    return tensor;
  }

 private:
  static constexpr std::string_view extension = ".npy";

  RandomAccessFile file_;
  std::vector<ZipMember> members_;
};

/// Gathers named tensors and writes them as an NPZ file, not packed, as numpy.savez does.
class NpzWriter {
 public:
  /// The tensor has to outlive `write`.
  template <class T, std::size_t N>
  NpzWriter& add(const std::string& name, const Tensor<T, N>& tensor) {
    entries_.push_back(
        {name + ".npy", npy_header(tensor), tensor.data(), sizeof(T) * tensor.size()});
    return *this;
  }

  /// Writes the file; it appears complete or not at all.
  ///
  /// Errors: ConfigError for an archive of 4 GiB or more, FileError if the system will not write.
  void write(const std::string& path) const {
    std::string directory;
    std::uint64_t offset = 0;
    AtomicFile file(path);
    for (const Entry& entry : entries_) {
      const std::uint64_t size = entry.header.size() + entry.size;
      const std::uint64_t next = offset + zip::local_size + entry.name.size() + size;
      constexpr std::uint64_t most = 0xfffffffe;
      if (next > most) throw ConfigError(path, "less than 4 GiB", std::to_string(next) + " bytes");
      Crc32 checksum;
      checksum.add(reinterpret_cast<const unsigned char*>(entry.header.data()),
                   entry.header.size());
      checksum.add(static_cast<const unsigned char*>(entry.data), entry.size);
      std::string common;    // what the member's header and the directory have in common
      put(common, 20, 2);    // version needed: 2.0
      put(common, 0, 2);     // flags
      put(common, 0, 2);     // stored
      put(common, 0, 2);     // time: midnight
      put(common, 0x21, 2);  // date: the first of January 1980, for files hold no times
      put(common, checksum.value(), 4);
      put(common, size, 4);
      put(common, size, 4);
      put(common, entry.name.size(), 2);
      put(common, 0, 2);  // no extra fields
      std::string local;
      put(local, zip::local_mark, 4);
      local += common + entry.name + entry.header;
      put(directory, zip::central_mark, 4);
      put(directory, 20, 2);  // version made by
      directory += common;
      for (int i = 0; i < 3; ++i) put(directory, 0, 2);  // comment, disk, internal attributes
      put(directory, 0, 4);                              // external attributes
      put(directory, offset, 4);
      directory += entry.name;
      file.write(local.data(), local.size());
      file.write(entry.data, entry.size);
      offset = next;
    }
    const std::size_t size = directory.size();
    put(directory, zip::end_mark, 4);
    put(directory, 0, 4);  // disks
    put(directory, entries_.size(), 2);
    put(directory, entries_.size(), 2);
    put(directory, size, 4);
    put(directory, offset, 4);
    put(directory, 0, 2);  // comment
    file.write(directory.data(), directory.size());
    file.commit();
  }

 private:
  struct Entry {
    std::string name, header;
    const void* data;
    std::size_t size;
  };

  static void put(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  }

  std::vector<Entry> entries_;
};

}  // namespace saddle::inline per_set
