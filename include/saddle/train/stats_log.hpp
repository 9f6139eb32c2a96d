// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/name.hpp>
#include <saddle/io/folder.hpp>
#include <saddle/train/history.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace saddle::inline per_set {

/// A callback of `fit` that writes what a run measures as JSON lines, one object every `interval`
/// steps, each complete at once: {"step":16,"bound":0.4,...}. A number that is not finite is null.
///
/// A run that goes on keeps the lines up to its step and drops those after it. A line that cannot
/// be written is reported once and left out; the training goes on.
/// Its folder is made where it is missing.
/// Errors: FileError if the folder cannot be made or the file cannot be opened.
class StatsLog {
 public:
  explicit StatsLog(std::string path, std::uint64_t interval, std::FILE* messages = stderr)
      : path_(std::move(path)), interval_(interval), messages_(messages) {}
  StatsLog(const StatsLog&) = delete;
  StatsLog& operator=(const StatsLog&) = delete;
  ~StatsLog() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  template <class G>
  void begin(G& gan) {
    require_folder(folder_of(path_));
    const std::size_t kept = bytes_up_to(gan.report().step);
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) throw FileError(path_, "open", reason());
    size_ = static_cast<::off_t>(kept);
    if (::ftruncate(descriptor_, size_) != 0) throw FileError(path_, "truncate", reason());
  }

  template <class G>
  void step(G& gan) {
    if (interval_ == 0 || gan.report().step % interval_ != 0) return;
    const Measurement m = measurement_of(gan.report());
    write(std::string("{\"step\":") + std::to_string(m.step) + number("bound", m.bound) +
          number("critic_loss", m.critic_loss) + number("generator_loss", m.generator_loss) +
          number("penalty", m.penalty) + "}\n");
  }

 private:
  static std::string reason() { return std::generic_category().message(errno); }

  static std::string number(const char* name, double value) {
    return std::string(",\"") + name +
           "\":" + (std::isfinite(value) ? shortest_text(value) : "null");
  }

  /// The size of the part of the file that ends with the last line of a step up to `step`.
  std::size_t bytes_up_to(std::uint64_t step) const {
    std::ifstream file(path_, std::ios::binary);
    std::size_t size = 0, kept = 0;
    for (std::string line; step > 0 && std::getline(file, line) && !file.eof();) {
      size += line.size() + 1;
      constexpr std::string_view start = "{\"step\":";
      std::uint64_t found = 0;
      if (!line.starts_with(start)) continue;
      std::from_chars(line.data() + start.size(), line.data() + line.size(), found);
      if (found > 0 && found <= step) kept = size;
    }
    return kept;
  }

  void write(const std::string& line) {
    const ::ssize_t count = ::pwrite(descriptor_, line.data(), line.size(), size_);
    if (count == static_cast<::ssize_t>(line.size())) {
      size_ += count;
      return;
    }
    const std::string why = count < 0 ? reason() : "no space left";
    if (::ftruncate(descriptor_, size_) != 0 || std::exchange(failed_, true)) return;
    if (messages_) std::fprintf(messages_, "\n%s: cannot write: %s\n", path_.c_str(), why.c_str());
  }

  std::string path_;
  std::uint64_t interval_;
  std::FILE* messages_;
  int descriptor_ = -1;
  ::off_t size_ = 0;
  bool failed_ = false;
};

}  // namespace saddle::inline per_set
