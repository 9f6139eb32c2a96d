// SPDX-License-Identifier: BSL-1.0
// Writes golden/goes_on: what runs were half way, and what they ended with, for each instruction
// set. Compiled with the headers of commit f439f0e (and train/goes_on.hpp), from the folder tests,
// for x86-64, x86-64-v3 and x86-64-v4 in this order:
//
//     g++ -std=c++20 -O1 -march=x86-64 -I HEADERS -I . golden/make_goes_on.cpp -lz && ./a.out
#include "train/goes_on.hpp"

#include <saddle/train/checkpoint.hpp>

#include <filesystem>
#include <string>

namespace {

template <class Trainer, class Source>
void run(const std::string& name, const typename Trainer::Config& config, const Source& source) {
  using namespace saddle;
  const std::string folder = "golden/goes_on/", half_way = folder + name + ".safetensors";
  if (!std::filesystem::exists(half_way)) {
    Trainer gan(config);
    for (std::uint64_t i = 0; i < config.steps / 2; ++i) gan.step(source);
    save_checkpoint(gan, half_way);
  }
  auto gan = resume<Trainer>(half_way);
  while (gan.report().step < config.steps) gan.step(source);
  save_checkpoint(gan,
                  folder + name + "_" + std::string(saddle::name(compiled_for)) + ".safetensors");
}

}  // namespace

int main() {
  run<goes_on::Dense>("dense", goes_on::dense_config(), saddle::data::Ring{});
  run<goes_on::Images>("images", goes_on::images_config(), saddle::data::Glyphs{});
}
