// SPDX-License-Identifier: BSL-1.0
#include "classifiers.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/types.hpp>
#include <saddle/metric/quality/image_classifier.hpp>

#include <type_traits>

namespace {

using namespace saddle;

/// The images that the command line has a classifier for.
using Shapes = types<Shape<28, 28, 1>, Shape<8, 8, 1>, Shape<32, 32, 3>>;

template <class ImageShape>
class ClassifierOf final : public AnyClassifier {
 public:
  explicit ClassifierOf(const ClassifierConfig& config) : net_(config) {
    shape = {ImageShape::extents.begin(), ImageShape::extents.end()};
  }

  void fit(const LabelledSource& source,
           const std::function<bool(std::uint64_t, double)>& after) override {
    net_.fit(source, after);
  }
  double accuracy(const Rows& x, const Tensor<int, 1>& labels) override {
    return net_.accuracy(x, labels);
  }
  Rows features(const Rows& x) override { return net_.features(x); }
  Rows probabilities(const Rows& x) override { return net_.probabilities(x); }
  void save(const std::string& path,
            const std::vector<std::pair<std::string, std::string>>& notes) override {
    net_.save(path, notes);
  }
  void load(const std::string& path) override { net_.load(path); }

 private:
  struct Net : ImageClassifier<ImageShape> {};
  Classifier<Net> net_;
};

}  // namespace

std::unique_ptr<AnyClassifier> make_classifier(const std::string& shape,
                                               const ClassifierConfig& config) {
  std::unique_ptr<AnyClassifier> made;
  std::string known;
  for_each(Shapes{}, [&]<class S>(std::type_identity<S>) {
    const std::string own = shape_text(S::extents);
    known += (known.empty() ? "" : ", ") + own;
    if (own == shape) made = std::make_unique<ClassifierOf<S>>(config);
  });
  if (!made) throw ConfigError("shape of an image", "one of " + known, shape);
  return made;
}
