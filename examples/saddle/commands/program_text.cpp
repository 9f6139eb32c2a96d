// SPDX-License-Identifier: BSL-1.0
#include "commands/program_text.hpp"

#include "commands/names.hpp"
#include "models/find_model.hpp"
#include "on_demand/families.hpp"
#include "on_demand/own_experiment.hpp"
#include "on_demand/unit_compiler.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace saddle_program {

namespace {

using saddle::Description;

/// The experiment's type, and what to include for it. A user's own stands where it was named, else
/// beside the program.
std::pair<std::string, std::string> experiment_of(const Composition& composition,
                                                  const std::string& named) {
  const CompiledModel& model =
      find_model(composition.model, saddle::shape_text(composition.shape), composition.classes);
  for (const Family& family : families()) {
    if (family.name == model.name) {
      return {family.type(model.shape, model.classes), "<" + family.header + ">"};
    }
  }
  if (!named.empty()) return {"::" + model.name, in_cpp(own_experiment(named).header)};
  const std::string& text = model.experiment;  // "Digits of mine.hpp 0123456789abcdef"
  const std::size_t begin = text.find(" of ") + 4;
  return {"::" + model.name, in_cpp(text.substr(begin, text.rfind(' ') - begin))};
}

/// Fields as designated initialisers, those of a group in its braces: ".steps = 8, .ema = {...}".
std::string initialisers(const Description& fields) {
  std::string text, group;
  for (const auto& [path, value] : fields) {
    const std::size_t dot = path.find('.');
    const std::string own_group = dot == path.npos ? "" : path.substr(0, dot);
    if (own_group != group && !group.empty()) text += "}";
    if (!text.empty()) text += own_group == group && !group.empty() ? ", " : ",\n      ";
    if (own_group != group && !own_group.empty()) text += "." + own_group + " = {";
    text += "." + path.substr(dot == path.npos ? 0 : dot + 1) + " = " + value;
    group = own_group;
  }
  return text + (group.empty() ? "" : "}");
}

/// How to compile the program, as a comment; nothing where nobody knows what compiled this one.
std::string how_to_compile() {
  try {
    return "// " + UnitCompiler().command_line("program.cpp", "program") + "\n";
  } catch (const saddle::Error&) {
    return "";
  }
}

std::string pairs(const Description& notes) {
  std::string text;
  for (const auto& [name, value] : notes) {
    text += (text.empty() ? "{" : ",\n                                     {") + in_cpp(name) +
            ", " + in_cpp(value) + "}";
  }
  return text;
}

}  // namespace

std::string program_text(const RunPlan& plan, const AnyGan& gan) {
  const Composition& composition = plan.composition();
  const FormulationEntry& formulation = formulation_named(composition.formulation, "formulation");
  const auto [experiment, header] = experiment_of(composition, plan.options().experiment);
  const std::string folder = plan.options().out;
  const std::string log_every = std::to_string(std::max<std::uint64_t>(1, gan.steps() / 500));
  const std::string save_every = std::to_string(plan.checkpoint_every(gan.steps()));
  const std::string game = formulation.adversarial
                               ? objective_type(composition.objective) + ", " +
                                     constraint_type(composition.constraint) + ", "
                               : "";
  // The names of a user's header may be those of saddle: its program stands where saddle's come
  // first.
  const bool own = experiment.starts_with("::");
  const std::string begin = own ? "namespace saddle {\n\nvoid train_own() {\n"
                                : "using namespace saddle;\n\nint main() {\n";
  const std::string end =
      own ? "}\n\n}  // namespace saddle\n\nint main() { saddle::train_own(); }\n" : "}\n";
  std::string how = "{}";
  if (plan.options().not_finite == saddle::NotFinite::skip) {
    how = "{.not_finite = NotFinite::skip}";
  } else if (plan.options().not_finite == saddle::NotFinite::roll_back) {
    const bool saves = plan.checkpoint_every(gan.steps()) > 0;
    how = "{.not_finite = NotFinite::roll_back" +
          (saves ? ", .roll_back_interval = " + save_every : std::string()) + "}";
  }
  return "// " + plan.title() + ": what `saddle train` does, as a program of its own.\n" +
         how_to_compile() + "#include <" + formulation.header +
         ">\n#include <saddle/saddle.hpp>\n"
         "#include <saddle/train/checkpoints.hpp>\n"
         "#include <saddle/train/stats_log.hpp>\n\n"
         "#include " +
         header + "\n\n" + begin + "  const auto source = " + plan.source().in_cpp + ";\n  " +
         formulation.in_cpp + "<" + game + experiment + "> gan({\n      " +
         (plan.features().empty() ? "" : ".features = " + in_cpp(plan.features()) + ",\n      ") +
         initialisers(gan.configuration()) + "});\n  StatsLog stats(" +
         in_cpp(saddle::RunFolder(folder).file(saddle::run_file::stats)) + ", " + log_every +
         ");\n  Checkpoints checkpoints(" + in_cpp(folder) + ", " + save_every +
         ",\n                                    {" + pairs(plan.notes(gan)) +
         "});\n  fit(gan, source, " + how + ", stats, checkpoints);\n" + end;
}

}  // namespace saddle_program
