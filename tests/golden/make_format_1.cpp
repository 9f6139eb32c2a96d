// SPDX-License-Identifier: BSL-1.0
// Writes golden/format_1: files as saddle wrote them before the number of their format was 2, and
// what their networks say. Compiled with the headers of commit 91630dc, from the folder tests:
//
//     g++ -std=c++20 -O1 -I HEADERS -I . golden/make_format_1.cpp -lz && ./a.out
#include "train/pictures.hpp"

#include <saddle/io/npy.hpp>
#include <saddle/train/checkpoint.hpp>

#include <string>

int main() {
  using namespace pictures;
  const std::string folder = "golden/format_1/";
  Trainer gan;
  for (int i = 0; i < 5; ++i) gan.step(Waves{});
  save_checkpoint(gan, folder + "checkpoint.safetensors");
  save_generator(gan, folder + "generator.safetensors");
  write_npy(folder + "samples.npy", gan.sample(5));
  write_npy(folder + "scores.npy", gan.scores(five_waves()));
  Net net({.batch = 8, .steps = 5});
  net.fit(Waves{});
  net.save(folder + "classifier.safetensors");
  write_npy(folder + "probabilities.npy", net.probabilities(five_waves()));
  for (int i = 0; i < 5; ++i) gan.step(Waves{});
  write_npy(folder + "samples_at_10.npy", gan.sample(5));
}
