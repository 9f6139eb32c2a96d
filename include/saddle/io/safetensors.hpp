// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/io/file/random_access_file.hpp>
#include <saddle/io/safetensors_header.hpp>
#include <saddle/io/safetensors_writer.hpp>
#include <saddle/io/stored_tensor.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// A safetensors file, opened for reading.
///
/// Opening reads the header and checks all of it against the file's size; no memory is taken that
/// the bytes of the file do not justify.
/// Errors: DataError with the byte or field that is not as the format has it, FileError if the
///         system will not read the file.
/// Source: github.com/huggingface/safetensors, README, "Format".
class Safetensors {
 public:
  /// Path is anything a std::string is made of; a template so that only a program that reads a
  /// file needs nlohmann/json.
  template <class Path>
  explicit Safetensors(const Path& path) : file_(std::string(path)) {
#if __has_include(<nlohmann/json.hpp>)
    const std::string header = read_header();
    content_ = parse_safetensors_header(header, file_.path(), sizeof(std::uint64_t),
                                        file_.size() - data_begin_);
    index_names();
#else
    static_assert(sizeof(Path) == 0,
                  "saddle::Safetensors needs nlohmann/json: install its header "
                  "(nlohmann-json3-dev)");
#endif
  }

  const std::string& path() const { return file_.path(); }

  /// In the order of the header.
  const std::vector<std::pair<std::string, std::string>>& metadata() const {
    return content_.metadata;
  }
  std::optional<std::string> metadata(std::string_view key) const {
    for (const auto& [name, text] : content_.metadata) {
      if (name == key) return text;
    }
    return std::nullopt;
  }

  /// The metadata under a key that must be there.
  ///
  /// Errors: DataError if it is not.
  std::string required(std::string_view key) const {
    const auto text = metadata(key);
    if (!text) throw DataError(path(), "metadata", std::string("a field ") + shown(key), "none");
    return *text;
  }
  /// The same as a number.
  template <class T>
  T required_number(std::string_view key) const {
    const std::string text = required(key);
    const std::optional<T> number = number_in<T>(text);
    if (!number) throw DataError(path(), std::string(key), "a number", shown(text));
    return *number;
  }
  /// Errors: DataError unless the metadata under `key` is that text.
  void require(std::string_view key, std::string_view text) const {
    const std::string found = required(key);
    if (found != text) throw DataError(path(), std::string(key), shown(text), shown(found));
  }

  /// In the order of their data.
  const std::vector<StoredTensor>& tensors() const { return content_.tensors; }

  /// The tensor of that name, or null.
  const StoredTensor* find(std::string_view name) const {
    const auto place =
        std::lower_bound(by_name_.begin(), by_name_.end(), name,
                         [&](std::size_t i, std::string_view n) { return tensors()[i].name < n; });
    const bool found = place != by_name_.end() && tensors()[*place].name == name;
    return found ? &tensors()[*place] : nullptr;
  }

  /// The numbers of a tensor of this file, row-major.
  ///
  /// Errors: DataError if they are stored as another type than T.
  template <class T>
  std::vector<T> read(const StoredTensor& tensor) const {
    if (tensor.dtype != stored_type<T>) {
      throw DataError(path(), std::string("tensor ") + shown(tensor.name) + " (dtype)",
                      std::string(stored_type<T>), tensor.dtype);
    }
    std::vector<T> numbers(tensor.size());
    file_.read(data_begin_ + tensor.begin, numbers.data(), numbers.size() * sizeof(T));
    return numbers;
  }

 private:
  std::string read_header() {
    const auto fail = [&](const std::string& expected, std::uint64_t found) {
      return DataError(path(), "byte 0 (length of the header)", expected, std::to_string(found));
    };
    std::uint64_t length = 0;
    if (file_.size() < sizeof length) {
      throw DataError(path(), "length",
                      std::string("at least ") + std::to_string(sizeof length) + " bytes",
                      std::to_string(file_.size()));
    }
    file_.read(0, &length, sizeof length);
    const std::uint64_t room = file_.size() - sizeof length;
    if (length > room)
      throw fail(std::string("at most ") + std::to_string(room) + ", all of the file", length);
    if (length > largest_safetensors_header) {
      throw fail(std::string("at most ") + std::to_string(largest_safetensors_header), length);
    }
    data_begin_ = sizeof length + length;
    std::string header(static_cast<std::size_t>(length), '\0');
    file_.read(sizeof length, header.data(), header.size());
    return header;
  }

  void index_names() {
    by_name_.resize(tensors().size());
    for (std::size_t i = 0; i < by_name_.size(); ++i) by_name_[i] = i;
    std::sort(by_name_.begin(), by_name_.end(),
              [&](std::size_t a, std::size_t b) { return tensors()[a].name < tensors()[b].name; });
  }

  RandomAccessFile file_;
  std::uint64_t data_begin_ = 0;
  SafetensorsContent content_;
  std::vector<std::size_t> by_name_;
};

}  // namespace saddle::inline per_set
