// SPDX-License-Identifier: BSL-1.0
#include "on_demand/unit_compiler.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/train/interrupt.hpp>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string_view>
#include <system_error>
#include <thread>

namespace saddle_program {

namespace {

using saddle::Error;

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// Shows what a compiler printed from its first error on, not where from it came there.
void show_error(const std::vector<std::string>& printed) {
  const auto is_error = [](const std::string& line) { return line.find("error: ") != line.npos; };
  const auto error = std::ranges::find_if(printed, is_error);
  const auto first = error == printed.end() ? printed.begin() : error;
  constexpr std::ptrdiff_t most = 12;
  std::for_each_n(first, std::min(most, printed.end() - first),
                  [](const std::string& line) { std::cerr << saddle::printable(line) << '\n'; });
}

/// A word as a shell takes it to be one.
std::string in_shell(const std::string& word) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=./,:@%";
  if (word.find_first_not_of(plain) == word.npos) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

/// Runs a program with what it prints, on either stream, in a file; returns how it ended, as
/// waitpid says it. A signal that asks this process for an end ends the program too.
///
/// Errors: Error if it cannot be started, or where a signal asked for an end.
int run(const std::vector<std::string>& command, const std::string& folder,
        const std::string& printed) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, printed.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  ::pid_t child = 0;
  const saddle::Interrupt interrupt;
  const int error =
      ::posix_spawnp(&child, command[0].c_str(), &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw Error(command[0] + ": " + std::generic_category().message(error));
  for (int status = 0;;) {
    const bool ended = ::waitpid(child, &status, WNOHANG) == child;
    if (interrupt.signal() != 0) {  // which the compiler may have had too
      if (!ended) {
        ::kill(child, SIGTERM);
        ::waitpid(child, &status, 0);
      }
      throw Error("ended by signal " + std::to_string(interrupt.signal()) +
                  " while a unit was compiled; nothing is left of it");
    }
    if (ended) return status;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

}  // namespace

std::string program_folder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
}

UnitCompiler::UnitCompiler() {
  const std::filesystem::path prefix = std::filesystem::path(program_folder()).parent_path();
  const std::string record = (prefix / "share" / "saddle" / "unit-compiler-CXX.txt").string();
  std::ifstream file(record);
  if (!std::getline(file, path_) || !std::getline(file, name_)) {
    throw Error(record + ", which says what compiled this program, is not there");
  }
  constexpr std::string_view here = "{prefix}";
  for (std::string line; std::getline(file, line);) {
    const std::size_t place = line.find(here);
    if (place != line.npos) line.replace(place, here.size(), prefix.string());
    if (!line.empty()) arguments_.push_back(line);
  }
}

std::string UnitCompiler::settings() const {
  std::string all = path_ + "\n" + name_;
  for (const std::string& argument : arguments_) all += "\n" + argument;
  return all;
}

std::string UnitCompiler::command_line(const std::string& source,
                                       const std::string& program) const {
  std::string line = in_shell(path_);
  for (const std::string& argument : arguments_) line += " " + in_shell(argument);
  return line + " " + in_shell(source) + " -o " + in_shell(program) + " -lpng -lz";
}

std::vector<std::string> UnitCompiler::header_folders() const {
  std::vector<std::string> folders;
  for (const std::string& argument : arguments_) {
    if (!argument.starts_with("-I")) continue;
    const std::string folder = argument.substr(2);
    if (std::filesystem::exists(folder + "/saddle/saddle.hpp"))
      folders.push_back(folder + "/saddle");
    if (std::filesystem::exists(folder + "/units/unit.hpp")) folders.push_back(folder);
  }
  return folders;
}

void UnitCompiler::check(const std::string& folder) const {
  const std::string printed = folder + "/version";
  int status = 0;
  try {
    status = run({path_, "--version"}, folder, printed);
  } catch (const Error&) {
    status = -1;
  }
  const std::vector<std::string> found = lines_of(printed);
  if (status != 0 || found.empty()) {
    throw Error("the compiler that built this program, " + path_ + ", " + name_ +
                ", does not run here");
  }
  if (found[0] != name_) {
    throw Error("this program was built by " + name_ + ", but " + path_ + " is now " + found[0] +
                ": build the program again");
  }
}

void UnitCompiler::compile(const std::string& source, const std::string& folder) const {
  check(folder);
  const std::string file = folder + "/unit.cpp";
  saddle::write_file(file, source.data(), source.size());
  std::vector<std::string> command{path_};
  command.insert(command.end(), arguments_.begin(), arguments_.end());
  // Functions that others could replace would not be inlined, and a step take a hundred times as
  // long.
  for (const char* argument :
       {"-w", "-fPIC", "-fvisibility=hidden", "-shared", "-MD", "-MF", "unit.d", "-o", "unit.so"}) {
    command.emplace_back(argument);
  }
  command.push_back(file);
  const std::string printed = folder + "/printed";
  const int status = run(command, folder, printed);
  if (WIFSIGNALED(status)) {
    throw Error(path_ + " was ended by signal " + std::to_string(WTERMSIG(status)));
  }
  if (status != 0) {
    show_error(lines_of(printed));
    throw Error(path_ + " refused the unit; its first error stands above");
  }
}

}  // namespace saddle_program
