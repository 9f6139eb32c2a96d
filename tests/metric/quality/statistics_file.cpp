// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"
#include "quality.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/io/npy.hpp>
#include <saddle/io/npz.hpp>
#include <saddle/metric/quality/features.hpp>
#include <saddle/metric/quality/frechet.hpp>
#include <saddle/metric/quality/statistics_file.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>

namespace statistics_file_test {

using namespace saddle;

TEST_CASE("Statistics: NumPy's mu and sigma give the distance of the samples", "[metric]") {
  const GaussianStatistics fake = gaussian_statistics(golden_fake<double>());
  for (const char* path : {"golden/statistics.npz", "golden/statistics_packed.npz"}) {
    const GaussianStatistics real = load_statistics(path);
    CHECK(real.n == 0);
    CHECK(frechet_distance(real, fake).value ==
          near(quality_goldens().at("frechet").get<double>(), 1e-9));
  }
}

TEST_CASE("Statistics: what is saved is loaded", "[metric]") {
  const TemporaryFolder folder;
  const GaussianStatistics saved = gaussian_statistics(normal_rows<float>(50, 7, 1));
  save_statistics(folder / "s.npz", saved);
  const GaussianStatistics loaded = load_statistics(folder / "s.npz");
  CHECK((loaded.mean == saved.mean));
  CHECK((loaded.covariance == saved.covariance));
}

TEST_CASE("Statistics: files that are none are refused", "[metric]") {
  const TemporaryFolder folder;
  const auto refuses = [&](const GaussianStatistics& statistics, const std::string& message) {
    save_statistics(folder / "bad.npz", statistics);
    CAPTURE(message);
    try {
      load_statistics(folder / "bad.npz");
      FAIL("accepted");
    } catch (const DataError& error) {
      CHECK(std::string(error.what()).find(message) != std::string::npos);
    }
  };
  const Tensor<double, 1> mean({2}, 0.0);
  Tensor<double, 2> covariance({2, 2}, 0.0);
  refuses({mean, Tensor<double, 2>({2, 3}, 0.0), 0},
          "(2, 2), for 'mu' has 2 numbers, found (2, 3)");
  covariance(0, 1) = 1;
  refuses({mean, covariance, 0}, "'sigma', row 1, column 0");
  covariance.fill(std::numeric_limits<double>::quiet_NaN());
  refuses({mean, covariance, 0}, "'sigma', row 0, column 0");
  covariance.fill(0);
  refuses({Tensor<double, 1>({2}, std::numeric_limits<double>::infinity()), covariance, 0},
          "'mu', number 0");
}

TEST_CASE("Statistics: a sigma that is no covariance is refused", "[metric]") {
  const TemporaryFolder folder;
  const auto outcome = [&](const Tensor<double, 2>& sigma) -> std::string {
    const std::string path = folder / "s.npz";
    save_statistics(path, {Tensor<double, 1>({sigma.shape(0)}, 0.0), sigma, 0});
    try {
      load_statistics(path);
    } catch (const DataError& error) {
      return std::string(error.what()).substr(path.size());
    }
    return "accepted";
  };
  CHECK(outcome({{1, 2}, {2, 1}}) ==
        ": 'sigma': expected a covariance, whose eigenvalues are 0 or more, found -1");
  CHECK(outcome({{-4}}) ==
        ": 'sigma': expected a covariance, whose eigenvalues are 0 or more, found -4");
  CHECK(outcome({{1e200, 2e200}, {2e200, 1e200}}).find("found -1e+200") != std::string::npos);
  CHECK(outcome({{0, 0.1}, {0.1, 1}}) != "accepted");
  CHECK(outcome({{1, 2}, {3, 1}}).find("row 1, column 0") != std::string::npos);
  CHECK(outcome({{0, 0}, {0, 0}}) == "accepted");
  CHECK(outcome({{1, 1}, {1, 1}}) == "accepted");
  // Fewer samples than features, in single precision: eigenvalues are 0 but for rounding.
  const GaussianStatistics few = gaussian_statistics(normal_rows<float>(6, 40, 1));
  CHECK(outcome(Tensor<double, 2>(Tensor<float, 2>(few.covariance))) == "accepted");
}

TEST_CASE("Statistics: the columns by which a table was standardised go with them", "[metric]") {
  const TemporaryFolder folder;
  const std::string path = folder / "s.npz";
  const GaussianStatistics statistics = gaussian_statistics(normal_rows<float>(50, 2, 1));
  save_statistics(path, statistics);
  CHECK(load_columns(path).empty());
  save_statistics(path, statistics, {{"t", 1.7e9, 3}, {"height, cm", -1, 0.25}});
  CHECK((load_statistics(path).covariance == statistics.covariance));
  CHECK(load_columns(path) == std::vector<data::Column>{{"t", 1.7e9, 3}, {"height, cm", -1, 0.25}});
  save_statistics(path, statistics, {{"t", 0, 0}, {"x", 0, 1}});
  CHECK_THROWS_WITH(load_columns(path),
                    path +
                        ": mean and deviation of 't': expected finite numbers, the "
                        "second above 0, found 0 and 0");
  CHECK_THROWS_AS(save_statistics(path, statistics, {{"two\nlines", 0, 1}, {"x", 0, 1}}),
                  ConfigError);
}

TEST_CASE("Statistics: columns of a file of an earlier version have no names", "[metric]") {
  const TemporaryFolder folder;
  const std::string path = folder / "s.npz";
  const Tensor<double, 1> mean{1.7e9, -1}, deviation{3, 0.25};
  NpzWriter().add("column_mean", mean).add("column_deviation", deviation).write(path);
  CHECK(load_columns(path) ==
        std::vector<data::Column>{{"column 1", 1.7e9, 3}, {"column 2", -1, 0.25}});
  const auto message = [&](const std::string& line) -> std::string {
    Tensor<std::uint8_t, 1> names = Tensor<std::uint8_t, 1>::from_shape({line.size()});
    std::copy(line.begin(), line.end(), names.begin());
    NpzWriter file;
    file.add("column_mean", mean).add("column_deviation", deviation).add("column_names", names);
    file.write(path);
    try {
      load_columns(path);
    } catch (const DataError& error) {
      return std::string(error.what()).substr(path.size());
    }
    return "accepted";
  };
  CHECK(message("a,b") == "accepted");
  CHECK(message("a") == ": array 'column_names': expected 2 names, found 1");
  CHECK(message("a,\xff") == ": array 'column_names': expected names in UTF-8, found '\\xff'");
  CHECK(message("a,\"b").find("expected a closing quote") != std::string::npos);
}

TEST_CASE("Features: a file of another program, and the samples' own numbers", "[metric]") {
  const TemporaryFolder folder;
  const Tensor<float, 2> x = normal_rows<float>(5, 3, 1);
  write_npy(folder / "x.npy", x);
  CHECK((read_features(folder / "x.npy") == x));
  CHECK((RawPixels{}.features(x) == x));
  Tensor<double, 2> bad({2, 2}, 1e300);
  write_npy(folder / "bad.npy", bad);
  CHECK_THROWS_AS(read_features(folder / "bad.npy"), DataError);
  write_npy(folder / "line.npy", Tensor<float, 1>({4}, 1.0F));
  CHECK_THROWS_AS(read_features(folder / "line.npy"), DataError);
}

TEST_CASE("Statistics: NumPy loads what was saved", "[metric][long]") {
  const char* const python = std::getenv("SADDLE_PYTHON");
  if (!python) {
    WARN("SADDLE_PYTHON is not set to a Python with NumPy: skipped");
    return;
  }
  const TemporaryFolder folder;
  const GaussianStatistics real = load_statistics("golden/statistics_packed.npz");
  save_statistics(folder / "saved.npz", real);
  folder.write("check.py",
               "import sys, zipfile, numpy as np\n"
               "a, b = (np.load(path) for path in sys.argv[1:])\n"
               "assert zipfile.ZipFile(sys.argv[1]).testzip() is None\n"
               "assert sorted(a.files) == sorted(b.files) == ['mu', 'sigma']\n"
               "assert all(np.array_equal(a[name], b[name]) for name in a.files)\n");
  const std::string command = std::string(python) + " '" + (folder / "check.py") + "' '" +
                              (folder / "saved.npz") + "' golden/statistics.npz";
  CHECK(std::system(command.c_str()) == 0);
}

}  // namespace statistics_file_test
