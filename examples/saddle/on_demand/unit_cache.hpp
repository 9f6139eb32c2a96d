// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "on_demand/unit_compiler.hpp"

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>

namespace saddle_program {

/// The compiled units that this user's programs have asked for, in a folder of this user alone:
/// SADDLE_CACHE, or saddle in XDG_CACHE_HOME or ~/.cache. They take at most 1 GiB; those that were
/// asked for longest ago go first.
///
/// A unit is known by its source, its compiler and flags, the program that it is for, and the
/// contents of every file that its compilation read: if one of them has changed it is made anew.
class UnitCache {
 public:
  /// Errors: Error if the folder cannot be made, is not this user's, or is open to others.
  UnitCache();

  /// The path of the unit of this source, compiled first if there is none; `list` calls it what was
  /// `wanted`. Programs that ask at the same time compile it once. `begin` is called before it is
  /// compiled.
  ///
  /// Errors: Error as `UnitCompiler`, or if a header of saddle's is newer than this program.
  std::string unit(const UnitCompiler& compiler, const std::string& wanted,
                   const std::string& source, const std::function<void()>& begin) const;

  /// The path of the unit of this stamp; empty if there is none, if it is another program's, or if
  /// a file that it was made of has changed.
  std::string kept(const UnitCompiler& compiler, const std::string& stamp) const;

  /// Removes a unit that cannot be loaded: whoever asks for it next has it compiled.
  void forget(const std::string& unit) const;

  /// What `unit` is known by besides the files that it reads; the unit holds it.
  static std::string stamp(const UnitCompiler& compiler, const std::string& source);

  /// Prints one line for each unit and the sum of their sizes.
  void list(std::ostream& out) const;

  /// Removes all units; returns how many there were.
  std::size_t clear() const;

 private:
  std::string path_;
};

}  // namespace saddle_program
