// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/io/file/input_file.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#if __has_include(<jpeglib.h>)
#include <jpeglib.h>

#include <csetjmp>
#endif

namespace saddle {

inline namespace per_set {

/// True where libjpeg's header was found, so that JPEG pictures can be read.
inline constexpr bool has_jpeg =
#if __has_include(<jpeglib.h>)
    true;
#else
    false;
#endif

}  // namespace per_set

#if __has_include(<jpeglib.h>)
namespace detail {

/// libjpeg's decoder of bytes in memory. What libjpeg would end the program for, or print, is told
/// by `false` and `message` instead: it jumps, over frames that hold nothing to be destroyed.
class JpegDecoder {
 public:
  explicit JpegDecoder(const std::vector<unsigned char>& bytes) : bytes_(bytes) {
    info_.err = ::jpeg_std_error(&errors_.base);
    errors_.base.error_exit = [](j_common_ptr info) {
      Errors& errors = *reinterpret_cast<Errors*>(info->err);
      errors.base.format_message(info, errors.message);
      std::longjmp(errors.back, 1);
    };
    errors_.base.emit_message = [](j_common_ptr info, int level) {
      if (level < 0) info->err->error_exit(info);  // a warning: the data are damaged
    };
  }
  JpegDecoder(const JpegDecoder&) = delete;
  JpegDecoder& operator=(const JpegDecoder&) = delete;
  ~JpegDecoder() { ::jpeg_destroy_decompress(&info_); }

  /// Reads the header: after it `height`, `width` and `channels` are known.
  bool begin() {
    if (setjmp(errors_.back) != 0) return false;
    ::jpeg_create_decompress(&info_);
    ::jpeg_mem_src(&info_, bytes_.data(), static_cast<unsigned long>(bytes_.size()));
    ::jpeg_read_header(&info_, TRUE);
    info_.out_color_space = info_.jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
    return true;
  }

  /// Writes the pixels. Shapes: out (height, width, channels).
  bool decode(std::uint8_t* out) {
    if (setjmp(errors_.back) != 0) return false;
    ::jpeg_start_decompress(&info_);
    while (info_.output_scanline < info_.output_height) {
      JSAMPROW row = out + info_.output_scanline * width() * channels();
      ::jpeg_read_scanlines(&info_, &row, 1);
    }
    ::jpeg_finish_decompress(&info_);
    return true;
  }

  std::size_t height() const { return info_.image_height; }
  std::size_t width() const { return info_.image_width; }
  std::size_t channels() const { return info_.out_color_space == JCS_GRAYSCALE ? 1 : 3; }
  std::string message() const { return errors_.message; }

 private:
  struct Errors {
    jpeg_error_mgr base;  // first: libjpeg hands out its address
    std::jmp_buf back;
    char message[JMSG_LENGTH_MAX];
  };
  const std::vector<unsigned char>& bytes_;
  jpeg_decompress_struct info_{};
  Errors errors_{};
};

}  // namespace detail
#endif

inline namespace per_set {

/// Reads a JPEG picture; `file` is anything that has `read`, `position` and `path`.
///
/// Shapes: returns (h, w, 1) for a grey picture, (h, w, 3) for one with colours.
/// Units:  0 to 255.
/// Errors: DataError for damaged data, colours for print (CMYK), or a picture larger than so few
///         bytes can hold; FileError if this was compiled without libjpeg's header.
template <class File>
Tensor<std::uint8_t, 3> parse_jpeg(File& file) {
#if __has_include(<jpeglib.h>)
  std::vector<unsigned char> bytes;
  constexpr std::size_t piece = 1 << 16;
  for (std::size_t count = piece; count == piece;) {
    const std::size_t size = bytes.size();
    bytes.resize(size + piece);
    count = file.read(bytes.data() + size, piece);
    bytes.resize(size + count);
  }
  detail::JpegDecoder decoder(bytes);
  const auto damage = [&] {
    return DataError(file.path(), "picture", "valid JPEG data", decoder.message());
  };
  if (!decoder.begin()) throw damage();
  // Each block of 8 x 8 pixels takes a bit at least.
  constexpr std::size_t most_per_byte = 8 * 64;
  const std::size_t height = decoder.height(), width = decoder.width();
  if (height * width / most_per_byte > bytes.size()) {
    throw DataError(file.path(), "picture",
                    std::string("at most ") + std::to_string(most_per_byte * bytes.size()) +
                        " pixels in a file of " + std::to_string(bytes.size()) + " bytes",
                    std::to_string(height) + " x " + std::to_string(width));
  }
  Tensor<std::uint8_t, 3> pixels = xt::empty<std::uint8_t>({height, width, decoder.channels()});
  if (!decoder.decode(pixels.data())) throw damage();
  return pixels;
#else
  throw FileError(file.path(), "decode", "this program was built without libjpeg");
#endif
}

/// Reads a JPEG picture; see `parse_jpeg`.
///
/// Errors: as `parse_jpeg`; FileError if the file cannot be read.
inline Tensor<std::uint8_t, 3> read_jpeg(const std::string& path) {
  InputFile file(path);
  return parse_jpeg(file);
}

}  // namespace per_set

}  // namespace saddle
