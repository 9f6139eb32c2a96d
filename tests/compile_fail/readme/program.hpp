// SPDX-License-Identifier: BSL-1.0
#pragma once

// What README's programs do with a trainer. A case defines `Trainer` and `source` before.
int main() {
  Trainer gan{{.steps = 4'000, .batch = 32, .seed = 7}};
  saddle::Interrupt interrupt;
  saddle::fit(gan, source, {.stop_after = 2'000}, saddle::Checkpoints{"run", 500}, interrupt);
  auto later = saddle::resume<Trainer>("run/checkpoint.safetensors");
  saddle::fit(later, source, {}, saddle::Checkpoints{"run", 500},
              saddle::StatsLog{"run/stats.jsonl", 10});
  saddle::save_generator(later, "generator.safetensors");
  const auto samples = later.sample(64);
  const double bound = later.divergence(samples).value;
  return static_cast<double>(later.report().step) > bound ? 0 : 1;
}
