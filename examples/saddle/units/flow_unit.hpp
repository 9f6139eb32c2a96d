// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/unit.hpp"

#include <saddle/gan/flow.hpp>

namespace saddle_program {

/// A flow alone: it has the codes and samples of its trainer, which is not trained.
template <class Experiment>
class LoadedFlow final : public AnyModel {
 public:
  using Trainer = saddle::FlowTrainer<Experiment, Cpu>;

  void load(const std::string& path, std::uint64_t seed) override {
    flow_.emplace(typename Trainer::Config{.batch = 64, .seed = seed});
    read_network(flow_->state(), Trainer::networks()[0], path);
  }
  Rows codes(std::size_t n, std::size_t first) override { return flow_.value().codes(n, first); }
  Rows generate(const Rows& codes, const saddle::Tensor<int, 1>&) override {
    return saddle::as_rows(flow_.value().generate(codes));
  }
  Rows interpolate(std::size_t from, std::size_t to, std::size_t n) override {
    const Rows begin = codes(1, from), end = codes(1, to);
    Rows line = Rows::from_shape({n, begin.shape(1)});
    for (std::size_t i = 0; i < n; ++i) {
      const double share = n > 1 ? static_cast<double>(i) / static_cast<double>(n - 1) : 0;
      for (std::size_t k = 0; k < line.shape(1); ++k) {
        line(i, k) = static_cast<float>((1 - share) * static_cast<double>(begin(0, k)) +
                                        share * static_cast<double>(end(0, k)));
      }
    }
    return generate(line, {});
  }
  saddle::Tensor<double, 1> nats(const Rows& x) { return flow_.value().nats(x); }

 private:
  std::optional<Trainer> flow_;
};

/// `saddle::Flow`, as units are made of it.
struct Flow {
  static constexpr const char* formulation = "flow";

  template <class Experiment>
  using Trainer = saddle::FlowTrainer<Experiment, Cpu>;
  template <class Experiment>
  using Sample = typename Experiment::Flow::Sample;

  template <class Experiment>
  static void summary(std::ostream& out) {
    summary_of<typename Experiment::Flow>("flow", out);
  }

  template <class Experiment>
  static std::vector<Composition> compositions(Composition only) {
    const typename Trainer<Experiment>::Config config;
    only.objective = "likelihood";
    only.constraint = saddle::Unconstrained::name;
    only.steps = config.steps;
    only.batch = config.batch;
    only.make = [](std::size_t, const Adjust& adjust,
                   const std::string&) -> std::unique_ptr<AnyGan> {
      typename Trainer<Experiment>::Config own;
      adjust(saddle::fields(own));
      return std::make_unique<saddle::TrainerOf<Trainer<Experiment>, AnySource>>(own);
    };
    return {only};
  }

  template <class Experiment>
  static void complete(CompiledModel& model) {
    model.load = []() -> std::unique_ptr<AnyModel> {
      return std::make_unique<LoadedFlow<Experiment>>();
    };
    model.nats = [](const std::string& path) -> Nats {
      const auto flow = std::make_shared<LoadedFlow<Experiment>>();
      flow->load(path, /*seed=*/0);
      return [flow](const Rows& x) { return flow->nats(x); };
    };
  }
};

}  // namespace saddle_program
