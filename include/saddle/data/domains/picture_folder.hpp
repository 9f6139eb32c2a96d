// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/image_folder.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/read_picture.hpp>
#include <saddle/picture/resize.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace saddle::data {

namespace detail {

/// Names one after the other; all of them, for each is something that the user will miss.
inline std::string list_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

/// A picture with three channels. Shapes: pixels (h, w, 1 or 3) -> (1, h, w, 3).
inline Tensor<float, 4> coloured(const Tensor<std::uint8_t, 3>& pixels) {
  const std::size_t h = pixels.shape(0), w = pixels.shape(1), c = pixels.shape(2);
  Tensor<float, 4> image = Tensor<float, 4>::from_shape({1, h, w, 3});
  for (std::size_t i = 0; i < image.size(); ++i) {
    image.data()[i] = static_cast<float>(pixels.data()[c == 1 ? i / 3 : i] / 127.5 - 1);
  }
  return image;
}

}  // namespace detail

/// A set of the PNG and JPEG pictures of a folder, in the order of their names: squares of `side`
/// pixels as `centre_square` makes them, or with 0 as they are, which must then be of one size.
///
/// Unlike `image_folder` it knows no classes, reads pictures of any size, and leaves out what is
/// damaged: the set's remarks name everything in the folder that is not in the set.
///
/// Shapes: (side, side, 3); grey pictures have three equal channels.
/// Units:  0 becomes -1, 255 becomes 1.
/// Errors: DataError for pictures of several sizes, or fewer than two: of a folder of folders it
///         names them; FileError if the system will not list it.
inline Dataset picture_folder(const std::string& path, std::size_t side = 0) {
  const FolderListing listing(path, {".png", ".jpg", ".jpeg"});
  if (listing.pictures.empty() && !listing.folders.empty()) {
    std::vector<std::string> names;
    for (const std::string& folder : listing.folders) names.push_back(base_name(folder));
    throw DataError(path, "folder", "PNG or JPEG pictures of one domain",
                    std::string("folders, one of which may be it: ") + detail::list_text(names));
  }
  std::vector<std::string> left_out;
  std::array<std::size_t, 4> shape{};  // of the first picture
  std::string first;
  std::size_t count = 0;
  std::vector<float> pixels;  // (n, h, w, 3)
  for (const std::string& name : listing.pictures) {
    Tensor<float, 4> image;
    try {
      image = detail::coloured(read_picture(name));
    } catch (const Error& error) {
      left_out.push_back(base_name(name) + " (" + error.what() + ")");
      continue;
    }
    if (side > 0) image = centre_square(image, side);
    if (count == 0) {
      shape = image.shape();
      first = base_name(name);
    }
    if (image.shape() != shape) {
      const auto text = [](const std::array<std::size_t, 4>& s) {
        return std::to_string(s[1]) + " x " + std::to_string(s[2]) + " pixels";
      };
      throw DataError(name, "size", text(shape) + ", as " + first + " has (or a side to resize to)",
                      text(image.shape()));
    }
    pixels.insert(pixels.end(), image.begin(), image.end());
    ++count;
  }
  left_out.insert(left_out.end(), listing.others.begin(), listing.others.end());
  for (const std::string& folder : listing.folders) left_out.push_back(base_name(folder) + "/");
  const std::string remark =
      left_out.empty() ? std::string() : std::string("left out: ") + detail::list_text(left_out);
  if (count < 2) {
    std::string found = std::to_string(count);
    if (!remark.empty()) found.append("; ").append(remark);
    throw DataError(path, "folder", "at least two PNG or JPEG pictures", found);
  }
  Dataset::Storage values(pixels.size());
  std::copy(pixels.begin(), pixels.end(), values.begin());
  Dataset set(base_name(path), {shape[1], shape[2], shape[3]}, std::move(values));
  if (!remark.empty()) set.remarks.push_back(remark);
  return set;
}

}  // namespace saddle::data
