// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

namespace saddle_program {

/// The compiler that built this program, with the flags that it was built with: a unit that is
/// compiled later is what it would have been as a part of the program.
class UnitCompiler {
 public:
  /// Reads what the build left beside the program, in share/saddle.
  ///
  /// Errors: Error if it is not there.
  UnitCompiler();

  /// "g++ (Debian 12.2.0-14) 12.2.0".
  const std::string& name() const { return name_; }

  /// All that decides what comes out besides the source: the compiler and its arguments.
  std::string settings() const;

  /// The line for a shell that compiles and links a source as this program was.
  std::string command_line(const std::string& source, const std::string& program) const;

  /// The folders of saddle's own headers, of those that the compiler looks into.
  std::vector<std::string> header_folders() const;

  /// Compiles a source text in a folder of one's own to `unit.so` there, and lists in `unit.d` what
  /// it has read. No shell is asked; an interrupt ends the compiler too.
  ///
  /// Errors: Error if the compiler is gone or another one by now, if it refuses the source, after
  ///         its first error on standard error, or where a signal asked for an end.
  void compile(const std::string& source, const std::string& folder) const;

 private:
  /// Errors: Error unless the compiler is there and the one that was recorded.
  void check(const std::string& folder) const;

  std::string path_;
  std::string name_;
  std::vector<std::string> arguments_;
};

/// The folder in which the program lies.
std::string program_folder();

}  // namespace saddle_program
