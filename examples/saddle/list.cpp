// SPDX-License-Identifier: BSL-1.0
#include "list.hpp"

#include "any_gan.hpp"
#include "names.hpp"

#include <saddle/core/shape.hpp>
#include <saddle/divergence/divergence.hpp>

#include <algorithm>
#include <string>
#include <vector>

void list_compositions(std::ostream& out) {
  const std::vector<Composition> all = all_compositions();
  const auto names = [&](const char* title, auto member) {
    std::vector<std::string> seen;
    out << title;
    for (const Composition& entry : all) {
      const std::string name(entry.*member);
      if (std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
      seen.push_back(name);
      out << ' ' << name;
    }
    out << '\n';
  };
  names("objectives:", &Composition::objective);
  names("constraints:", &Composition::constraint);
  out << "models:";
  const Composition& first = all.front();
  for (const Composition& entry : all) {
    if (entry.objective != first.objective || entry.constraint != first.constraint) continue;
    out << (&entry == &first ? " " : ", ") << entry.model << ' ' << saddle::shape_text(entry.shape);
  }
  out << "\npapers' names:";
  for (const Game& game : paper_games()) {
    out << (&game == &paper_games().front() ? " " : ", ") << game.name << " = " << game.objective
        << " with " << game.constraint;
    if (!game.model.empty()) out << " and model " << game.model;
  }
  out << "\nC++ names and capitals do too: Pearson, WeightClip\n";
  for (const Composition& entry : all) {
    if (!entry.illegal.empty() && entry.shape == first.shape) {
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
