// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/fault.hpp>
#include <saddle/constraint/concept.hpp>
#include <saddle/gan/part/stand_in.hpp>
#include <saddle/objective/concept.hpp>

namespace saddle::detail {

/// To ask for its size is to have the list of what an incomplete policy misses as an error.
template <Fault found, class O, class C>
struct Completeness {};
template <class O, class C>
struct Completeness<Fault::incomplete, O, C> {
  static constexpr bool complete_policies = !Objective<O> || !Constraint<C>;
  static_assert(Objective<O>, "the objective misses what is named below");
  static_assert(Constraint<C>, "the constraint misses what is named below");
  static_assert(complete_policies,
                "the experiment's Generator and Critic are not both networks: derive them from "
                "Network<Shape<...>, layers...>");
};

/// To ask for its size is to have the fault's sentence as an error, which names the evidence.
template <Fault found, class Evidence>
struct Verdict {
#define SADDLE_FAULT(name, sentence) static constexpr bool name = found != Fault::name
  SADDLE_FAULTS(SADDLE_FAULT, ;)
#undef SADDLE_FAULT
  SADDLE_FAULTS(static_assert, ;)
};

template <bool usable, template <class, class, class, class> class Trainer,
          template <class, class, class> class ConfigOf, class O, class C, class E, class D>
struct TrainerOrStandIn {
  using type = StandIn<typename StandInConfig<ConfigOf, O, C, E>::type, E>;
};
template <template <class, class, class, class> class Trainer,
          template <class, class, class> class ConfigOf, class O, class C, class E, class D>
struct TrainerOrStandIn<true, Trainer, ConfigOf, O, C, E, D> {
  using type = Trainer<O, C, E, D>;
};

}  // namespace saddle::detail

namespace saddle::part {

/// What every formulation's public type is made of: the trainer behind it, or, where the
/// composition has a fault, one error with the fault's sentence and a trainer without functions.
template <Fault found, template <class, class, class, class> class Trainer,
          template <class, class, class> class ConfigOf, class O, class C, class E, class D>
class Facade : public saddle::detail::TrainerOrStandIn<found == Fault::none, Trainer, ConfigOf, O,
                                                       C, E, D>::type {
  using Evidence = typename saddle::detail::EvidenceOf<found, O, C, E>::type;
  static_assert(sizeof(saddle::detail::Verdict<found, Evidence>) > 0);
  static_assert(sizeof(saddle::detail::Completeness<found, O, C>) > 0);

  using Base = typename saddle::detail::TrainerOrStandIn<found == Fault::none, Trainer, ConfigOf, O,
                                                         C, E, D>::type;

 public:
  using Config = typename Base::Config;

  Facade() : Facade(Config{}) {}
  explicit Facade(const Config& config) : Base(config) {}
};

}  // namespace saddle::part
