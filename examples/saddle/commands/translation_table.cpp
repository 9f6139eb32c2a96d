// SPDX-License-Identifier: BSL-1.0
#include "commands/translation_table.hpp"

#include "commands/classify.hpp"
#include "commands/train.hpp"
#include "models/feature_network.hpp"
#include "run/pictures.hpp"
#include "run/run_plan.hpp"
#include "table/methods.hpp"
#include "table/table_files.hpp"
#include "table/table_page.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/rows.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/data/content_hash.hpp>
#include <saddle/data/domains/styles.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/io/json_file.hpp>
#include <saddle/io/png.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/metric/quality/retrieval.hpp>
#include <saddle/run/run_result.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <filesystem>
#include <iostream>
#include <memory>
#include <sstream>
#include <string_view>
#include <vector>

namespace saddle_program {

using namespace saddle;

namespace {

/// What the table measures of images that should be of a style.
struct Measured {
  double error = 0, second_error = 0, retrieval = 0, l1 = 0;

  Measured& operator+=(const Measured& other) {
    error += other.error;
    second_error += other.second_error;
    retrieval += other.retrieval;
    l1 += other.l1;
    return *this;
  }
  Measured operator/(double n) const {
    return {error / n, second_error / n, retrieval / n, l1 / n};
  }
};

Json to_json(const Measured& measured) {
  return {{"classification_error", measured.error},
          {"second_error", measured.second_error},
          {"retrieval", measured.retrieval},
          {"l1", measured.l1}};
}

/// Images of a style against the judges and the truth.
class Exam {
 public:
  Exam(const data::Styles& styles, const TableFiles& files)
      : first_(load_feature_network(files.judge(1))),
        second_(load_feature_network(files.judge(2))) {
    for (const data::Dataset& set : styles.test) true_.push_back(as_rows(set.values()));
  }

  const Rows& truth(std::size_t style) const { return true_[style]; }

  Measured operator()(const Rows& images, std::size_t style) const {
    double gap = 0;
    for (std::size_t i = 0; i < images.size(); ++i) {
      gap += std::abs(double{images.data()[i]} - double{true_[style].data()[i]}) / 2;
    }
    return {error_of(first_, images, style), error_of(second_, images, style),
            retrieval_rate(images, true_[style]), gap / static_cast<double>(images.size())};
  }

 private:
  static double error_of(const FeatureNetwork& judge, const Rows& images, std::size_t style) {
    const Rows shares = judge.probabilities(images);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < shares.shape(0); ++i) {
      const float* const row = &shares(i, 0);
      wrong +=
          static_cast<std::size_t>(std::max_element(row, row + shares.shape(1)) - row) != style;
    }
    return static_cast<double>(wrong) / static_cast<double>(shares.shape(0));
  }

  FeatureNetwork first_, second_;
  std::vector<Rows> true_;
};

/// A unit of a method: its run, and what trains it.
struct Unit {
  std::size_t style = 0;  // to which it leads; 0 for one that leads to all
  TrainOptions options{};
};

std::vector<Unit> units_of(const Method& method, const data::Styles& styles,
                           const TableFiles& files, const TranslationTableOptions& asked) {
  TrainOptions options;
  options.formulation = method.formulation;
  options.objective = method.objective;
  options.constraint = method.constraint;
  options.seed = asked.seed;
  options.threads = asked.threads;
  options.no_monitors = options.no_dashboard = true;
  options.grid_every = 0;
  std::vector<Unit> units;
  if (!method.per_style) {
    options.data = files.data("styles");
    options.labels = files.data("styles-labels");
    options.out = files.file(method.formulation);
    return {{0, options}};
  }
  if (method.judged) options.features = files.judge(1);
  options.data = files.style(styles.names[0]);
  for (std::size_t style = 1; style < styles.count(); ++style) {
    options.to = files.style(styles.names[style]);
    options.out = files.file(method.formulation + "/" + styles.names[style]);
    units.push_back({style, options});
  }
  return units;
}

/// How a method spends its time: steps of each unit, and what a unit has to learn.
struct Pace {
  std::uint64_t steps = 0;
  std::size_t parameters = 0;
};

/// Times some steps of a unit, which is not kept.
Pace pace_of(const Unit& unit, double seconds) {
  using Clock = std::chrono::steady_clock;
  parallel::set_workers(unit.options.threads);
  const RunFolder folder(unit.options.out);
  const RunPlan plan(unit.options, folder);
  const std::unique_ptr<AnyGan> gan = plan.make_gan();
  Pace pace;
  for (const auto& buffer : gan->state().buffers) {
    if (buffer.content == Content::parameters) pace.parameters += buffer.values->size();
  }
  gan->step(plan.source());  // warms caches
  constexpr double enough = 1;
  const auto begin = Clock::now();
  double taken = 0;
  int steps = 0;
  for (; steps < 3 || taken < enough; ++steps) {
    gan->step(plan.source());
    taken = std::chrono::duration<double>(Clock::now() - begin).count();
  }
  // The rest is for what a run does beside its steps, and for the exam.
  constexpr double share = 0.85;
  pace.steps =
      std::max<std::uint64_t>(10, static_cast<std::uint64_t>(share * seconds * steps / taken));
  return pace;
}

/// Trains a unit, or goes on with it, unless it has come to its end; returns the exit status.
int train_unit(TrainOptions options, std::uint64_t steps) {
  const RunFolder folder(options.out);
  if (folder.has(run_file::result) && run_result_from(folder.json(run_file::result)).complete) {
    return 0;
  }
  options.resume = folder.holds_checkpoint();
  if (options.resume) {
    TrainOptions going_on;
    going_on.out = options.out;
    going_on.threads = options.threads;
    going_on.resume = true;
    options = going_on;
  } else {
    options.steps = steps;
    options.overwrite = true;
  }
  std::ostringstream result;
  return train(options, result);
}

/// What a folder's table was asked for; the same call goes on with it.
///
/// Errors: ConfigError for another call.
void require_same(const Json& stored, const Json& asked, const std::string& path) {
  for (const auto& [name, value] : asked.items()) {
    if (stored.contains(name) && stored[name] == value) continue;
    throw ConfigError("--out: " + path, name + " " + value.dump() + ", or another folder",
                      stored.contains(name) ? stored[name].dump() : "none");
  }
}

/// What tells the images of a table from others.
std::string hash_of(const data::Styles& styles) {
  data::Fnv all;
  for (const auto* sets : {&styles.train, &styles.test}) {
    for (const data::Dataset& set : *sets) all.add(std::string_view(data::content_hash(set)));
  }
  return all.text();
}

/// Images in a row for each of some test images: all of `columns` beside each other.
Image picture_of(const std::vector<const Rows*>& columns, const std::vector<std::size_t>& shape) {
  const std::size_t most = 16, n = std::min(most, columns[0]->shape(0)),
                    size = columns[0]->shape(1);
  Rows shown = Rows::from_shape({n * columns.size(), size});
  float* place = shown.data();
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t row = i * columns[0]->shape(0) / n;  // spread over all kinds of things
    for (const Rows* column : columns) place = std::copy_n(&(*column)(row, 0), size, place);
  }
  return grid(images_of(shown, shape), {.columns = columns.size()});
}

/// Trains both judges, unless they are there and came to their end; returns the exit status.
int train_judges(const TableFiles& files, const TranslationTableOptions& asked) {
  for (const std::size_t number : {std::size_t{1}, std::size_t{2}}) {
    ClassifyOptions options{.images = files.data("styles"),
                            .labels = files.data("styles-labels"),
                            .test_images = files.data("test"),
                            .test_labels = files.data("test-labels"),
                            .seed = 2 * asked.seed + number,
                            .threads = asked.threads,
                            .out = files.judge(number)};
    const bool trained =
        std::filesystem::exists(options.out) &&
        Safetensors(options.out).metadata("steps") == std::to_string(options.steps);
    if (trained) continue;
    std::ostringstream result;
    if (const int status = classify(options, result); status != 0) return status;
    std::cerr << "judge " << number << ": " << result.str();
  }
  return 0;
}

Json row_of(const std::string& name, const data::Styles& styles,
            const std::vector<Measured>& measured) {
  Json by_style = Json::object();
  Measured all;
  for (std::size_t style = 1; style < styles.count(); ++style) {
    by_style[styles.names[style]] = to_json(measured[style]);
    all += measured[style];
  }
  Json row{{"method", name}};
  row.update(to_json(all / static_cast<double>(styles.count() - 1)));
  for (const char* of_methods :
       {"units", "units_among_all", "steps", "parameters", "published_parameters", "of_published",
        "lecture_parameters", "lecture_error"}) {
    row[of_methods] = nullptr;
  }
  row["by_style"] = by_style;
  return row;
}

}  // namespace

int translation_table(const TranslationTableOptions& asked) {
  const data::Styles styles = data::read_styles(asked.domains);
  for (const std::string& remark : styles.remarks) std::cerr << printable(remark) << '\n';
  const TableFiles files(asked.out);
  Json plan{{"styles", styles.names},
            {"hash", hash_of(styles)},
            {"budget_minutes", asked.budget},
            {"seed", asked.seed}};
  const std::string plan_path = files.file("plan.json");
  Json stored = Json::object();
  if (std::filesystem::exists(plan_path)) {
    stored = read_json_file(plan_path);
    require_same(stored, plan, plan_path);
  } else {
    make_folder(files.folder());
    files.write(styles);
    write_text(plan_path, plan.dump(2) + "\n");
  }
  if (const int status = train_judges(files, asked); status != 0) return status;

  Json paces = stored.value("steps", Json::object());
  for (const Method& method : methods()) {
    const std::vector<Unit> units = units_of(method, styles, files, asked);
    if (!paces.contains(method.name)) {
      const double quarter = 60 * asked.budget / static_cast<double>(methods().size());
      const Pace pace = pace_of(units[0], quarter / static_cast<double>(units.size()));
      paces[method.name] = {{"steps", pace.steps}, {"parameters", pace.parameters}};
      plan["steps"] = paces;
      write_text(plan_path, plan.dump(2) + "\n");
    }
    const auto steps = paces[method.name]["steps"].get<std::uint64_t>();
    std::cerr << method.name << ": " << units.size()
              << (units.size() == 1 ? " unit of " : " units of ") << steps << " steps\n";
    for (const Unit& unit : units) {
      if (const int status = train_unit(unit.options, steps); status != 0) return status;
    }
  }

  const Exam exam(styles, files);
  const std::size_t k = styles.count();
  Json rows = Json::array();
  std::vector<Measured> untouched(k), real(k);
  for (std::size_t style = 1; style < k; ++style) {
    untouched[style] = exam(exam.truth(0), style);
    real[style] = exam(exam.truth(style), style);
  }
  rows.push_back(row_of("untouched input", styles, untouched));
  rows.push_back(row_of("true pictures", styles, real));
  std::deque<Rows> made;
  std::vector<const Rows*> columns{&exam.truth(0)};
  for (const Method& method : methods()) {
    std::vector<Measured> measured(k);
    const std::vector<Unit> units = units_of(method, styles, files, asked);
    for (std::size_t style = 1; style < k; ++style) {
      const Unit& unit = units[method.per_style ? style - 1 : 0];
      made.push_back(translated(method, unit.options.out, exam.truth(0), style));
      columns.push_back(&made.back());
      measured[style] = exam(made.back(), style);
    }
    Json row = row_of(method.name, styles, measured);
    row["units"] = units.size();
    row["units_among_all"] = units_among_all(method, k);
    row["steps"] = paces[method.name]["steps"];
    row["parameters"] = units.size() * paces[method.name]["parameters"].get<std::size_t>();
    row["published_parameters"] = units.size() * method.published;
    row["of_published"] = method.of_published;
    row["lecture_parameters"] = method.lecture_parameters;
    row["lecture_error"] = method.lecture_error;
    rows.push_back(row);
  }
  for (std::size_t style = 1; style < k; ++style) columns.push_back(&exam.truth(style));

  const Json table{{"styles", styles.names},
                   {"test_images", styles.test[0].rows()},
                   {"budget_minutes", asked.budget},
                   {"rows", rows}};
  const std::string picture = files.file("translations.png");
  write_png(picture, picture_of(columns, styles.shape()));
  write_text(files.file("table.json"), table.dump() + "\n");
  write_text(files.file("report.html"), table_page(table, picture));
  std::cerr << "picture: " << picture << "\npage: " << files.file("report.html") << std::endl;
  std::cout << table.dump() << '\n';
  return 0;
}

}  // namespace saddle_program
