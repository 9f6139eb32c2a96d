// SPDX-License-Identifier: BSL-1.0
// Files of format 1 (golden/make_format_1.cpp) and of formats that are still to come.
#include "catch.hpp"
#include "temporary_folder.hpp"
#include "train/pictures.hpp"

#include <saddle/io/npy.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/fit.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

namespace file_format_test {

using namespace saddle;
using pictures::Trainer;
using pictures::Waves;

namespace {

const std::string old = "golden/format_1/";

template <class X>
float difference(const X& x, const std::string& golden) {
  const NpyArray expected = read_npy_array(old + golden);
  std::size_t size = 1;
  for (std::size_t extent : expected.shape) size *= extent;
  REQUIRE(size == x.size());
  double largest = 0;
  expected.for_each_value([&](std::size_t i, auto value) {
    largest = std::max(largest, std::abs(static_cast<double>(value) - double(x.data()[i])));
  });
  return static_cast<float>(largest);
}

/// The file with another number of its format.
void renumber(const std::string& from, const std::string& to, const std::string& kind,
              char number) {
  std::string bytes = content_of(from);
  const std::string text = "saddle " + kind + ' ';
  bytes.at(bytes.find(text) + text.size()) = number;
  std::ofstream(to, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("File format: a generator of format 1 makes its samples") {
  Trainer gan;
  load_generator(gan, old + "generator.safetensors");
  CHECK(difference(gan.sample(5), "samples.npy") < 1e-6F);

  const TemporaryFolder folder;
  save_generator(gan, folder / "generator.safetensors");
  CHECK(Safetensors(folder / "generator.safetensors").required("format") == "saddle generator 2");
  Trainer again;
  load_generator(again, folder / "generator.safetensors");
  CHECK((again.sample(5) == gan.sample(5)));
  renumber(folder / "generator.safetensors", folder / "later", "generator", '1');
  CHECK_THROWS_WITH(load_generator(again, folder / "later"),
                    Catch::Contains("tensor \"8.weight\": expected F32 (24), found F32 (3, 2, 4)"));
}

TEST_CASE("File format: a checkpoint of format 1 goes on as it would have") {
  Trainer gan = resume<Trainer>(old + "checkpoint.safetensors");
  CHECK(gan.report().step == 5);
  CHECK(difference(gan.sample(5), "samples.npy") < 1e-6F);
  CHECK(difference(gan.scores(pictures::five_waves()), "scores.npy") < 1e-6F);
  for (int i = 0; i < 5; ++i) gan.step(Waves{});
  CHECK(difference(gan.sample(5), "samples_at_10.npy") < 1e-4F);

  Cpu device;
  TrainedCritic<Unconstrained, pictures::Experiment::Critic, Sgd, Cpu> critic(
      {device, 4, 9, 1, "critic"}, {}, {});
  load_critic(critic, old + "checkpoint.safetensors");
  CHECK(difference(critic.scores(device, pictures::five_waves()), "scores.npy") < 1e-6F);
}

TEST_CASE("File format: a classifier of format 1 says the same") {
  pictures::Net net;
  net.load(old + "classifier.safetensors");
  CHECK(difference(net.probabilities(pictures::five_waves()), "probabilities.npy") < 1e-6F);
  const TemporaryFolder folder;
  net.save(folder / "net.safetensors");
  CHECK(Safetensors(folder / "net.safetensors").required("format") == "saddle classifier 2");
  pictures::Net again;
  again.load(folder / "net.safetensors");
  CHECK((again.probabilities(pictures::five_waves()) == net.probabilities(pictures::five_waves())));
}

TEST_CASE("File format: what a later version wrote is refused in a sentence") {
  const TemporaryFolder folder;
  const auto later = [&](const std::string& kind) {
    const std::string path = folder / kind;
    renumber(old + kind + ".safetensors", path, kind, '3');
    return path;
  };
  const auto sentence = [](const std::string& kind) {
    return Catch::Contains("format: expected a number from 1 to 2 at its end, found \"saddle " +
                           kind + " 3\", which a later version of saddle wrote");
  };
  Trainer gan;
  CHECK_THROWS_WITH(load_generator(gan, later("generator")), sentence("generator"));
  CHECK_THROWS_WITH(load_checkpoint(gan, later("checkpoint")), sentence("checkpoint"));
  CHECK_THROWS_WITH(resume<Trainer>(later("checkpoint")), sentence("checkpoint"));
  pictures::Net net;
  CHECK_THROWS_WITH(net.load(later("classifier")), sentence("classifier"));
}

TEST_CASE("File format: images stopped and resumed leave the files of an uninterrupted run") {
  const TemporaryFolder whole, parts;
  const auto train_on = [](Trainer& gan, const std::string& folder, std::uint64_t stop_after) {
    Checkpoints checkpoints(folder, 0);
    fit(gan, Waves{}, {.stop_after = stop_after, .progress = nullptr}, checkpoints);
  };
  Trainer uninterrupted;
  train_on(uninterrupted, whole / ".", 0);
  {
    Trainer first;
    train_on(first, parts / ".", 7);
  }
  Trainer second = resume<Trainer>(parts / "checkpoint.safetensors");
  train_on(second, parts / ".", 0);
  for (const char* name : {"checkpoint.safetensors", "generator.safetensors", "model.py"}) {
    CAPTURE(name);
    CHECK(content_of(whole / name).size() > 100);
    CHECK(content_of(whole / name) == content_of(parts / name));
  }
  CHECK_THAT(content_of(whole / "model.py"),
             Catch::Contains("nn.Unflatten(1, (3, 2, 4)),\n        nn.LayerNorm((3, 2, 4)))"));
}

}  // namespace file_format_test
