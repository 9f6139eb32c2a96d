// SPDX-License-Identifier: BSL-1.0
#include "commands/classify.hpp"
#include "commands/encode.hpp"
#include "commands/features.hpp"
#include "commands/likelihood.hpp"
#include "commands/list.hpp"
#include "commands/names.hpp"
#include "commands/report.hpp"
#include "commands/sample.hpp"
#include "commands/score.hpp"
#include "commands/train.hpp"
#include "commands/translate.hpp"
#include "commands/translation_table.hpp"
#include "data/any_source.hpp"
#include "models/formulations.hpp"
#include "on_demand/own_experiment.hpp"
#include "on_demand/unit_cache.hpp"
#include "run/best_metric.hpp"
#include "run/run_monitors.hpp"

#include <saddle/core/config.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/core/text/quoted.hpp>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <string>
#include <vector>

namespace saddle_program {
namespace {

namespace limits = saddle::limits;
using saddle::listed, saddle::or_nearest, saddle::unknown_name;

/// Reads an option's whole number: all of its digits, and only those that it may have.
CLI::Validator within(saddle::Limits limits) {
  const auto check = [limits](const std::string& text) {
    const auto number = saddle::number_in<std::uint64_t>(text);
    if (number && limits.contain(*number)) return std::string{};
    return "expected " + std::string(limits.meaning) + ", found " + saddle::in_quotes(text);
  };
  return {check, ""};
}

/// Why a text is no time for a table; empty for one that is.
std::string no_minutes(const std::string& text) {
  const auto number = saddle::number_in<double>(text);
  if (number && *number > 0 && *number < 1e6) return "";
  return "expected minutes, more than 0 and less than 1e6, found " + saddle::in_quotes(text);
}

constexpr saddle::Limits threads{0, 16383, "a whole number from 0 to 16383"};

/// Lets a command take a model of the user's own.
CLI::Option& add_experiment(CLI::App& command, std::string& named) {
  return *command.add_option(
      "--experiment", named,
      "A model of your own, compiled now: a header and a type of it, as mine.hpp:Digits");
}

/// Compiles the model that was named, if one was.
void use_experiment(const std::string& named) {
  if (!named.empty()) add_own_experiment(named);
}

void add_train(CLI::App& app, TrainOptions& options, int& status) {
  CLI::App& train_command = *app.add_subcommand("train", "Train a GAN, keep it and its pictures");
  const auto add = [&](const char* flag, auto& value, const std::string& help,
                       const char* otherwise) {
    return train_command.add_option(flag, value, help)->default_str(otherwise);
  };
  add("--data", options.data, listed(generated_names()) + ", or the path of a data file or folder",
      "");
  add("--to", options.to, "The same, to which a formulation translates from --data", "");
  add("--features", options.features,
      "The network of a file, as `classify` or PyTorch writes it, whose features diat keeps", "");
  add("--label", options.label, "Column of a table that is its label, not data; '' for none",
      "class or label, if there is one");
  add("--labels", options.labels, "Labels of an IDX or NPY file", "none");
  add("--columns", options.columns, "Columns of a table to take, in this order: a,b,c",
      "all but the label");
  add("--formulation", options.formulation, listed(formulation_names()), "the model's, or gan");
  add("--objective", options.objective,
      "An objective, a divergence or a paper's game, such as wgan-gp; see `list`",
      "pearson, or the formulation's own");
  add("--constraint", options.constraint, listed(constraint_names()),
      "clip, or the formulation's own");
  CLI::Option* const model =
      add("--model", options.model, listed(model_names()), "the one that has the data's shape");
  add_experiment(train_command, options.experiment).excludes(model);
  add("--steps", options.steps, "Model updates of the whole run and its schedules",
      "the model's own, see --dry-run")
      ->check(within(limits::steps));
  add("--batch", options.batch, "Samples per side", "the model's own")->check(within(limits::size));
  add("--seed", options.seed, "Seed of everything random", "1")->check(within(limits::whole));
  add("--config", options.config_file, "JSON file of the form of a run's config.json", "");
  add("settings", options.settings,
      "Numbers of the configuration by name, such as constraint.bound=0.05; a last name alone sets "
      "all that have it, as learning_rate=1e-4 both optimisers'; see --dry-run",
      "");
  add("--threads", options.threads, "Workers", "one per core")->check(within(threads));
  add("--out", options.out, "Folder of the run", "run");
  add("--checkpoint-every", options.checkpoint_every, "Steps between checkpoints, 0 = at the end",
      "a twentieth of the run")
      ->check(within(limits::whole));
  add("--grid-every", options.grid_every, "Steps between pictures of samples, 0 = never",
      "a tenth of the run")
      ->check(within(limits::whole));
  add("--stop-after", options.stop_after, "Step after which to save and stop early", "never")
      ->check(within(limits::count));
  train_command
      .add_option_function<std::string>(
          "--on-not-finite",
          [&](const std::string& name) {
            options.not_finite = not_finite_named(name, "--on-not-finite");
          },
          "What a step with NaN or infinity does: stop, skip, roll-back")
      ->default_str("stop");
  train_command
      .add_option("--monitor", options.monitor_settings,
                  "A monitor's threshold by name, such as collapse.least_coverage=0.3; the run's "
                  "config.json has all of them")
      ->allow_extra_args(false);
  train_command
      .add_option("--fail-on", options.fail_on,
                  "Monitors whose alarm ends the run with their exit code: " +
                      listed(RunMonitors::names_and_codes()) + ", any")
      ->delimiter(',')
      ->allow_extra_args(false);
  train_command.add_flag("--no-monitors", options.no_monitors, "Watch for nothing");
  add("--keep-best", options.keep_best,
      "Keep the best generator in best.safetensors, by one of " + listed(best_metric_names()),
      "no");
  add("--keep-best-every", options.keep_best_every, "Steps between two looks at that metric",
      "a twentieth of the run")
      ->check(within(limits::whole));
  train_command.add_flag("--no-dashboard", options.no_dashboard,
                         "Estimate no divergences at the end of the run");
  train_command.add_flag("--overwrite", options.overwrite, "Replace a run that is already there");
  train_command.add_flag("--resume", options.resume, "Go on with the run in --out");
  train_command.add_flag("--reschedule", options.reschedule,
                         "Let a resumed run have other --steps or another schedule");
  train_command.add_flag("--dry-run", options.dry_run,
                         "Print configuration, layers, memory and time per step; train nothing");
  train_command.add_flag("--print-program", options.print_program,
                         "Print the program in C++ that trains the same; train nothing");
  train_command.callback([&] {
    if (!options.experiment.empty()) options.model = add_own_experiment(options.experiment);
    status = train(options);
  });
}

void add_sample(CLI::App& app, SampleOptions& options) {
  CLI::App& command = *app.add_subcommand("sample", "Write samples of a trained generator");
  command.add_option("from", options.from, "A run's folder or a generator's file")->required();
  CLI::Option* const own =
      command.add_option("--codes", options.codes, "An .npy file of latent codes, (n, numbers)");
  command.add_option("--n", options.n, "Samples")
      ->capture_default_str()
      ->check(within(limits::count))
      ->excludes(own);
  command.add_option("--first", options.first, "Number of the first code")
      ->capture_default_str()
      ->check(within(limits::steps))
      ->excludes(own);
  command.add_option("--seed", options.seed, "Seed of the codes")
      ->default_str("the run's")
      ->check(within(limits::whole))
      ->excludes(own);
  command.add_option("--label", options.label, "The class to ask a conditional generator for")
      ->default_str("all in turn")
      ->check(within(limits::whole));
  command.add_option("--save-codes", options.save_codes, "Write the samples' codes (.npy)");
  command.add_option("--out", options.out, "A .png, .npy or .csv file")
      ->default_str("samples.png for images, else samples.csv");
  add_experiment(command, options.experiment);
  command.callback([&] {
    use_experiment(options.experiment);
    sample(options);
  });
}

void add_interpolate(CLI::App& app, SampleOptions& options) {
  CLI::App& command = *app.add_subcommand("interpolate", "Write samples between two codes");
  command.add_option("from", options.from, "A run's folder or a generator's file")->required();
  command.add_option("--first", options.first, "Number of the code at one end")
      ->capture_default_str()
      ->check(within(limits::steps));
  command.add_option("--last", options.last, "Number of the code at the other end")
      ->capture_default_str()
      ->check(within(limits::steps));
  command.add_option("--n", options.n, "Samples on a line, both ends included")
      ->capture_default_str()
      ->check(within(limits::count));
  command.add_option("--rows", options.rows, "Lines, each between the next codes")
      ->capture_default_str()
      ->check(within(limits::count));
  command.add_option("--seed", options.seed, "Seed of the codes")
      ->default_str("the run's")
      ->check(within(limits::whole));
  command.add_option("--out", options.out, "A .png, .npy or .csv file")
      ->default_str("samples.png for images, else samples.csv");
  add_experiment(command, options.experiment);
  command.callback([&] {
    use_experiment(options.experiment);
    interpolate(options);
  });
}

/// Which samples a command reads for a run.
void add_samples_of(CLI::App& command, SamplesOptions& options) {
  command.add_option("--data,--images", options.data, "Samples, as for `train`")->required();
  command.add_option("--label", options.label, "Column of a table that is its label, not data");
  command.add_option("--columns", options.columns, "Columns of a table to take: a,b,c")
      ->default_str("the run's");
  command.add_option("--n", options.n, "The first so many")
      ->default_str("all")
      ->check(within(limits::count));
}

void add_encode(CLI::App& app, const char* name, const char* what, EncodeOptions& options,
                void (*command_of)(const EncodeOptions&)) {
  CLI::App& command = *app.add_subcommand(name, what);
  command.add_option("run", options.run, "Folder of a run of a formulation with an encoder")
      ->required();
  add_samples_of(command, options);
  command.add_option("--out", options.out, "The file to write")->required();
  add_experiment(command, options.experiment);
  command.callback([&options, command_of] {
    use_experiment(options.experiment);
    command_of(options);
  });
}

void add_translate(CLI::App& app, TranslateOptions& options) {
  CLI::App& command =
      *app.add_subcommand("translate", "Write samples as samples of another domain");
  command.add_option("run", options.run, "Folder of a run of a formulation that translates")
      ->required();
  add_samples_of(command, options);
  command.add_option("--from", options.from, "Of two domains the one of the samples, as --to")
      ->default_str("the other than --to");
  command
      .add_option("--to", options.to,
                  "The domain: of two by the name of its data, or A or B; of labels by its number")
      ->default_str("all labels in turn");
  command.add_option("--truth", options.truth,
                     "Path of what should come out of two domains: print how near it is");
  command.add_option("--out", options.out, "A .png, .npy or .csv file")
      ->default_str("samples.png for images, else samples.csv");
  add_experiment(command, options.experiment);
  command.callback([&] {
    use_experiment(options.experiment);
    translate(options);
  });
}

void add_likelihood(CLI::App& app, LikelihoodOptions& options) {
  CLI::App& command =
      *app.add_subcommand("likelihood", "Say what samples cost by the density that a run knows");
  command.add_option("run", options.run, "Folder of a run of a flow")->required();
  add_samples_of(command, options);
  add_experiment(command, options.experiment);
  command.callback([&] {
    use_experiment(options.experiment);
    likelihood(options);
  });
}

void add_features(CLI::App& app, FeaturesOptions& options) {
  CLI::App& command = *app.add_subcommand(
      "features", "Say what a run's features know of classes that it never saw");
  command.add_option("run", options.run, "Folder of a run")->required();
  command.add_option("--images", options.images, "IDX or NPY images, or glyphs")->required();
  command.add_option("--labels", options.labels, "Their labels");
  command.add_option("--test-images", options.test_images, "Images to test on")
      ->default_str("a fifth of the images");
  command.add_option("--test-labels", options.test_labels, "Their labels");
  command.add_option("--n", options.n, "At most so many images of either")
      ->default_str("all")
      ->check(within(limits::count));
  command.add_option("--threads", options.threads, "Workers")
      ->default_str("one per core")
      ->check(within(threads));
  command.add_option("--out", options.out, "Write the features of the test images (.npy)");
  command.add_option("--picture", options.picture,
                     "Draw their projection onto a plane, coloured by label (.png)");
  add_experiment(command, options.experiment);
  command.callback([&] {
    use_experiment(options.experiment);
    features(options);
  });
}

void add_translation_table(CLI::App& app, TranslationTableOptions& options, int& status) {
  CLI::App& command = *app.add_subcommand(
      "translation-table", "Compare DIAT, CycleGAN, IcGAN and StarGAN on images in many styles");
  command
      .add_option("--domains", options.domains,
                  "Folder with images of each style, and index.tsv, which says of each row its "
                  "split and the styles that have it")
      ->required();
  command.add_option("--budget", options.budget, "Minutes for all methods, a quarter for each")
      ->capture_default_str()
      ->check(CLI::Validator(no_minutes, ""));
  command.add_option("--seed", options.seed, "Of all trainings")
      ->capture_default_str()
      ->check(within(limits::whole));
  command.add_option("--threads", options.threads, "Workers")
      ->default_str("one per core")
      ->check(within(threads));
  command.add_option("--out", options.out, "Folder of the table and its runs")
      ->capture_default_str();
  command.callback([&] { status = translation_table(options); });
}

void add_list(CLI::App& app, bool& table) {
  CLI::App& list = *app.add_subcommand("list", "Name objectives, constraints and models");
  list.add_flag("--table", table, "Print the table of f-divergences instead");
  list.callback([&table] {
    if (table) list_divergences(std::cout);
    else list_compositions(std::cout);
  });
}

void add_summary(CLI::App& app, std::string& of, std::string& experiment) {
  CLI::App& command = *app.add_subcommand("summary", "Print a model's layers and parameters");
  command.add_option("of", of, "A run's folder, a generator's file, or a model: 'mlp 28x28x1'")
      ->required();
  add_experiment(command, experiment);
  command.callback([&] {
    use_experiment(experiment);
    summary(of);
  });
}

void add_zoo(CLI::App& app, bool& json) {
  CLI::App& command =
      *app.add_subcommand("zoo", "Count the published networks' parameters and multiply-adds");
  command.add_flag("--json", json, "One JSON object per line and network");
  command.callback([&json] { list_zoo(std::cout, json); });
}

void add_cache(CLI::App& app, bool& clear) {
  CLI::App& command = *app.add_subcommand("cache", "List the units that were compiled on demand");
  command.add_flag("--clear", clear, "Remove them");
  command.callback([&clear] {
    if (clear) std::cout << UnitCache().clear() << " units removed\n";
    else UnitCache().list(std::cout);
  });
}

void add_classify(CLI::App& app, ClassifyOptions& options, int& status) {
  CLI::App& command =
      *app.add_subcommand("classify", "Train a classifier of images, whose features scores use");
  command.add_option("--images", options.images, "IDX or NPY images, or glyphs")->required();
  command.add_option("--labels", options.labels, "Their labels");
  command.add_option("--test-images", options.test_images, "Images to measure the accuracy on");
  command.add_option("--test-labels", options.test_labels, "Their labels");
  command.add_option("--steps", options.steps, "Steps")
      ->capture_default_str()
      ->check(within(limits::steps));
  command.add_option("--batch", options.batch, "Images in a step")
      ->capture_default_str()
      ->check(within(limits::size));
  command.add_option("--seed", options.seed, "Seed of everything random")
      ->capture_default_str()
      ->check(within(limits::whole));
  command.add_option("--threads", options.threads, "Workers")
      ->default_str("one per core")
      ->check(within(threads));
  command.add_option("--out", options.out, "The classifier's file")->capture_default_str();
  command.callback([&] { status = classify(options); });
}

void add_score(CLI::App& app, ScoreOptions& options) {
  CLI::App& command = *app.add_subcommand("score", "Say how near samples come to real ones");
  command.add_option("--real", options.real, "Images, features or an .npz of mu and sigma")
      ->required();
  command.add_option("--samples", options.samples, "The same of a model, as `sample` writes them")
      ->required();
  command.add_option("--label", options.label, "Column of a table that is its label, not data");
  command.add_option("--columns", options.columns, "Columns of a table to take: a,b,c")
      ->default_str("those of a run's critic, else all but the label");
  command
      .add_option(
          "--features", options.features,
          "pixels, a file of `classify`, a run's folder or checkpoint (its critic), or file: "
          "both sides are features already")
      ->capture_default_str();
  command.add_option("--n", options.n, "Samples a side")
      ->default_str("as many as both have")
      ->check(within(limits::whole));
  command.add_option("--seed", options.seed, "Seed of the choice of samples")
      ->capture_default_str()
      ->check(within(limits::whole));
  command
      .add_option("--neighbours", options.neighbours, "k of precision, recall, density, coverage")
      ->default_str("5")
      ->check(within(limits::count));
  command.add_option("--save-statistics", options.save_statistics,
                     "Write the real side's mu and sigma (.npz)");
  command.add_option("--threads", options.threads, "Workers")
      ->default_str("one per core")
      ->check(within(threads));
  command.add_flag("--json", options.json, "One JSON object per line and score");
  add_experiment(command, options.experiment);
  command.callback([&] {
    use_experiment(options.experiment);
    score(options);
  });
}

void add_report(CLI::App& app, ReportOptions& options) {
  CLI::App& command =
      *app.add_subcommand("report", "Show runs and sweeps in one HTML page that needs no network");
  command.add_option("folders", options.folders, "Folders of runs and sweeps")->required();
  command.add_option("--out", options.out, "The page")
      ->default_str("report.html in the first folder");
  command.callback([&options] { report(options); });
}

/// The sentence where memory ends: the largest number of the command line is named, for one that is
/// too large is the usual reason.
std::string out_of_memory(const CLI::App& app) {
  std::string sentence, largest;
  double most = 0;
  for (const CLI::App* command : app.get_subcommands()) {
    sentence = command->get_name() + ": it takes more memory than there is";
    for (const CLI::Option* option : command->get_options()) {
      double number = 0;
      if (option->count() != 1 || !CLI::detail::lexical_cast(option->results()[0], number))
        continue;
      if (number > most) largest = option->get_name() + " " + option->results()[0];
      most = std::max(most, number);
    }
  }
  return sentence + (largest.empty() ? "" : "; the largest number asked for is " + largest);
}

/// Takes the places of standard streams that are closed, which a run's files would have otherwise.
/// What goes there fails as it does on a closed stream.
void open_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0) continue;
    const int opened = ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    if (opened != stream) std::abort();  // the lowest free place is this one
  }
}

/// Errors: ConfigError for a first word that is no command.
void check_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> commands;
  for (const CLI::App* one : app.get_subcommands({})) commands.push_back(one->get_name());
  if (std::ranges::count(commands, word) == 0) throw unknown_name("command", word, commands);
}

/// The sentence on a word that is none of the command's; `called` is what a user writes for it.
std::string unexpected(const CLI::App& command, const std::string& called,
                       const std::string& word) {
  std::vector<std::string> options;
  bool has_settings = false;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
    has_settings |= option->get_name() == "settings";
  }
  std::string meant = or_nearest(word, options);
  if (meant.empty() && has_settings) {
    meant = "; numbers of the configuration have no dashes, as learning_rate=1e-4";
  }
  return "expected what `" + called + " --help` lists, found " + saddle::in_quotes(word) + meant;
}

/// The sentence on an option that the command does not have, or that stands before any.
std::string unexpected(const CLI::App& app) {
  const std::vector<std::string> words = app.remaining();
  if (!words.empty()) return unexpected(app, "saddle", words[0]);
  for (const CLI::App* command : app.get_subcommands()) {
    const std::vector<std::string> more = command->remaining();
    if (more.empty()) continue;
    return command->get_name() + ": " +
           unexpected(*command, "saddle " + command->get_name(), more[0]);
  }
  return "";
}

/// The sentence on all else that cannot be parsed.
std::string refusal(const CLI::App*, const CLI::Error& error) {
  return "saddle: " + saddle::printable(error.what()) + "; see --help\n";
}

}  // namespace

}  // namespace saddle_program

using namespace saddle_program;

int main(int argc, char** argv) {
  open_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe must not end a run
  CLI::App app{"saddle: adversarial generative models, composed at compile time"};
  app.require_subcommand(1);
  app.failure_message(refusal);
  app.set_version_flag("--version", "saddle " + std::string(saddle::library_version));
  TrainOptions train_options;
  SampleOptions sample_options, interpolate_options;
  EncodeOptions encode_options, reconstruct_options;
  FeaturesOptions features_options;
  TranslateOptions translate_options;
  LikelihoodOptions likelihood_options;
  TranslationTableOptions table_options;
  ClassifyOptions classify_options;
  ScoreOptions score_options;
  ReportOptions report_options;
  interpolate_options.n = 8;
  std::string summary_of, summary_experiment;
  bool table = false, json = false, clear = false;
  int status = 0;
  add_train(app, train_options, status);
  add_sample(app, sample_options);
  add_interpolate(app, interpolate_options);
  add_encode(app, "encode", "Write the codes of samples (.npy)", encode_options, encode);
  add_encode(app, "reconstruct", "Write samples as they come back from their codes",
             reconstruct_options, reconstruct);
  add_features(app, features_options);
  add_translate(app, translate_options);
  add_likelihood(app, likelihood_options);
  add_translation_table(app, table_options, status);
  add_list(app, table);
  add_summary(app, summary_of, summary_experiment);
  add_zoo(app, json);
  add_cache(app, clear);
  add_classify(app, classify_options, status);
  add_score(app, score_options);
  add_report(app, report_options);
  try {
    if (argc > 1 && argv[1][0] != '-') check_command(app, argv[1]);
    app.parse(argc, argv);
    if (!std::cout.flush() && status == 0) {
      throw saddle::FileError("standard output", "write the result to", "it is closed or full");
    }
  } catch (const CLI::ParseError& error) {
    // A misspelt option leaves the one that was meant missing, which the parser would name first.
    const std::string sentence = error.get_exit_code() == 0 ? "" : unexpected(app);
    if (sentence.empty()) return app.exit(error);
    std::cerr << "saddle: " << saddle::printable(sentence) << '\n';
    return error.get_exit_code();
  } catch (const std::bad_alloc&) {
    std::cerr << "saddle: " << out_of_memory(app) << '\n';
    return 1;
  } catch (const std::filesystem::filesystem_error& error) {
    const std::string path = saddle::shortened(error.path1().string());
    std::cerr << "saddle: " << saddle::FileError(path, "use", error.code().message()).what()
              << '\n';
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "saddle: " << error.what() << '\n';
    return 1;
  }
  return status;
}
