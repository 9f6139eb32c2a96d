// SPDX-License-Identifier: BSL-1.0
#include "any_gan.hpp"
#include "list.hpp"
#include "train.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>
#include <vector>

namespace {

void add_train(CLI::App& app, TrainOptions& options) {
  CLI::App& train_command = *app.add_subcommand("train", "Train a GAN and write its pictures");
  const std::vector<Composition> all = all_compositions();
  const Composition& toy = find(all, {.data = "ring", .model = "toy"});
  const Composition& mlp = find(all, {.data = "images", .model = "mlp"});

  train_command
      .add_option("--objective", options.objective, "An objective or a divergence; see `list`")
      ->capture_default_str();
  train_command.add_option("--constraint", options.constraint, "none, clip, gp, r1 or sn")
      ->capture_default_str();
  train_command.add_option("--data", options.data, "ring, grid, or an IDX file of images")
      ->required();
  train_command.add_option("--model", options.model, "toy or mlp")
      ->default_str("toy for points, mlp for images");
  train_command.add_option("--steps", options.steps, "Model updates")
      ->default_str("ring " + std::to_string(toy.steps) + ", grid " +
                    std::to_string(open_source("grid").difficulty * toy.steps) + ", images " +
                    std::to_string(mlp.steps));
  train_command.add_option("--batch", options.batch, "Samples per side")
      ->default_str("toy " + std::to_string(toy.batch) + ", mlp " + std::to_string(mlp.batch));
  train_command.add_option("--seed", options.seed, "Seed of everything random")
      ->capture_default_str();
  train_command.add_option("--threads", options.threads, "Workers")->default_str("one per core");
  train_command.add_option("--out", options.out, "Folder of the run")->capture_default_str();
  train_command.add_flag("--overwrite", options.overwrite, "Replace a run that is already there");
  train_command.callback([&options] { train(options); });
}

void add_list(CLI::App& app, bool& table) {
  CLI::App& list = *app.add_subcommand("list", "Name objectives, constraints and models");
  list.add_flag("--table", table, "Print the table of f-divergences instead");
  list.callback([&table] {
    if (table) list_divergences(std::cout);
    else list_compositions(std::cout);
  });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"saddle: adversarial generative models, composed at compile time"};
  app.require_subcommand(1);
  TrainOptions options;
  bool table = false;
  add_train(app, options);
  add_list(app, table);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    std::cerr << "saddle: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
