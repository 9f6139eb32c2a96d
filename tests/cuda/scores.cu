// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"

#include <saddle/adversary/score_term.hpp>
#include <saddle/backend/cuda/scores.cuh>
#include <saddle/objective/objective.hpp>

#include <cmath>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

using namespace saddle;

namespace {

void require(cudaError_t status) {
  INFO(cudaGetErrorString(status));
  REQUIRE(status == cudaSuccess);
}

struct FreeOnDevice {
  void operator()(void* pointer) const { cudaFree(pointer); }
};

/// Numbers in the device's memory.
template <class T>
class OnDevice {
 public:
  explicit OnDevice(const std::vector<T>& values) : count_(values.size()) {
    void* memory = nullptr;
    require(cudaMalloc(&memory, count_ * sizeof(T)));
    memory_.reset(static_cast<T*>(memory));
    require(cudaMemcpy(memory, values.data(), count_ * sizeof(T), cudaMemcpyHostToDevice));
  }

  Ref<T, Cuda> ref() const { return Ref<T, Cuda>(memory_.get()); }

  std::vector<T> download() const {
    std::vector<T> values(count_);
    require(cudaMemcpy(values.data(), memory_.get(), count_ * sizeof(T), cudaMemcpyDeviceToHost));
    return values;
  }

 private:
  std::size_t count_;
  std::unique_ptr<T, FreeOnDevice> memory_;
};

/// Scores of both signs, more than one per thread and no multiple of the threads.
std::vector<float> some_scores() {
  std::vector<float> values;
  for (int i = 0; i < 1'300; ++i) values.push_back(static_cast<float>((i * 7 % 1'300) - 650) / 50);
  return values;
}

template <class Term>
void compare_with_host(const std::string& name) {
  const std::vector<float> x = some_scores();
  constexpr double weight = 0.25;
  const OnDevice<float> score(x), dscore(std::vector<float>(x.size()));
  const OnDevice<double> total({1, 2}), again({1, 2});
  for (const OnDevice<double>* sums : {&total, &again}) {
    scores(cudaStream_t{}, Term{}, x.size(), weight, dscore.ref(), sums->ref(), score.ref());
  }
  scores(cudaStream_t{}, Term{}, x.size(), weight, {}, {}, score.ref());  // nothing to write

  CAPTURE(name);
  const std::vector<float> slopes = dscore.download();
  double sum = 1, squares = 2, magnitude = 1;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double value = 0, slope = 0;
    Term{}(static_cast<double>(x[i]), value, slope);
    CAPTURE(i, x[i]);
    CHECK(static_cast<double>(slopes[i]) == near(weight * slope, 2e-7));
    sum += value;
    squares += value * value;
    magnitude += std::abs(value);
  }
  CHECK(std::abs(total.download()[0] - sum) <= 1e-12 * magnitude);
  CHECK(total.download()[1] == near(squares, 1e-11));
  CHECK(total.download() == again.download());
}

template <class... O>
void compare_all(types<O...>) {
  (compare_with_host<CriticReal<O>>(std::string(O::name) + ": critic on real"), ...);
  (compare_with_host<CriticFake<O>>(std::string(O::name) + ": critic on fake"), ...);
  (compare_with_host<ModelFake<O>>(std::string(O::name) + ": model on fake"), ...);
  (compare_with_host<ModelReal<O>>(std::string(O::name) + ": model on real"), ...);
}

}  // namespace

TEST_CASE("the fused score kernel gives every objective's values and slopes of the host") {
  compare_all(AllObjectives{});
}

TEST_CASE("no scores leave the gathered sums alone") {
  const OnDevice<float> score({1});
  const OnDevice<double> total({3, 4});
  scores(cudaStream_t{}, CriticReal<Minimax>{}, 0, 1, {}, total.ref(), score.ref());
  CHECK(total.download() == std::vector<double>{3, 4});
}
