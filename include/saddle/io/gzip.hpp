// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/input_file.hpp>

#if __has_include(<zlib.h>)
#include <zlib.h>
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string>

namespace saddle::inline per_set {

/// True where zlib's header was found, so that gzip files can be read.
inline constexpr bool has_zlib =
#if __has_include(<zlib.h>)
    true;
#else
    false;
#endif

/// True if the file's next bytes begin a gzip member.
template <class File>
bool is_gzip(File& file) {
  const std::span<const unsigned char> bytes = file.available();
  return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

#if __has_include(<zlib.h>)

/// The unpacked content of a gzip file (of all its members), read from front to back.
///
/// Errors: DataError with the packed file's byte where the data is damaged, cut short or followed
///         by something else; the check sum is verified when the end is reached.
template <class File = InputFile>
class Gunzip {
 public:
  explicit Gunzip(File& file) : file_(file) {
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, gzip_only) != Z_OK) throw std::bad_alloc();
  }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;
  ~Gunzip() { inflateEnd(&stream_); }

  const std::string& path() const { return file_.path(); }

  /// Unpacks up to `size` bytes; fewer only at the end of the data.
  std::size_t read(unsigned char* out, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
      const std::span<const unsigned char> packed = file_.available();
      if (packed.empty() && !inside_) break;
      if (packed.empty()) throw damage("more gzip data", "the end of the file");
      if (!inside_) inflateReset(&stream_);
      stream_.next_in = const_cast<Bytef*>(packed.data());  // zlib reads it only
      stream_.avail_in = static_cast<uInt>(packed.size());
      stream_.next_out = out + done;
      const std::size_t room = std::min(size - done, largest_piece);
      stream_.avail_out = static_cast<uInt>(room);
      const int code = inflate(&stream_, Z_NO_FLUSH);
      file_.consume(packed.size() - stream_.avail_in);
      done += room - stream_.avail_out;
      if (code == Z_MEM_ERROR) throw std::bad_alloc();
      if (code != Z_OK && code != Z_STREAM_END) {
        throw damage("valid gzip data", stream_.msg ? stream_.msg : "something else");
      }
      inside_ = code != Z_STREAM_END;
    }
    position_ += done;
    return done;
  }

  /// How many unpacked bytes were taken so far.
  std::uint64_t position() const { return position_; }

  /// The words by which error messages name the unpacked byte at `offset`.
  static std::string place(std::uint64_t offset) {
    return std::string("unpacked byte ") + std::to_string(offset);
  }

 private:
  DataError damage(const char* expected, const char* found) const {
    return DataError(file_.path(), File::place(file_.position()), expected, found);
  }

  static constexpr std::size_t largest_piece = std::size_t{1} << 30;  // zlib counts in 32 bits

  File& file_;
  z_stream stream_{};
  bool inside_ = true;  // a member has begun and not ended; an empty file is not gzip
  std::uint64_t position_ = 0;
};

#else

template <class File = InputFile>
class Gunzip {
  static_assert(sizeof(File) == 0,
                "saddle::Gunzip needs zlib: install its header (zlib1g-dev) and link it (-lz)");

 public:
  explicit Gunzip(File&) {}
  std::size_t read(unsigned char*, std::size_t) { return 0; }
};

#endif

/// Calls `read`, which takes a file into memory, and names the file where that is not enough.
///
/// Errors: FileError in place of std::bad_alloc.
template <class Read>
auto within_memory(const std::string& path, Read read) {
  try {
    return read();
  } catch (const std::bad_alloc&) {
    throw FileError(path, "read", "what it holds is more than the memory that there is");
  }
}

/// Calls `parse` with a reader of the file's content, unpacked if the file is gzip.
///
/// Errors: FileError if it is gzip and zlib's header was missing when this was compiled.
template <class Parse, class File>
auto with_content(File& file, Parse parse) {
  if (is_gzip(file)) {
    if constexpr (has_zlib) {
      Gunzip<File> unpacked(file);
      return parse(unpacked);
    } else {
      throw FileError(file.path(), "unpack", "it is gzip and this program was built without zlib");
    }
  }
  return parse(file);
}

}  // namespace saddle::inline per_set
