// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/gan/part/report.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/io/file/regular_file.hpp>
#include <saddle/train/run_state.hpp>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace saddle::inline per_set {

/// A callback of `fit` that writes what a run measures as JSON lines, one object every `interval`
/// steps, each complete at once: {"step":16,"bound":0.4,...}. A number that is not finite is null.
///
/// A run that goes on keeps the whole lines up to its step and drops all else: later ones, one that
/// was cut short, what a loss of power left; it says where it misses the last of them. Before a
/// checkpoint is written the lines are on the disk. A line that cannot be written is reported once
/// and left out; the training goes on. Its folder is made where it is missing.
///
/// Errors: FileError if the folder cannot be made, or the file cannot be opened or is no regular
///         one.
class StatsLog {
 public:
  explicit StatsLog(std::string path, std::uint64_t interval, std::FILE* messages = stderr)
      : path_(std::move(path)), interval_(interval), messages_(messages) {}

  template <class G>
  void begin(G& gan) {
    require_folder(folder_of(path_));
    file_.emplace(path_);
    const std::string found = text();
    const std::string kept = lines_up_to(gan.report().step, found);
    if (!found.starts_with(kept)) {
      write_file(path_, kept.data(), kept.size());
      file_.emplace(path_);
    }
    tell_missing(gan.report().step, kept);
    size_ = static_cast<::off_t>(kept.size());
    if (::ftruncate(file_->descriptor(), size_) != 0) throw FileError(path_, "truncate", reason());
  }

  template <class G>
  void step(G& gan) {
    if (interval_ == 0 || gan.report().step % interval_ != 0) return;
    const Measurement measured = gan.report();
    std::string line = std::string("{\"step\":") + std::to_string(measured.step);
    for (std::size_t i = 0; i < measured.names.size(); ++i) {
      line += number(measured.names[i], measured.values[i]);
    }
    write(line + "}\n");
  }

  void keep(RunState&) {
    if (file_ && ::fdatasync(file_->descriptor()) != 0) report(reason());
  }

  /// The lines of the run so far, those from before it went on too.
  ///
  /// Errors: FileError if they cannot be read.
  std::string text() const { return file_ ? file_->content() : std::string(); }

 private:
  static std::string reason() { return std::generic_category().message(errno); }

  static std::string number(std::string_view name, double value) {
    return std::string(",\"") + std::string(name) +
           "\":" + (std::isfinite(value) ? shortest_text(value) : "null");
  }

  /// The lines that are whole and of a step up to `step`.
  static std::string lines_up_to(std::uint64_t step, std::string_view text) {
    std::string kept;
    for (std::size_t end; step > 0 && (end = text.find('\n')) != text.npos;
         text.remove_prefix(end + 1)) {
      const std::uint64_t found = step_of(text.substr(0, end));
      if (found > 0 && found <= step) kept += text.substr(0, end + 1);
    }
    return kept;
  }

  /// Says that the file lost lines that the run had written.
  void tell_missing(std::uint64_t step, const std::string& kept) const {
    if (interval_ == 0 || messages_ == nullptr) return;
    std::uint64_t last = 0;
    if (!kept.empty()) {
      const std::size_t before = kept.rfind('\n', kept.size() - 2);  // npos + 1 is 0
      last = step_of(std::string_view(kept).substr(before + 1, kept.size() - before - 2));
    }
    if (step - last < interval_) return;
    std::fprintf(messages_, "%s: the measurements of steps %llu to %llu are missing\n",
                 printable(path_).c_str(), static_cast<unsigned long long>(last + 1),
                 static_cast<unsigned long long>(step));
  }

  /// The step of a line; 0 for one that this class did not write as a whole.
  static std::uint64_t step_of(std::string_view line) {
    constexpr std::string_view start = "{\"step\":";
    const auto strange = [](char c) { return c < ' ' || c > '~'; };
    if (!line.starts_with(start) || line.find_first_of("{}", 1) != line.size() - 1 ||
        !line.ends_with('}') || std::any_of(line.begin(), line.end(), strange)) {
      return 0;
    }
    std::uint64_t step = 0;
    std::from_chars(line.data() + start.size(), line.data() + line.size(), step);
    return step;
  }

  void write(const std::string& line) {
    const int descriptor = file_->descriptor();
    const ::ssize_t count = ::pwrite(descriptor, line.data(), line.size(), size_);
    if (count == static_cast<::ssize_t>(line.size())) {
      size_ += count;
      return;
    }
    const std::string why = count < 0 ? reason() : "no space left";
    // Where that fails too, the next line is written over what there is of this one.
    [[maybe_unused]] const int cut = ::ftruncate(descriptor, size_);
    report(why);
  }

  void report(const std::string& why) {
    if (std::exchange(failed_, true) || messages_ == nullptr) return;
    std::fprintf(messages_, "\n%s: cannot write: %s\n", path_.c_str(), why.c_str());
  }

  std::string path_;
  std::uint64_t interval_;
  std::FILE* messages_;
  std::optional<RegularFile> file_;
  ::off_t size_ = 0;
  bool failed_ = false;
};

}  // namespace saddle::inline per_set
