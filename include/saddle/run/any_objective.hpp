// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/score_term.hpp>
#include <saddle/backend/backend.hpp>
#include <saddle/core/dual.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/role.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/objective/concept.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle::inline per_set {

/// What a trainer asks of an objective, as functions: the four score passes of a step, and the
/// scalar functions that are evaluated outside of one.
struct ObjectiveTable {
  using Pass = void (*)(Cpu&, std::size_t n, double weight, Write<Cpu> slope, Slot<Cpu> loss,
                        Read<Cpu> score);
  using Loss = Dual<double> (*)(Dual<double> score);

  std::string name;
  Pass critic_real_pass, critic_fake_pass, model_fake_pass, model_real_pass;
  Loss critic_real, critic_fake, model_fake, model_real;
  double (*estimate)(double critic_loss);
  void (*check)();
};

/// The table of the objective `O`.
template <Objective O>
const ObjectiveTable& table_of() {
  constexpr auto pass = []<class Term>(std::type_identity<Term>) -> ObjectiveTable::Pass {
    return [](Cpu& device, std::size_t n, double weight, Write<Cpu> slope, Slot<Cpu> loss,
              Read<Cpu> score) { scores(device, Term{}, n, weight, slope, loss, score); };
  };
  static const ObjectiveTable table{.name = full_name<O>(),
                                    .critic_real_pass = pass(std::type_identity<CriticReal<O>>{}),
                                    .critic_fake_pass = pass(std::type_identity<CriticFake<O>>{}),
                                    .model_fake_pass = pass(std::type_identity<ModelFake<O>>{}),
                                    .model_real_pass = pass(std::type_identity<ModelReal<O>>{}),
                                    .critic_real = [](Dual<double> s) { return O::critic_real(s); },
                                    .critic_fake = [](Dual<double> s) { return O::critic_fake(s); },
                                    .model_fake = [](Dual<double> s) { return O::model_fake(s); },
                                    .model_real = [](Dual<double> s) { return O::model_real(s); },
                                    .estimate = [](double loss) { return O::estimate(loss); },
                                    .check =
                                        [] {
                                          if constexpr (requires { O::check(); }) O::check();
                                        }};
  return table;
}

/// An objective chosen at run time, so that one trainer serves them all: a score pass is one call
/// through a table and computes the same bits as the objective's own type. Which pairs with a
/// constraint are legal is asked of that type.
class AnyObjective {
 public:
  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = "chosen at run time";

  AnyObjective() = default;
  explicit AnyObjective(const ObjectiveTable& table) : table_(&table) {}

  double critic_real(double s) const { return critic_real(Dual<double>{s, 0}).value; }
  double critic_fake(double s) const { return critic_fake(Dual<double>{s, 0}).value; }
  Dual<double> critic_real(Dual<double> s) const { return table_->critic_real(s); }
  Dual<double> critic_fake(Dual<double> s) const { return table_->critic_fake(s); }
  Dual<double> model_fake(Dual<double> s) const { return table_->model_fake(s); }
  Dual<double> model_real(Dual<double> s) const { return table_->model_real(s); }
  double estimate(double critic_loss) const { return table_->estimate(critic_loss); }
  void check() const { table_->check(); }

  /// The name of the objective that was chosen.
  std::string chosen_name() const { return table_->name; }

  const ObjectiveTable& table() const { return *table_; }

 private:
  const ObjectiveTable* table_ = nullptr;
};

/// The device's score pass for the terms of such an objective.
inline void scores(Cpu& device, const CriticReal<AnyObjective>& term, std::size_t n, double weight,
                   Write<Cpu> slope, Slot<Cpu> loss, Read<Cpu> score) {
  term.objective.table().critic_real_pass(device, n, weight, slope, loss, score);
}
inline void scores(Cpu& device, const CriticFake<AnyObjective>& term, std::size_t n, double weight,
                   Write<Cpu> slope, Slot<Cpu> loss, Read<Cpu> score) {
  term.objective.table().critic_fake_pass(device, n, weight, slope, loss, score);
}
inline void scores(Cpu& device, const ModelFake<AnyObjective>& term, std::size_t n, double weight,
                   Write<Cpu> slope, Slot<Cpu> loss, Read<Cpu> score) {
  term.objective.table().model_fake_pass(device, n, weight, slope, loss, score);
}
inline void scores(Cpu& device, const ModelReal<AnyObjective>& term, std::size_t n, double weight,
                   Write<Cpu> slope, Slot<Cpu> loss, Read<Cpu> score) {
  term.objective.table().model_real_pass(device, n, weight, slope, loss, score);
}

}  // namespace saddle::inline per_set
