// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/optim.hpp>
#include <saddle/train/checkpoints.hpp>
#include <saddle/train/every.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/stats_log.hpp>

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace checkpoint_test {

using namespace saddle;

namespace {

/// Small, with everything that has state: running statistics, dropout, a moving average, decay.
struct Small {
  using Latent = Gaussian<3>;
  struct Generator : Network<Shape<3>, Linear<8>, BatchNorm, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, LeakyRelu<>, Dropout<0.2>, Linear<1>> {};
  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 40, .batch = 16, .critic_steps = 2, .decay_from = 0.25, .ema = {.decay = 0.9}};
  }
};
struct Wider : Small {
  struct Critic : Network<Shape<2>, Linear<9>, LeakyRelu<>, Dropout<0.2>, Linear<1>> {};
};

template <class G>
std::vector<float> numbers_of(G& gan) {
  std::vector<float> numbers;
  for (const auto& buffer : gan.state().buffers) {
    numbers.insert(numbers.end(), buffer.values->begin(), buffer.values->end());
  }
  for (const auto& counter : gan.state().counters) {
    numbers.push_back(static_cast<float>(*counter.value));
  }
  return numbers;
}

template <class G>
void train_on(G& gan, const std::string& folder, std::uint64_t stop_after) {
  Checkpoints checkpoints(folder, 0);
  StatsLog stats(folder + "/stats.jsonl", 3);
  fit(gan, data::Ring{}, {.stop_after = stop_after, .progress = nullptr}, checkpoints, stats);
}

}  // namespace

TEMPLATE_TEST_CASE("Checkpoint: stopped and resumed leaves the files of an uninterrupted run", "",
                   Unconstrained, WeightClip, GradientPenalty, R1, SpectralNorm) {
  using Trainer = Gan<NonSaturating, TestType, Small>;
  const TemporaryFolder whole, parts;
  Trainer uninterrupted;
  train_on(uninterrupted, whole / ".", 0);
  {
    Trainer first;
    train_on(first, parts / ".", 17);
  }
  Trainer second = resume<Trainer>(parts / "checkpoint.safetensors");
  CHECK(second.report().step == 17);
  CHECK(second.steps() == 40);
  train_on(second, parts / ".", 0);
  for (const char* name : {"checkpoint.safetensors", "generator.safetensors", "stats.jsonl"}) {
    CAPTURE(name);
    CHECK(content_of(whole / name).size() > 100);
    CHECK(content_of(whole / name) == content_of(parts / name));
  }
}

TEST_CASE("Checkpoint: the configuration comes back, number by number") {
  using Trainer = Gan<Wasserstein, GradientPenalty, Small>;
  const TemporaryFolder folder;
  const std::string path = folder / "checkpoint.safetensors";
  Trainer gan{{.batch = 8, .critic_steps = 3, .seed = 77, .constraint = {.lambda = 0.3}}};
  gan.step(data::Ring{});
  save_checkpoint(gan, path, {{"data", "ring"}});
  Trainer::Config config;
  load_config(config, path);
  CHECK(config.batch == 8);
  CHECK(config.critic_steps == 3);
  CHECK(config.seed == 77);
  CHECK(config.constraint.lambda == 0.3);
  CHECK(Safetensors(path).required("data") == "ring");
}

TEST_CASE("Checkpoint: another composition or architecture is refused with the first difference") {
  const TemporaryFolder folder;
  const std::string path = folder / "checkpoint.safetensors";
  Gan<Hinge, SpectralNorm, Small> gan;
  gan.step(data::Ring{});
  save_checkpoint(gan, path);
  const auto refusal = [&](auto other, const std::string& message) {
    const auto before = numbers_of(other);
    CHECK_THROWS_WITH(load_checkpoint(other, path), Catch::Contains(message));
    CHECK(numbers_of(other) == before);
  };
  refusal(Gan<NonSaturating, SpectralNorm, Small>{}, "objective: expected \"ns\", found \"hinge\"");
  refusal(Gan<Hinge, Unconstrained, Small>{}, "constraint: expected \"none\", found \"sn\"");
  refusal(
      Gan<Hinge, SpectralNorm, Wider>{},
      "critic layer 0: expected \"Linear + LeakyReLU:0.2 9\", found \"Linear + LeakyReLU:0.2 8\"");
  refusal(Gan<Hinge, SpectralNorm, Small>{{.ema = {}}}, "generator.average");
}

TEST_CASE("Checkpoint: damage changes nothing in the trainer") {
  const TemporaryFolder folder;
  const std::string path = folder / "checkpoint.safetensors";
  using Trainer = Gan<Hinge, SpectralNorm, Small>;
  Trainer gan, other{{.seed = 2}};
  const auto before = numbers_of(other);
  SECTION("a file that ends early") {
    save_checkpoint(gan, path);
    const std::string bytes = content_of(path);
    std::ofstream(path, std::ios::binary) << bytes.substr(0, bytes.size() - 1);
    CHECK_THROWS_AS(load_checkpoint(other, path), DataError);
  }
  SECTION("a number that is not finite") {
    constexpr float mark = 12345.678F, wrong = std::numeric_limits<float>::infinity();
    gan.generator().parameters("3.bias")(0, 1) = mark;
    save_checkpoint(gan, path);
    std::string bytes = content_of(path);
    const std::string found(reinterpret_cast<const char*>(&mark), sizeof mark);
    bytes.replace(bytes.find(found), sizeof mark, reinterpret_cast<const char*>(&wrong),
                  sizeof wrong);
    std::ofstream(path, std::ios::binary) << bytes;
    CHECK_THROWS_WITH(load_checkpoint(other, path),
                      Catch::Contains("generator.3.bias") && Catch::Contains("finite"));
  }
  SECTION("a generator's file") {
    save_generator(gan, path);
    CHECK_THROWS_WITH(load_checkpoint(other, path), Catch::Contains("saddle generator 2"));
  }
  CHECK(numbers_of(other) == before);
}

TEST_CASE("Checkpoint: what no reader takes is not written, and the file before it stays") {
  const TemporaryFolder folder;
  const std::string path = folder / "checkpoint.safetensors";
  using Trainer = Gan<Hinge, SpectralNorm, Small>;
  Trainer gan;
  gan.step(data::Ring{});
  save_checkpoint(gan, path);
  const std::string before = content_of(path);
  std::size_t kinds = 0;
  for (const StateBuffer<Cpu>& buffer : gan.state().buffers) {
    CAPTURE(buffer.name);
    float& last = *(buffer.values->end() - 1);
    const float kept = last;
    last = std::numeric_limits<float>::quiet_NaN();
    CHECK_THROWS_WITH(save_checkpoint(gan, path), Catch::Contains("not finite and was not saved"));
    CHECK_THROWS_AS(save_checkpoint(gan, path), NumericError);
    last = kept;
    ++kinds;
  }
  CHECK(kinds >= 8);  // parameters, moments, average, statistics, vectors
  CHECK(content_of(path) == before);
  gan.generator().parameters("0.weight")(0, 0) = std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH(save_checkpoint(gan, path), Catch::Contains("generator.0.weight"));
}

TEST_CASE("Checkpoint: a generator alone gives the same samples, as the average if there is one") {
  const TemporaryFolder folder;
  const std::string path = folder / "generator.safetensors";
  using Trainer = Gan<Hinge, SpectralNorm, Small>;
  Trainer gan;
  for (int i = 0; i < 5; ++i) gan.step(data::Ring{});
  save_generator(gan, path);
  const auto samples = gan.sample(20);

  Trainer other{{.seed = 1}};
  load_generator(other, path);
  CHECK((other.sample(20) == samples));
  Cpu device;
  Sampler<Small, Sgd, Cpu> model({device, 16, 1, 0, "generator"}, {});
  load_generator(model, path);
  CHECK((model.sample(device, 20) == samples));

  const Safetensors file(path);
  CHECK(file.metadata("latent") == gan.code_description()[0].second);
  CHECK(file.metadata("seed") == "1");
  CHECK(file.required("codes").starts_with("number k of code i"));
  save_generator(gan, path, {{"seed", "the caller's"}});
  CHECK(Safetensors(path).metadata("seed") == "the caller's");

  Trainer unaveraged{{.ema = {}}};
  for (int i = 0; i < 5; ++i) unaveraged.step(data::Ring{});
  CHECK_FALSE((unaveraged.sample(20) == samples));
}

TEST_CASE("Checkpoints: a save that fails on the way is reported and the training goes on") {
  const TemporaryFolder folder;
  Gan<Hinge, SpectralNorm, Small> gan;
  std::FILE* const messages = std::tmpfile();
  const std::string run = folder / "run";
  Checkpoints checkpoints(run, 1, {}, messages);
  const Every taken_away{1, [&](auto&) { std::filesystem::remove_all(run); }};
  CHECK_THROWS_AS(
      fit(gan, data::Ring{}, {.steps = 3, .progress = nullptr}, checkpoints, taken_away),
      FileError);
  CHECK(gan.report().step == 3);
  CHECK(std::ftell(messages) > 0);
  std::fclose(messages);
}

TEST_CASE("Checkpoints: notes that no file holds are refused before the first step") {
  const TemporaryFolder folder;
  for (const std::string& name : {std::string("gr\xf6\xdf"), std::string(1 << 19, 'x')}) {
    for (const Description& notes : {Description{{"column 0", name}}, Description{{name, "0"}}}) {
      Gan<NonSaturating, SpectralNorm, Small> gan{{.seed = 3}};
      CHECK_THROWS_AS(
          fit(gan, data::Ring{}, {.progress = nullptr}, Checkpoints(folder / "", 0, notes)),
          ConfigError);
      CHECK(gan.report().step == 0);
    }
  }
  CHECK(folder.names().empty());
}

TEST_CASE("StatsLog: a run that goes on drops the lines after its step and what was cut short") {
  const TemporaryFolder folder;
  const std::string path = folder / "stats.jsonl";
  std::ofstream(path) << "{\"step\":2,\"bound\":1}\n{\"step\":4,\"bound\":1}\n{\"step\":6,\"bo";
  Gan<Hinge, SpectralNorm, Small> gan;
  for (int i = 0; i < 3; ++i) gan.step(data::Ring{});
  StatsLog stats(path, 2);
  fit(gan, data::Ring{}, {.steps = 5, .progress = nullptr}, stats);
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line.substr(0, 9));
  CHECK(lines == std::vector<std::string>{"{\"step\":2", "{\"step\":4"});
}

TEMPLATE_TEST_CASE("Checkpoint: a critic out of its game says the same of samples", "",
                   Unconstrained, WeightClip, SpectralNorm) {
  using Trainer = Gan<NonSaturating, TestType, Small>;
  using Kept = std::conditional_t<TestType::reparametrises, TestType, Unconstrained>;
  const TemporaryFolder folder;
  Trainer gan;
  train_on(gan, folder / ".", 5);
  const std::string path = folder / "checkpoint.safetensors";
  Cpu device;
  TrainedCritic<Kept, Small::Critic, Sgd, Cpu> critic({device, 4, 9, 1, "critic"}, Kept{}, {});
  load_critic(critic, path);
  const auto x = gan.sample(10);
  CHECK((critic.features(device, x) == gan.features(x)));
  CHECK((critic.scores(device, x) == gan.scores(x)));
}

TEST_CASE("Checkpoint: a critic is refused another network or the weights of another constraint") {
  const TemporaryFolder folder;
  Gan<NonSaturating, SpectralNorm, Small> gan;
  train_on(gan, folder / ".", 2);
  const std::string path = folder / "checkpoint.safetensors";
  Cpu device;
  TrainedCritic<SpectralNorm, Wider::Critic, Sgd, Cpu> wider({device, 4, 9, 1, "critic"}, {}, {});
  CHECK_THROWS_WITH(load_critic(wider, path), Catch::Contains("critic layer 0: expected"));
  TrainedCritic<Unconstrained, Small::Critic, Sgd, Cpu> plain({device, 4, 9, 1, "critic"}, {}, {});
  CHECK_THROWS_WITH(load_critic(plain, path),
                    Catch::Contains("constraint: expected one that leaves the parameters as they "
                                    "are, found \"sn\""));
  CHECK_THROWS_WITH(load_critic(plain, folder / "generator.safetensors"),
                    Catch::Contains("saddle checkpoint 2"));
}

}  // namespace checkpoint_test
