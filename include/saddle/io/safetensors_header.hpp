// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>
#include <saddle/io/stored_tensor.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace saddle {

inline namespace per_set {

/// What the header of a safetensors file says.
struct SafetensorsContent {
  std::vector<std::pair<std::string, std::string>> metadata;  // in the header's order
  std::vector<StoredTensor> tensors;                          // in the order of their data
};

/// The longest header that is read or written, some five thousand tensors. The format allows 100
/// MB; this bound keeps what a hostile header costs to 20 ms and 10 MB.
inline constexpr std::size_t largest_safetensors_header = std::size_t{1} << 19;

#if __has_include(<nlohmann/json.hpp>)

}  // namespace per_set

namespace detail {

/// Reads the header as it is parsed and checks every tensor when it is complete.
class SafetensorsHeader : public JsonEvents {
 public:
  SafetensorsHeader(const std::string& file, std::uint64_t begin, std::uint64_t data_size)
      : JsonEvents(file, begin), data_size_(data_size) {}

  /// The content, checked as a whole: every name once, the data covered without overlap or hole.
  SafetensorsContent take() {
    check_names();
    check_cover();
    return std::move(content_);
  }

  bool start_object(std::size_t) override {
    switch (wait_) {
      case Wait::header: return wait_for(Wait::name);
      case Wait::metadata: return wait_for(Wait::metadata_name);
      case Wait::tensor: return wait_for(Wait::field);
      default: return refuse("an object");
    }
  }

  bool key(string_t& name) override {
    switch (wait_) {
      case Wait::name: return begin_entry(name);
      case Wait::metadata_name:
        content_.metadata.emplace_back(std::move(name), std::string());
        return wait_for(Wait::metadata_text);
      case Wait::field:
        for (std::size_t i = 0; i < fields.size(); ++i) {
          if (name == fields[i].name && !std::exchange(seen_[i], true)) {
            return wait_for(fields[i].wait);
          }
        }
        return refuse(std::string("the name ") + shown(name));
      default: return refuse(std::string("the name ") + shown(name));
    }
  }

  bool end_object() override {
    switch (wait_) {
      case Wait::name: return wait_for(Wait::end);
      case Wait::metadata_name: return wait_for(Wait::name);
      case Wait::field: return end_tensor();
      default: return refuse("the end of an object");
    }
  }

  bool string(string_t& text) override {
    switch (wait_) {
      case Wait::metadata_text:
        content_.metadata.back().second = std::move(text);
        return wait_for(Wait::metadata_name);
      case Wait::dtype:
        if (stored_type_bytes(text) == 0) refuse(shown(text));
        tensor_.dtype = std::move(text);
        return wait_for(Wait::field);
      default: return refuse(shown(text));
    }
  }

  bool start_array(std::size_t) override {
    switch (wait_) {
      case Wait::shape: return wait_for(Wait::extent);
      case Wait::offsets: return wait_for(Wait::offset);
      default: return refuse("an array");
    }
  }

  bool number_unsigned(number_unsigned_t value) override {
    if (wait_ == Wait::extent && tensor_.shape.size() < most_axes) {
      tensor_.shape.push_back(value);
    } else if (wait_ == Wait::offset && offset_count_ < 2) {
      (offset_count_++ == 0 ? tensor_.begin : tensor_.end) = value;
    } else {
      refuse(std::to_string(value));
    }
    return true;
  }

  bool end_array() override {
    const bool complete = wait_ == Wait::extent || (wait_ == Wait::offset && offset_count_ == 2);
    return complete ? wait_for(Wait::field) : refuse("the end of an array");
  }

 protected:
  std::string place() const override {
    if (wait_ == Wait::metadata_text)
      return std::string("metadata ") + shown(content_.metadata.back().first);
    if (wait_ == Wait::metadata || wait_ == Wait::metadata_name) return "metadata";
    return wait_ < Wait::tensor ? "header" : std::string("tensor ") + shown(tensor_.name);
  }
  std::string expected() const override { return waits[static_cast<std::size_t>(wait_)]; }

 private:
  static constexpr std::size_t most_axes = 64;

  enum class Wait {
    header,
    name,
    end,
    metadata,
    metadata_name,
    metadata_text,
    tensor,
    field,
    dtype,
    shape,
    extent,
    offsets,
    offset
  };
  static constexpr std::array<const char*, 13> waits{"an object",
                                                     "a tensor's name",
                                                     "the end",
                                                     "an object of texts",
                                                     "a name",
                                                     "a text",
                                                     "an object",
                                                     "dtype, shape and data_offsets, each once",
                                                     "a type such as \"F32\"",
                                                     "an array (shape)",
                                                     "at most 64 extents of 0 or more (shape)",
                                                     "an array (data_offsets)",
                                                     "two offsets of 0 or more (data_offsets)"};
  struct Field {
    std::string_view name;
    Wait wait;
  };
  static constexpr std::array<Field, 3> fields{
      {{"dtype", Wait::dtype}, {"shape", Wait::shape}, {"data_offsets", Wait::offsets}}};

  bool wait_for(Wait next) {
    wait_ = next;
    return true;
  }

  bool begin_entry(std::string& name) {
    if (name == "__metadata__") {
      if (std::exchange(has_metadata_, true)) refuse("__metadata__ again");
      return wait_for(Wait::metadata);
    }
    tensor_ = {};
    tensor_.name = std::move(name);
    seen_ = {};
    offset_count_ = 0;
    return wait_for(Wait::tensor);
  }

  bool end_tensor() {
    if (seen_ != std::array{true, true, true}) refuse("the end of an object");
    if (tensor_.begin > tensor_.end || tensor_.end > data_size_) {
      fail(tensor_, "data_offsets", std::string("ascending, at most ") + std::to_string(data_size_),
           offsets(tensor_));
    }
    // An extent of 0 makes the tensor empty, whatever the product of the others.
    const bool empty = std::count(tensor_.shape.begin(), tensor_.shape.end(), 0U) > 0;
    std::uint64_t bytes = empty ? 0 : stored_type_bytes(tensor_.dtype);
    for (std::uint64_t extent : tensor_.shape) {
      if (bytes > 0 && extent > std::numeric_limits<std::int64_t>::max() / bytes) {
        fail(tensor_, "shape", "fewer than 2^63 bytes", "more");
      }
      bytes *= extent;
    }
    if (tensor_.end - tensor_.begin != bytes) {
      fail(tensor_, "data_offsets", std::to_string(bytes) + " bytes, as the shape says",
           offsets(tensor_));
    }
    content_.tensors.push_back(std::move(tensor_));
    return wait_for(Wait::name);
  }

  void check_names() const {
    std::vector<std::string_view> names;
    names.reserve(std::max(content_.tensors.size(), content_.metadata.size()));
    for (const StoredTensor& tensor : content_.tensors) names.push_back(tensor.name);
    check_distinct(names, "header");
    names.clear();
    for (const auto& [name, text] : content_.metadata) names.push_back(name);
    check_distinct(names, "metadata");
  }

  void check_distinct(std::vector<std::string_view>& names, const char* where) const {
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
      throw DataError(file(), where, "each name once", shown(*twice) + " again");
    }
  }

  void check_cover() {
    std::sort(content_.tensors.begin(), content_.tensors.end(),
              [](const StoredTensor& a, const StoredTensor& b) {
                return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
              });
    std::uint64_t covered = 0;
    for (const StoredTensor& tensor : content_.tensors) {
      if (tensor.begin != covered) {
        fail(tensor, "data_offsets",
             std::string("to begin at ") + std::to_string(covered) +
                 ", where the data before it ends",
             offsets(tensor));
      }
      covered = tensor.end;
    }
    if (covered != data_size_) {
      throw DataError(file(), "data", std::to_string(covered) + " bytes, as the tensors say",
                      std::to_string(data_size_));
    }
  }

  static std::string offsets(const StoredTensor& tensor) {
    return std::to_string(tensor.begin) + " to " + std::to_string(tensor.end);
  }

  [[noreturn]] void fail(const StoredTensor& tensor, const std::string& field,
                         const std::string& expected, const std::string& found) const {
    throw DataError(file(), std::string("tensor ") + shown(tensor.name) + " (" + field + ")",
                    expected, found);
  }

  std::uint64_t data_size_;
  SafetensorsContent content_;
  Wait wait_ = Wait::header;
  bool has_metadata_ = false;
  StoredTensor tensor_;         // the one being read
  std::array<bool, 3> seen_{};  // which of its fields
  std::size_t offset_count_ = 0;
};

}  // namespace detail

inline namespace per_set {

/// Reads and checks a header; `begin` is its offset in the file, for error messages, and
/// `data_size` the bytes that follow it.
///
/// Errors: DataError with the byte or field that is not as the format has it.
inline SafetensorsContent parse_safetensors_header(std::string_view text, const std::string& file,
                                                   std::uint64_t begin, std::uint64_t data_size) {
  if (!text.starts_with('{')) {
    throw DataError(file, std::string("byte ") + std::to_string(begin), "{",
                    shown(text.substr(0, 1)));
  }
  detail::SafetensorsHeader header(file, begin, data_size);
  header.read(text);
  return header.take();
}

#endif

}  // namespace per_set

}  // namespace saddle
