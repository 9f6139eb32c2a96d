// SPDX-License-Identifier: BSL-1.0
#include "commands/list.hpp"

#include "commands/names.hpp"
#include "models/formulations.hpp"
#include "on_demand/families.hpp"
#include "on_demand/on_demand.hpp"
#include "units/units.hpp"

#include <saddle/core/shape.hpp>
#include <saddle/divergence/divergence.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace saddle_program {

void list_compositions(std::ostream& out) {
  const auto line = [&](const char* title, const std::vector<std::string>& names) {
    out << title;
    for (const std::string& name : names) out << ' ' << name;
    out << '\n';
  };
  line("objectives:", objective_names());
  line("constraints:", constraint_names());
  out << "formulations and their models, compiled when they are first asked for:\n";
  for (const FormulationEntry& formulation : formulations()) {
    out << "  " << formulation.name << ": " << formulation.what << "; ";
    if (formulation.adversarial) {
      out << formulation.objective << " with " << formulation.constraint
          << " where none is named\n";
    } else {
      out << "by " << formulation.objective << " alone\n";
    }
    for (const Family& family : families()) {
      if (family.formulation != formulation.name) continue;
      out << "    " << family.name << ": " << family.shapes << '\n';
    }
  }
  out << "linked in:";
  for (const CompiledModel& model : units().models) {
    out << (&model == &units().models.front() ? " " : ", ") << model.name << ' '
        << saddle::shape_text(model.shape);
  }
  out << "\npapers' names:";
  for (const Game& game : paper_games()) {
    out << (&game == &paper_games().front() ? " " : ", ") << game.name << " = " << game.objective
        << " with " << game.constraint;
    if (!game.model.empty()) out << " and model " << game.model;
  }
  out << "\nC++ names and capitals do too: Pearson, WeightClip\n";
  for (const CompiledModel& model : units().models) {
    if (&model != &units().models.front()) break;  // what is illegal is so for all
    for (const Composition& entry : model.compositions) {
      if (entry.illegal.empty()) continue;
      out << entry.objective << " with " << entry.constraint << " is illegal, because "
          << entry.illegal << '\n';
    }
  }
}

void list_divergences(std::ostream& out) {
  saddle::for_each(saddle::AllDivergences{}, [&](auto type) {
    using D = typename decltype(type)::type;
    out << D::name;
    if constexpr (requires { D::parameter; }) out << ':' << D::parameter;
    out << "\n  f(u)        " << D::formula << "\n  f*(t)       " << D::conjugate_formula
        << "\n  domain      " << D::domain_formula << "\n  activation  " << D::activation_formula
        << "\n  erratum     " << (D::erratum.empty() ? "none" : D::erratum) << '\n';
  });
}

void list_zoo(std::ostream& out, bool json) {
  if (units().list_zoo == nullptr) {
    add_on_demand(units(), "the zoo of published networks", zoo_source());
  }
  units().list_zoo(out, json);
}

}  // namespace saddle_program
