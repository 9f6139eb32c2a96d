// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/run/run_folder.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace run_folder_test {

using namespace saddle;
namespace fs = std::filesystem;

TEST_CASE("A run's folder is one holder's, and is tidied when it is taken") {
  const TemporaryFolder outer;
  RunFolder folder(outer / "run");
  CHECK_FALSE(folder.holds_run());
  folder.take();
  CHECK_FALSE(folder.holds_run());  // a lock is nothing of a run
  CHECK_THROWS_WITH(RunFolder(outer / "run").take(), Catch::Contains("is in use by process"));
  folder.write(run_file::config, R"({"data": "ring"})");
  CHECK(folder.holds_run());
  CHECK_FALSE(folder.holds_checkpoint());
  CHECK(folder.config().at("data") == "ring");
}

TEST_CASE("A run without a checkpoint goes on only if it died before it had one") {
  const TemporaryFolder outer;
  const RunFolder folder(outer / "");
  folder.write(run_file::config, "{}");
  CHECK(folder.config().empty());
  folder.write(run_file::result, "{}");
  CHECK_THROWS_WITH(folder.config(), Catch::Contains("holds no checkpoint.safetensors"));
  folder.write(run_file::checkpoint, "a state");
  CHECK(folder.config().empty());
  fs::create_symlink(folder.file(run_file::config), folder.file(run_file::model));
  CHECK_THROWS_WITH(folder.config(), Catch::Contains("model.py: cannot go on with: it is a symbo"));
}

TEST_CASE("Pictures on the way are known by their step, others are left alone") {
  const TemporaryFolder outer;
  const RunFolder folder(outer / "");
  CHECK(folder.grid_steps().empty());
  fs::create_directory(folder.file(run_file::grids));
  for (const std::uint64_t step : {30U, 7U, 123456789U}) {
    folder.write(folder.grid(step).substr(folder.path().size() + 1), "");
  }
  for (const char* other : {"grids/step-30.png", "grids/step-.png", "grids/mine.png"}) {
    folder.write(other, "");
  }
  CHECK(folder.grid_steps() == std::vector<std::uint64_t>{7, 30, 123456789});
  folder.drop_grids_after(7);
  CHECK(folder.grid_steps() == std::vector<std::uint64_t>{7});
  CHECK(folder.has("grids/step-30.png"));
}

TEST_CASE("A run's folder knows what a run in it replaces") {
  const TemporaryFolder outer;
  const RunFolder folder(outer / "");
  for (const char* name : {run_file::samples, "samples.csv", "mine.csv"}) folder.write(name, "");
  CHECK(folder.replaces(outer / "samples.png"));
  CHECK(folder.replaces(outer / "./samples.png"));
  CHECK_FALSE(folder.replaces(outer / "mine.csv"));
  CHECK_FALSE(folder.replaces(outer / "samples.csv"));  // of no run
  CHECK_FALSE(folder.replaces(outer / "nowhere"));
}

TEST_CASE("Clearing takes the files of a run and nothing else") {
  const TemporaryFolder outer;
  const RunFolder folder(outer / "");
  folder.write(run_file::config, "{}");
  folder.write(run_file::label_encoder, "");
  folder.write("mine.txt", "");
  folder.clear(/*keep_config=*/true);
  CHECK(folder.has(run_file::config));
  CHECK_FALSE(folder.has(run_file::label_encoder));
  folder.clear(/*keep_config=*/false);
  CHECK_FALSE(folder.holds_run());
  CHECK(folder.has("mine.txt"));
}

}  // namespace run_folder_test
