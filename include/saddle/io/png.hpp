// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/image.hpp>
#include <saddle/io/png_chunks.hpp>

#if __has_include(<png.h>)
#include <png.h>
#endif

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// True where libpng's header was found, so that pictures can be read and written.
inline constexpr bool has_png =
#if __has_include(<png.h>)
    true;
#else
    false;
#endif

/// A picture as the bytes of a PNG file, which errors call `name`.
///
/// Shapes: pixels (h, w, 3) or (h, w, 1).
/// Errors: ConfigError for another number of channels or an empty picture, FileError if libpng will
///         not, or if this was compiled without its header.
inline std::vector<unsigned char> encode_png(const Tensor<std::uint8_t, 3>& pixels,
                                             const std::string& name = "PNG picture") {
#if __has_include(<png.h>)
  const std::size_t h = pixels.shape(0), w = pixels.shape(1), c = pixels.shape(2);
  if (c != 1 && c != 3) throw ConfigError("write_png: channels", "1 or 3", std::to_string(c));
  constexpr std::size_t largest = std::numeric_limits<std::int32_t>::max() / 3;
  if (h == 0 || w == 0 || h > largest || w > largest) {
    throw ConfigError("write_png: picture",
                      std::string("sides of 1 to ") + std::to_string(largest) + " pixels",
                      std::to_string(h) + " x " + std::to_string(w));
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.height = static_cast<png_uint_32>(h);
  image.width = static_cast<png_uint_32>(w);
  image.format = c == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::vector<unsigned char> bytes(size);
  const auto stride = static_cast<png_int_32>(w * c);
  if (!png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), stride, nullptr)) {
    throw FileError(name, "encode", image.message);
  }
  bytes.resize(size);
  return bytes;
#else
  (void)pixels;
  throw FileError(name, "encode", "this program was built without libpng");
#endif
}

/// Writes a picture as PNG; the file appears complete or not at all.
///
/// Shapes: pixels (h, w, 3) or (h, w, 1) of std::uint8_t; or a batch of images (n, h, w, c) in
///         [-1, 1], which `grid` lays out.
/// Errors: ConfigError for another number of channels or an empty picture, FileError if the system
///         will not write.
template <class T, std::size_t N>
void write_png(const std::string& path, const Tensor<T, N>& pixels) {
#if __has_include(<png.h>)
  if constexpr (N == 4) {
    write_png(path, grid(pixels));
  } else {
    static_assert(N == 3 && std::is_same_v<T, std::uint8_t>,
                  "write_png takes (h, w, c) of std::uint8_t or a batch (n, h, w, c) in [-1, 1]");
    const std::vector<unsigned char> bytes = encode_png(pixels, path);
    write_file(path, bytes.data(), bytes.size());
  }
#else
  static_assert(
      sizeof(T) == 0,
      "saddle::write_png needs libpng: install its header (libpng-dev) and link it (-lpng)");
  (void)path, (void)pixels;
#endif
}

/// A picture laid on white: the stored values are mixed, as browsers and Pillow do, not the light
/// that they stand for.
///
/// Shapes: pixels (h, w, colours and alpha) -> (h, w, colours).
inline Tensor<std::uint8_t, 3> on_white(const Tensor<std::uint8_t, 3>& pixels) {
  const std::size_t h = pixels.shape(0), w = pixels.shape(1), colours = pixels.shape(2) - 1;
  Tensor<std::uint8_t, 3> opaque = xt::empty<std::uint8_t>({h, w, colours});
  const std::uint8_t* from = pixels.data();
  for (std::uint8_t* to = opaque.data(); to != opaque.data() + opaque.size(); to += colours) {
    const unsigned alpha = from[colours];
    for (std::size_t c = 0; c < colours; ++c) {
      to[c] = static_cast<std::uint8_t>((from[c] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
    from += colours + 1;
  }
  return opaque;
}

/// Reads a PNG picture; `file` is anything that has `read`, `position`, `place` and `path`.
///
/// Shapes: returns (h, w, 1) for a grey picture, (h, w, 3) for one with colours.
/// Units:  0 to 255 as they are stored, whatever the file says of gamma and profiles; deeper
///         samples are rounded, and what is transparent lies on white, see `on_white`.
/// Errors: DataError for damaged data; FileError if this was compiled without libpng's header.
/// Cost:   memory for at most 24 times what the packed data can unpack to (see `PngChunks`).
template <class File>
Tensor<std::uint8_t, 3> parse_png(File& file) {
#if __has_include(<png.h>)
  const PngChunks chunks(file);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const auto damage = [&] {
    const std::string message = image.message;
    png_image_free(&image);
    return DataError(file.path(), "picture", "valid PNG data", message);
  };
  if (!png_image_begin_read_from_memory(&image, chunks.bytes().data(), chunks.bytes().size())) {
    throw damage();
  }
  image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  const std::size_t colours = (image.format & PNG_FORMAT_FLAG_COLOR) == 0 ? 1 : 3;
  const bool has_alpha = (image.format & PNG_FORMAT_FLAG_ALPHA) != 0;
  image.format =
      (colours == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB) | (has_alpha ? PNG_FORMAT_FLAG_ALPHA : 0U);
  const std::size_t height = image.height, width = image.width;
  Tensor<std::uint8_t, 3> pixels =
      xt::empty<std::uint8_t>({height, width, colours + (has_alpha ? 1 : 0)});
  if (!png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr)) throw damage();
  return has_alpha ? on_white(pixels) : pixels;
#else
  throw FileError(file.path(), "decode", "this program was built without libpng");
#endif
}

/// Reads a PNG picture; see `parse_png`.
///
/// Errors: as `parse_png`; FileError if the file cannot be read.
inline Tensor<std::uint8_t, 3> read_png(const std::string& path) {
  InputFile file(path);
  return parse_png(file);
}

}  // namespace saddle::inline per_set
