// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/io/npz.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace npz_test {

using namespace saddle;

namespace {

/// What golden/make_quality_goldens.py put into its NPZ files.
const nlohmann::json& goldens() {
  static const nlohmann::json all = nlohmann::json::parse(std::ifstream("golden/quality.json"));
  return all;
}

std::string replaced(std::string text, std::size_t at, const std::string& bytes) {
  return text.replace(at, bytes.size(), bytes);
}

}  // namespace

TEST_CASE("NPZ: NumPy's files, stored and packed", "[io]") {
  for (const char* path : {"golden/statistics.npz", "golden/statistics_packed.npz"}) {
    CAPTURE(path);
    const Npz file(path);
    CHECK(file.names() == std::vector<std::string>{"mu", "sigma"});
    const auto mu = file.read<double, 1>("mu");
    const auto sigma = file.read<double, 2>("sigma");
    const std::size_t d = goldens().at("d").get<std::size_t>();
    REQUIRE(mu.size() == d);
    REQUIRE(sigma.size() == d * d);
    for (std::size_t i = 0; i < d; ++i) CHECK(mu(i) == goldens().at("mean")[i].get<double>());
    for (std::size_t i = 0; i < d * d; ++i) {
      CHECK(sigma.data()[i] == goldens().at("covariance")[i].get<double>());
    }
  }
}

TEST_CASE("NPZ: what is written is read, and has the bytes of the format", "[io]") {
  const TemporaryFolder folder;
  Tensor<double, 1> a({3}, 0.5);
  Tensor<std::int32_t, 2> b({2, 5}, 7);
  Tensor<float, 1> large({100'000}, 1.5F);  // longer than the reader's window
  NpzWriter().add("a", a).add("b", b).add("large", large).write(folder / "x.npz");
  const Npz file(folder / "x.npz");
  CHECK(file.names() == std::vector<std::string>{"a", "b", "large"});
  CHECK((file.read<double, 1>("a") == a));
  CHECK((file.read<std::int32_t, 2>("b") == b));
  CHECK((file.read<float, 1>("large") == large));
  const std::string bytes = content_of(folder / "x.npz");
  CHECK(bytes.substr(0, 4) == "PK\3\4");
  CHECK(bytes.substr(bytes.size() - 22, 4) == "PK\5\6");
  NpzWriter().write(folder / "none.npz");
  CHECK(Npz(folder / "none.npz").names().empty());
}

TEST_CASE("NPZ: arrays that are not there or are others are refused", "[io]") {
  const Npz file("golden/statistics.npz");
  CHECK_THROWS_WITH(file.read("mean"),
                    "golden/statistics.npz: arrays: expected one named 'mean', "
                    "found only 'mu', 'sigma'");
  CHECK_THROWS_WITH((file.read<float, 1>("mu")),
                    "golden/statistics.npz: array 'mu': expected '<f4', found '<f8'");
  CHECK_THROWS_WITH((file.read<double, 1>("sigma")),
                    "golden/statistics.npz: array 'sigma': expected 1 axes, found 2");
  CHECK_THROWS_AS(Npz("golden/no-such-file.npz"), FileError);
  CHECK_THROWS_AS(Npz("golden"), FileError);
}

TEST_CASE("NPZ: hostile archives are refused with the place", "[io]") {
  const TemporaryFolder folder;
  const std::string whole = content_of("golden/statistics.npz");
  const std::size_t end = whole.size() - 22, first = whole.find("PK\1\2");
  const auto refuses = [&](const std::string& content, const std::string& message) {
    const std::string path = folder.write("bad.npz", content);
    CAPTURE(message);
    try {
      const Npz file(path);
      for (const std::string& name : file.names()) file.read(name);
      FAIL("accepted");
    } catch (const DataError& error) {
      CAPTURE(error.what());
      CHECK(std::string(error.what()).find(message) != std::string::npos);
    }
  };
  refuses("", "a zip archive's directory");
  refuses(whole.substr(0, whole.size() - 1), "a zip archive's directory");
  refuses(whole.substr(0, first), "a zip archive's directory");
  refuses(replaced(whole, end + 10, "\xff\xff"), "(disks)");
  refuses(replaced(whole, end + 8, "\xff\xff\xff\xff"), "at most 1024");
  refuses(replaced(whole, end + 12, std::string(4, '\xff')), "(directory)");
  refuses(replaced(whole, end + 16, std::string(4, '\0')), "the mark of a member");
  refuses(replaced(whole, first + 8, "\1"), "a member that is not encrypted");
  refuses(replaced(whole, first + 10, "\x0c"), "0 (stored) or 8 (deflated), found 12");
  refuses(replaced(whole, first + 20, std::string(8, '\xff')), "less than 4 GiB");
  refuses(replaced(whole, first + 24, "\1"), "for it is stored");
  refuses(replaced(whole, first + 28, "\xff\xff"), "at most 256 bytes");
  refuses(replaced(whole, first + 42, "\xff\xff\xff\1"), "one before the directory");
  refuses(replaced(whole, 26, "\xff\xff"), "one that ends before the directory");
  refuses(replaced(whole, first - 1, "\x7f"), "check sum");
  const std::string packed = content_of("golden/statistics_packed.npz");
  const std::size_t entry = packed.find("PK\1\2");
  refuses(replaced(packed, entry + 16, std::string(4, '\x55')), "valid gzip data");
  refuses(replaced(packed, entry + 24, std::string(4, '\x55')), "valid gzip data");
}

}  // namespace npz_test
