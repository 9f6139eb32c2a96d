// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "limits.hpp"
#include "temporary_folder.hpp"

#include <saddle/data/from_file.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace from_file_test {

using namespace saddle;
using data::FileFormat;

namespace {

using Shape = std::vector<std::size_t>;

std::string idx_of_one_image() {
  return std::string("\0\0\x08\3\0\0\0\1\0\0\0\2\0\0\0\2\0\1\2\x10", 20);
}

/// Packs a file beside itself and returns the new path.
std::string gzipped(const std::string& path) {
  const std::string content = content_of(path);
  const ::gzFile file = ::gzopen((path + "-packed").c_str(), "wb");
  REQUIRE(::gzwrite(file, content.data(), static_cast<unsigned>(content.size())) > 0);
  REQUIRE(::gzclose(file) == Z_OK);
  return path + "-packed";
}

/// Calls `take` with the path of a pipe that gives the file's bytes once.
template <class Take>
void with_pipe(const std::string& path, Take take) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  std::signal(SIGPIPE, SIG_IGN);  // a reader that stops early ends the writer, not the test
  const std::string content = content_of(path);
  std::thread writer([&] {
    std::size_t done = 0;
    for (::ssize_t count = 1; count > 0 && done < content.size();) {
      count = ::write(ends[1], content.data() + done, content.size() - done);
      done += static_cast<std::size_t>(std::max<::ssize_t>(count, 0));
    }
    ::close(ends[1]);
  });
  take("/proc/self/fd/" + std::to_string(ends[0]));
  ::close(ends[0]);
  writer.join();
}

}  // namespace

TEST_CASE("what can be read once only is read as the file is", "[data]") {
  const TemporaryFolder folder;
  std::string table = "x,y\n";  // some windows long
  for (int i = 0; i < 20'000; ++i) {
    table +=
        std::to_string(i % 7) + "." + std::to_string(i % 1000) + "," + std::to_string(-i) + "\n";
  }
  const std::string csv = folder.write("a", table), npy = folder / "b";
  write_npy(npy, Tensor<float, 2>({30'000, 3}, 0.5F));
  const std::string idx =
      folder.write("c", std::string("\0\0\x08\3\0\0\x03\xe8\0\0\0\x10\0\0\0\x10", 16) +
                            std::string(256'000, '\x10'));
  const std::string cifar = folder.write("d", std::string(100 * 3073, '\1'));
  for (const std::string& path : {csv, npy, idx, cifar, gzipped(csv), gzipped(npy), gzipped(idx)}) {
    CAPTURE(path);
    const data::Dataset file = data::from_file(path);
    with_pipe(path, [&](const std::string& pipe) {
      const data::Dataset piped = data::from_file(pipe);
      CHECK(piped.rows() == file.rows());
      CHECK(piped.shape() == file.shape());
      CHECK((piped.rows() == file.rows() && piped.values() == file.values()));
      CHECK(piped.columns == file.columns);
    });
  }
  with_pipe(folder.write("e", "x,y\n1,2\n3,x\n"), [](const std::string& pipe) {
    CHECK_THROWS_WITH(data::from_file(pipe),
                      pipe +
                          ": line 3, column 2: expected a number that is finite as a float, "
                          "found 'x' (is 'y' the label, or not among the columns to take?)");
  });
}

TEST_CASE("a set may be read in another one's units", "[data]") {
  const TemporaryFolder folder;
  const std::string near = folder.write("near", "x,y\n0,5\n2,9\n");
  const std::string far = folder.write("far", "x,y\n1000,-7\n1002,7\n");
  const data::Units units = data::from_file(near).units();
  CHECK(data::from_file(far).values()(0, 0) == -1);
  CHECK(data::from_file(far, units).values()(0, 0) == 999);
  CHECK(data::from_file(far, data::Units{}).values()(0, 0) == 1000);
  write_npy(folder / "far.npy", Tensor<float, 2>{{1000, -7}, {1002, 7}});
  CHECK((data::from_file(folder / "far.npy", units).values() ==
         data::from_file(far, units).values()));

  const std::string digits = folder.write("digits", idx_of_one_image());
  CHECK(data::from_file(digits).units().full == 16);
  CHECK(data::from_file(digits, data::Units{{}, 255}).values()(0, 3) == Approx(32 / 255.0 - 1));
  CHECK_THROWS_AS(data::from_file(digits, data::Units{{}, 1}), DataError);
}

TEST_CASE("a set of one sample again and again is told so", "[data]") {
  const TemporaryFolder folder;
  const auto remarks = [&](const std::string& content) {
    return data::from_file(folder.write("set", content)).remarks;
  };
  const std::vector<std::string> constant{"all its samples are equal"};
  CHECK(remarks("a,b\n3,4\n3,4\n3,4\n") == constant);
  CHECK(remarks("a,b\n3,4\n3,4\n3,5\n").empty());
  CHECK(remarks("a,b\n3,4\n").empty());  // one row is no repetition
}

TEST_CASE("content that memory does not hold is refused with the file's name", "[data]") {
  const TemporaryFolder folder;
  // 16 MiB of zeros, packed into 16 KiB.
  const std::string path =
      folder.write("images", std::string("\0\0\x08\3\0\0\x10\0\0\0\0\x40\0\0\0\x40", 16) +
                                 std::string(std::size_t{1} << 24, '\0'));
  const std::string packed = gzipped(path);
  const ::pid_t child = ::fork();
  if (child == 0) {
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const ::rlim_t size = pages * static_cast<::rlim_t>(::getpagesize()) + (::rlim_t{1} << 23);
    const ::rlimit limit{size, RLIM_INFINITY};
    ::setrlimit(RLIMIT_AS, &limit);
    bool named = false;
    try {
      data::from_file(packed);
    } catch (const FileError& error) {
      named = std::string(error.what()).starts_with(packed + ": cannot read: ");
    } catch (...) {
    }
    ::_exit(named ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK((status == 0 || !memory_has_limits));
}

TEST_CASE("a file's format is told by its content, never by its name", "[data]") {
  const TemporaryFolder folder;
  const std::string idx = folder.write("a.csv", idx_of_one_image());
  const std::string csv = folder.write("b.npy", "x,y\n1,2\n3,5\n");
  const std::string npy = folder / "c.png";
  write_npy(npy, Tensor<float, 2>{{1, 2, 3}});
  const std::string cifar = folder.write("d", std::string(2 * 3073, '\1'));
  std::filesystem::create_directory(folder / "e.npy");
  const Tensor<std::uint8_t, 3> pixels = xt::zeros<std::uint8_t>({6, 7, 3});
  write_png(folder / "e.npy/1.png", pixels);

  CHECK(data::format_of(idx) == FileFormat::idx);
  CHECK(data::format_of(csv) == FileFormat::csv);
  CHECK(data::format_of(npy) == FileFormat::npy);
  CHECK(data::format_of(cifar) == FileFormat::cifar);
  CHECK(data::format_of(folder / "e.npy") == FileFormat::image_folder);
  CHECK(data::format_of(gzipped(idx)) == FileFormat::idx);
  CHECK(data::format_of(gzipped(csv)) == FileFormat::csv);
  CHECK(data::format_of(gzipped(npy)) == FileFormat::npy);

  CHECK(data::from_file(idx).shape() == Shape{2, 2, 1});
  CHECK(data::from_file(idx).values()(0, 3) == 1);  // 16 is the largest value
  CHECK(data::from_file(csv).shape() == Shape{2});
  CHECK(data::from_file(csv).values()(0, 0) == -1);
  CHECK(data::from_file(npy).shape() == Shape{3});
  CHECK(data::from_file(cifar).rows() == 2);
  CHECK(data::from_file(folder / "e.npy").shape() == Shape{6, 7, 3});
  CHECK(data::from_file(gzipped(npy)).name == "c.png-packed");
}

TEST_CASE("content that is no data is refused with what would be", "[data]") {
  const TemporaryFolder folder;
  const auto refused = [&](const std::string& content) {
    const std::string path = folder.write("file", content);
    CHECK_THROWS_AS(data::from_file(path), DataError);
    try {
      data::format_of(path);
    } catch (const DataError& error) {
      return std::string(error.what()).substr(path.size());
    }
    return std::string("a known format");
  };
  CHECK(refused("\x7f"
                "ELF\1\1") ==
        ": beginning: expected IDX images (plain or gzip), NPY (plain or gzip), CIFAR-10 binary, "
        "CSV or a folder of PNG pictures, found bytes 7f 45 4c 46");
  CHECK(refused("").find("found an empty file") != std::string::npos);
  CHECK(refused("\x93NUM").find("found bytes 93 4e 55 4d") != std::string::npos);
  CHECK(refused(std::string(3074, '\1')).find("found bytes 01 01 01 01") != std::string::npos);
  CHECK(refused("words, and no numbers\n") == "a known format");
  CHECK_THROWS_AS(data::from_file(folder / "missing"), FileError);
}

TEST_CASE("columns are those of a table, whatever it is read from", "[data]") {
  const TemporaryFolder folder;
  const std::string table = folder.write("table", "a,kind,b\n1,s,2\n3,v,5\n");
  const data::Dataset set = data::from_file(table, {}, {.label = "kind", .names = {"b", "a"}});
  CHECK(set.columns[0].name == "b");
  CHECK(set.columns[0].mean == 3.5);
  CHECK(set.labels()(1) == 1);
  const data::Dataset packed = data::from_file(gzipped(table), {}, {.names = {"b"}});
  CHECK(packed.values()(1, 0) == 1);
  const std::string image = folder.write("image", idx_of_one_image());
  CHECK_THROWS_WITH(data::from_file(image, {}, {.label = "kind"}),
                    image +
                        ": label and columns: expected a CSV table, which has such, found "
                        "another format");
  CHECK_THROWS_AS(data::from_file(folder / "", {}, {.names = {"a"}}), DataError);
}

}  // namespace from_file_test
