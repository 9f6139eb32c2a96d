// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/json.hpp>
#include <saddle/io/safetensors_header.hpp>
#include <saddle/io/stored_tensor.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// Writes a safetensors file: first everything is declared, then `write` asks for the numbers.
///
/// The same calls give the same bytes. Metadata stands in the order of calls, tensors too, but
/// those of wider types first, so that each begins at a multiple of its numbers' size.
/// Cost:   memory for the largest tensor.
/// Source: github.com/huggingface/safetensors, README, "Format".
class SafetensorsWriter {
 public:
  /// Errors: ConfigError for a key that is there already.
  void metadata(std::string key, std::string value) {
    if (!keys_.insert(key).second) {
      throw ConfigError(std::string("metadata ") + shown(key), "each key once", "it again");
    }
    metadata_.emplace_back(std::move(key), std::move(value));
  }

  /// The same, unless the key is there already.
  void note(std::string key, std::string value) {
    if (!keys_.contains(key)) metadata(std::move(key), std::move(value));
  }

  /// Declares a tensor; when the file is written, `fill` writes all of its numbers, row-major.
  ///
  /// T is float, double, std::int64_t, std::uint64_t or std::uint8_t.
  /// Errors: ConfigError for a name that is there already or is the format's own.
  template <class T>
  void add(std::string name, std::vector<std::size_t> shape, std::function<void(T*)> fill) {
    if (name == "__metadata__" || !names_.insert(name).second) {
      throw ConfigError(std::string("tensor ") + shown(name), "a new name", "one in use");
    }
    StoredTensor tensor{std::move(name), std::string(stored_type<T>), std::move(shape), 0, 0};
    const std::size_t size = tensor.size();
    tensor.end = size * sizeof(T);
    entries_.push_back({std::move(tensor), [size, fill = std::move(fill)](AtomicFile& file) {
                          std::vector<T> numbers(size);
                          fill(numbers.data());
                          file.write(numbers.data(), size * sizeof(T));
                        }});
  }

  /// Finds out before there is something to lose whether `write` could write what was declared.
  ///
  /// Errors: ConfigError for a text that is not UTF-8 or more tensors and metadata than a header
  ///         holds.
  void check() const { header_of(ordered()); }

  /// Writes the file, which appears under its name complete or not at all.
  ///
  /// Errors: as `check`; FileError if the system will not write it.
  template <class Path>
  void write(const Path& path) const {
    const std::vector<const Entry*> order = ordered();
    const std::string header = header_of(order);
    static_assert(std::endian::native == std::endian::little, "safetensors is little-endian");
    const std::uint64_t length = header.size();
    AtomicFile file{std::string(path)};
    file.write(&length, sizeof length);
    file.write(header.data(), header.size());
    for (const Entry* entry : order) entry->write(file);
    file.commit();
  }

 private:
  struct Entry {
    StoredTensor tensor;  // its data as if it were the first
    std::function<void(AtomicFile&)> write;
  };

  /// Those of wider types first.
  std::vector<const Entry*> ordered() const {
    std::vector<const Entry*> order;
    for (std::size_t bytes : {8U, 4U, 2U, 1U}) {
      for (const Entry& entry : entries_) {
        if (stored_type_bytes(entry.tensor.dtype) == bytes) order.push_back(&entry);
      }
    }
    return order;
  }

  template <class Order>
  std::string header_of(const Order& order) const {
    std::string text = "{";
    const auto separate = [&] { text += text.ends_with('{') ? "" : ","; };
    if (!metadata_.empty()) {
      text += "\"__metadata__\":{";
      for (const auto& [key, value] : metadata_) {
        separate();
        text += json_string(key) + ':' + json_string(value);
      }
      text += '}';
    }
    std::uint64_t begin = 0;
    for (const Entry* entry : order) {
      const StoredTensor& tensor = entry->tensor;
      separate();
      text += json_string(tensor.name) + ":{\"dtype\":\"" + tensor.dtype + "\",\"shape\":[";
      for (std::size_t axis = 0; axis < tensor.shape.size(); ++axis) {
        text += std::string(axis == 0 ? "" : ",") + std::to_string(tensor.shape[axis]);
      }
      const std::uint64_t end = begin + tensor.end;
      text += std::string("],\"data_offsets\":[") + std::to_string(begin) + ',' +
              std::to_string(end) + "]}";
      begin = end;
    }
    text += '}';
    text.resize((text.size() + 7) / 8 * 8, ' ');  // the data begins at a multiple of 8
    if (text.size() > largest_safetensors_header) {
      throw ConfigError(
          "safetensors header",
          std::string("at most ") + std::to_string(largest_safetensors_header) + " bytes",
          std::to_string(text.size()));
    }
    return text;
  }

  std::vector<std::pair<std::string, std::string>> metadata_;
  std::vector<Entry> entries_;
  std::set<std::string> keys_, names_;
};

}  // namespace saddle::inline per_set
