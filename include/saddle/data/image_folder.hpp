// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/scale_bytes.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/png.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace saddle::data {

/// What a folder holds, in the order of the names; hidden entries are left out.
struct FolderListing {
  std::vector<std::string>
      pictures;  ///< paths with one of the extensions, in letters of either case
  std::vector<std::string> folders;
  std::vector<std::string> others;  ///< names of all else

  /// Errors: FileError if the system will not list it.
  explicit FolderListing(const std::string& path,
                         std::initializer_list<std::string_view> extensions = {".png"}) {
    namespace fs = std::filesystem;
    std::error_code code;
    for (fs::directory_iterator entry(path, code), end; !code && entry != end;
         entry.increment(code)) {
      const fs::path& name = entry->path();
      if (name.filename().string().starts_with('.')) continue;
      std::string extension = name.extension().string();
      for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      std::error_code unreadable;  // what cannot be asked is no folder
      if (entry->is_directory(unreadable)) folders.push_back(name.string());
      else if (std::ranges::find(extensions, extension) != extensions.end())
        pictures.push_back(name.string());
      else others.push_back(name.filename().string());
    }
    if (code) throw FileError(path, "list", code.message());
    std::sort(pictures.begin(), pictures.end());
    std::sort(folders.begin(), folders.end());
    std::sort(others.begin(), others.end());
  }
};

/// The sentence about what was not read, with the first few names.
inline std::string passed_over_remark(const std::vector<std::string>& names) {
  constexpr std::size_t most = 5;
  std::string text = std::to_string(names.size()) + " passed over, for only .png is read: ";
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return names.size() > most ? text + ", ..." : text;
}

/// A set of the PNG pictures in a folder; or in its sub-folders, which then are the classes 0, 1
/// ... in the order of their names.
///
/// Shapes: (h, w, c), the same for all; c = 1 (grey) or 3.
/// Units:  0 becomes -1, 255 becomes 1. The set's remarks name files that are no pictures.
/// Errors: DataError for another shape, a damaged picture, pictures beside sub-folders, or none (in
///         a sub-folder too); FileError for what cannot be read.
inline Dataset image_folder(const std::string& path) {
  std::array<std::size_t, 3> shape{};  // of the first picture
  std::string first;
  std::vector<unsigned char> bytes;  // (n, h, w, c)
  std::vector<int> labels;
  const auto take = [&](const std::vector<std::string>& pictures) {
    for (const std::string& picture : pictures) {
      const Tensor<std::uint8_t, 3> pixels = read_png(picture);
      if (bytes.empty()) {
        shape = pixels.shape();
        first = picture;
      }
      if (pixels.shape() != shape) {
        const auto text = [](const std::array<std::size_t, 3>& s) {
          return std::to_string(s[0]) + " x " + std::to_string(s[1]) + " x " + std::to_string(s[2]);
        };
        throw DataError(
            picture, "shape",
            text(shape) + ", as " + base_name(first) + " has and all of a set must have",
            text(pixels.shape()));
      }
      bytes.insert(bytes.end(), pixels.data(), pixels.data() + pixels.size());
    }
  };
  std::vector<std::string> class_names;
  const FolderListing top(path);
  if (!top.pictures.empty() && !top.folders.empty()) {
    throw DataError(path, "folder", "PNG pictures or sub-folders of them", "both");
  }
  take(top.pictures);
  std::vector<std::string> passed_over = top.others;
  for (std::size_t label = 0; label < top.folders.size(); ++label) {
    const FolderListing inner(top.folders[label]);
    const std::string name = base_name(top.folders[label]);
    class_names.push_back(name);
    if (inner.pictures.empty()) {
      throw DataError(top.folders[label], std::string("class ") + std::to_string(label),
                      "PNG pictures", "none");
    }
    for (const std::string& other : inner.others) passed_over.push_back(name + "/" + other);
    for (const std::string& deeper : inner.folders) {
      passed_over.push_back(name + "/" + base_name(deeper) + "/");
    }
    take(inner.pictures);
    labels.insert(labels.end(), inner.pictures.size(), static_cast<int>(label));
  }
  if (bytes.empty()) {
    throw DataError(path, "folder", "PNG pictures or sub-folders of them", "none");
  }
  Dataset::Storage values(bytes.size());
  scale_bytes(path, bytes, 255, values.data());
  Tensor<int, 1> classes = xt::empty<int>({labels.size()});  // (n) or (0)
  std::copy(labels.begin(), labels.end(), classes.data());
  Dataset set(base_name(path), {shape.begin(), shape.end()}, std::move(values), std::move(classes));
  set.class_names = std::move(class_names);
  if (!passed_over.empty()) set.remarks.push_back(passed_over_remark(passed_over));
  return set;
}

}  // namespace saddle::data
