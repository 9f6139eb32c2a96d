// SPDX-License-Identifier: BSL-1.0
#include "on_demand/unit_cache.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/content_hash.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/file/folder.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <system_error>
#include <vector>

namespace saddle_program {

namespace {

namespace fs = std::filesystem;
using saddle::Error;

constexpr std::uintmax_t size_limit = std::uintmax_t{1} << 30;  // bytes of all units

std::optional<std::string> contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string hash_of(std::string_view text) {
  saddle::data::Fnv hash;
  hash.add(text);
  return hash.text();
}

/// The files that a compilation read, as a rule of make lists them: `unit.so: a.hpp b\ c.hpp \`.
std::vector<std::string> dependencies(const std::string& rule) {
  std::vector<std::string> all;
  std::string name;
  const std::size_t begin = rule.find(':') + 1;
  for (std::size_t i = begin; i <= rule.size(); ++i) {
    const char c = i < rule.size() ? rule[i] : ' ';
    const bool escapes = c == '\\' && i + 1 < rule.size();
    if (escapes && rule[i + 1] != '\n') {
      name += rule[++i];
    } else if (c == ' ' || c == '\n' || escapes) {
      if (!name.empty()) all.push_back(std::move(name));
      name.clear();
    } else {
      name += c;
    }
  }
  return all;
}

/// One line for each file: its hash, then its path.
std::string record_of(const std::vector<std::string>& files) {
  std::string record;
  for (const std::string& file : files) {
    record += hash_of(contents(file).value_or("")) + " " + file + "\n";
  }
  return record;
}

/// Whether all files of a record are what they were.
bool holds(const std::string& record) {
  std::istringstream lines(record);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t space = line.find(' ');
    const auto now = contents(line.substr(std::min(line.size(), space + 1)));
    if (!now || hash_of(*now) != line.substr(0, space)) return false;
  }
  return true;
}

/// Errors: Error if one of saddle's headers is newer than the program: before anybody has waited.
void require_older(const std::vector<std::string>& folders) {
  const auto built = fs::last_write_time(fs::read_symlink("/proc/self/exe"));
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".hpp" || entry.last_write_time() <= built) continue;
      throw Error(entry.path().string() +
                  " is newer than this program, which could not work with a unit made of it: build "
                  "the program again");
    }
  }
}

/// The right to change the cache, which one process has at a time; others wait.
class CacheLock {
 public:
  explicit CacheLock(const std::string& folder)
      : descriptor_(
            ::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (descriptor_ < 0) {
      throw Error(folder + ": this folder takes no file (" +
                  std::generic_category().message(errno) + "); SADDLE_CACHE names another");
    }
    while (::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  CacheLock(const CacheLock&) = delete;
  CacheLock& operator=(const CacheLock&) = delete;
  ~CacheLock() { ::close(descriptor_); }

 private:
  int descriptor_;
};

/// A folder that goes with what is in it.
class WorkFolder {
 public:
  explicit WorkFolder(const std::string& cache) : path_(cache + "/making") {
    fs::remove_all(path_);  // what a killed process left: the lock is ours
    fs::create_directory(path_);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Entry {
  fs::path path;
  std::uintmax_t size;
  fs::file_time_type used;
};

/// All units, the last used one first.
std::vector<Entry> entries(const std::string& cache) {
  std::vector<Entry> all;
  for (const auto& entry : fs::directory_iterator(cache)) {
    if (entry.path().extension() != ".so") continue;
    all.push_back({entry.path(), entry.file_size(), entry.last_write_time()});
  }
  std::ranges::sort(all, [](const Entry& a, const Entry& b) { return a.used > b.used; });
  return all;
}

void remove_unit(fs::path unit) {
  fs::remove(unit);
  fs::remove(unit.replace_extension(".txt"));
  fs::remove(unit.replace_extension(".files"));
}

/// The line that says for which program and with which flags a unit is.
std::string made_for(const UnitCompiler& compiler) {
  static const std::string program = hash_of(contents("/proc/self/exe").value_or(""));
  return program + " " + hash_of(compiler.settings()) + "\n";
}

std::string folder_for_user() {
  if (const char* own = std::getenv("SADDLE_CACHE"); own != nullptr && *own != '\0') return own;
  if (const char* caches = std::getenv("XDG_CACHE_HOME"); caches != nullptr && *caches == '/') {
    return std::string(caches) + "/saddle";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
    return std::string(home) + "/.cache/saddle";
  }
  throw Error(
      "no place for compiled units: SADDLE_CACHE names none, and neither XDG_CACHE_HOME nor HOME "
      "is a full path");
}

}  // namespace

UnitCache::UnitCache() : path_(folder_for_user()) {
  const fs::path above = fs::path(path_).parent_path();
  if (!above.empty()) saddle::make_folder(above.string());
  if (::mkdir(path_.c_str(), 0700) != 0 && errno != EEXIST) {
    throw Error(path_ + ": this folder for compiled units cannot be made (" +
                std::generic_category().message(errno) + "); SADDLE_CACHE names another");
  }
  struct ::stat found = {};
  if (::lstat(path_.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) {
    throw Error(path_ + ": expected a folder for compiled units, found something else");
  }
  if (found.st_uid != ::geteuid()) {
    throw Error(path_ +
                ": this folder for compiled units belongs to another user; SADDLE_CACHE "
                "names another");
  }
  if ((found.st_mode & 077) != 0) {
    throw Error(path_ +
                ": this folder for compiled units is open to other users; `chmod 700` "
                "closes it");
  }
  path_ = fs::absolute(path_).string();
}

std::string UnitCache::stamp(const UnitCompiler& compiler, const std::string& source) {
  return hash_of(made_for(compiler) + source);
}

std::string UnitCache::unit(const UnitCompiler& compiler, const std::string& wanted,
                            const std::string& source, const std::function<void()>& begin) const {
  const std::string own_stamp = stamp(compiler, source);
  const std::string name = path_ + "/" + own_stamp;
  const std::string unit = name + ".so";
  if (kept(compiler, own_stamp).empty()) {
    const CacheLock lock(path_);
    if (kept(compiler, own_stamp).empty()) {  // nor has the one that had the lock made it
      require_older(compiler.header_folders());
      begin();
      const WorkFolder work(path_);
      const std::string text =
          source +
          "extern \"C\" [[gnu::visibility(\"default\")]] const char saddle_unit_stamp[] = \"" +
          own_stamp + "\";\n";
      compiler.compile(text, work.path());
      std::vector<std::string> files = dependencies(contents(work.path() + "/unit.d").value_or(""));
      std::erase(files, work.path() + "/unit.cpp");
      const std::string record = made_for(compiler) + record_of(files);
      saddle::write_file(name + ".files", record.data(), record.size());
      saddle::write_file(name + ".txt", wanted.data(), wanted.size());
      fs::rename(work.path() + "/unit.so", unit);
      std::uintmax_t sum = 0;
      for (const Entry& entry : entries(path_)) {
        sum += entry.size;
        if (sum > size_limit && entry.path != unit) remove_unit(entry.path);
      }
    }
  }
  std::error_code ignored;  // a cache that is read only remembers no use
  fs::last_write_time(unit, fs::file_time_type::clock::now(), ignored);
  return unit;
}

std::string UnitCache::kept(const UnitCompiler& compiler, const std::string& stamp) const {
  // It may be a file's word: no path is made of another.
  if (stamp.size() != 16 || stamp.find_first_not_of("0123456789abcdef") != stamp.npos) return "";
  const std::string name = path_ + "/" + stamp;
  const std::string own = made_for(compiler), record = contents(name + ".files").value_or("");
  const bool whole = record.starts_with(own) && fs::exists(name + ".so");
  return whole && holds(record.substr(own.size())) ? name + ".so" : "";
}

void UnitCache::forget(const std::string& unit) const {
  const CacheLock lock(path_);
  remove_unit(unit);
}

void UnitCache::list(std::ostream& out) const {
  std::uintmax_t sum = 0;
  for (const Entry& entry : entries(path_)) {
    fs::path text = entry.path;
    out << entry.path.filename().string() << "  " << entry.size / 1024 << " KiB  "
        << contents(text.replace_extension(".txt")).value_or("") << '\n';
    sum += entry.size;
  }
  out << path_ << ": " << sum / 1024 << " KiB\n";
}

std::size_t UnitCache::clear() const {
  const CacheLock lock(path_);
  const std::vector<Entry> all = entries(path_);
  for (const Entry& entry : all) remove_unit(entry.path);
  return all.size();
}

}  // namespace saddle_program
