// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/keep_best.hpp>
#include <saddle/train/stats_log.hpp>

#include <filesystem>
#include <fstream>
#include <string>

namespace folders_test {

using namespace saddle;

namespace {

using Trainer = Gan<NonSaturating, SpectralNorm>;

/// The steps that a run makes with this callback, and the error that ends it.
template <class Callback>
std::pair<std::uint64_t, std::string> run(Callback&& callback) {
  Trainer gan{{.batch = 16, .critic_steps = 1}};
  try {
    fit(gan, data::Ring{}, {.steps = 3, .progress = nullptr}, callback);
  } catch (const FileError& error) {
    return {gan.report().step, error.what()};
  }
  return {gan.report().step, ""};
}

const auto one = [](Trainer&) { return 1.0; };

}  // namespace

TEST_CASE("what writes during a run makes its folder") {
  const TemporaryFolder folder;
  const std::string deep = folder / "a/b";
  CHECK(run(Checkpoints{deep, 0}) == std::pair{std::uint64_t{3}, std::string()});
  CHECK(std::filesystem::exists(deep + "/generator.safetensors"));
  CHECK(run(StatsLog{folder / "c/d/stats.jsonl", 1}).first == 3);
  CHECK(std::filesystem::file_size(folder / "c/d/stats.jsonl") > 0);
  CHECK(run(KeepBest{folder / "e/best.safetensors", "one", Better::higher, 0, one}).first == 3);
  CHECK(std::filesystem::exists(folder / "e/best.safetensors"));
  CHECK(std::filesystem::exists(deep + "/model.py"));
  CHECK(std::distance(std::filesystem::directory_iterator(deep), {}) == 3);  // the probe is gone
}

TEST_CASE("a folder that cannot be is refused before the first step") {
  const TemporaryFolder folder;
  const std::string file = folder / "file";
  std::ofstream(file) << "here";
  const auto refused = [](const auto& outcome) {
    CHECK(outcome.first == 0);
    CHECK_THAT(outcome.second, Catch::Contains("cannot make this folder"));
  };
  refused(run(Checkpoints{file + "/run", 0}));
  refused(run(StatsLog{file + "/run/stats.jsonl", 1}));
  refused(run(KeepBest{file + "/run/best.safetensors", "one", Better::higher, 0, one}));
  CHECK_THROWS_WITH(require_folder(file), Catch::Contains("folder"));
}

TEST_CASE("the folder of a path without one is the current folder") {
  CHECK(folder_of("stats.jsonl").empty());
  CHECK(folder_of("run/stats.jsonl") == "run");
  CHECK_NOTHROW(require_folder(""));
}

}  // namespace folders_test
