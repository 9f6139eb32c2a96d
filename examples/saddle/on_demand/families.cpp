// SPDX-License-Identifier: BSL-1.0
#include "on_demand/families.hpp"

#include <algorithm>

namespace saddle_program {

namespace {

using Extents = std::vector<std::size_t>;

constexpr std::size_t most_columns = 64;
constexpr std::size_t longest_side = 128;
constexpr std::size_t most_channels = 4;

bool is_table(const Extents& shape) {
  return shape.size() == 1 && shape[0] > 0 && shape[0] <= most_columns;
}

/// What a flow takes: its couplings have two halves.
bool is_table_of_two(const Extents& shape) { return is_table(shape) && shape[0] > 1; }

bool is_picture(const Extents& shape) {
  return shape.size() == 3 && std::min(shape[0], shape[1]) > 0 && shape[2] > 0 &&
         std::max(shape[0], shape[1]) <= longest_side && shape[2] <= most_channels;
}

/// Whether a side halves, at least once, to a first image of 4 to 7 rows.
bool halves(std::size_t side) {
  if (side < 16) return false;
  while (side > 7 && side % 2 == 0) side /= 2;
  return side >= 4 && side <= 7;
}

std::string of_classes(const char* experiment, const Extents& shape, std::size_t classes) {
  return std::string(experiment) + "<" + shape_type(shape) + ", " + std::to_string(classes) + ">";
}

bool halves_to_few(const Extents& shape) {
  return is_picture(shape) && shape[0] == shape[1] && halves(shape[0]);
}
constexpr const char* halving_shapes =
    "square pictures of 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112 or 128 rows";

bool sides_of_fours(const Extents& shape) {
  return is_picture(shape) && shape[0] % 4 == 0 && shape[1] % 4 == 0;
}

bool quarters(const Extents& shape) { return sides_of_fours(shape) && shape[0] == shape[1]; }
constexpr const char* quartered_shapes =
    "square pictures whose rows are a multiple of 4, up to 128x128x4";

/// An experiment of the columns of a table.
std::string of_columns(const char* experiment, const Extents& shape) {
  return std::string(experiment) + "<" + std::to_string(shape[0]) + ">";
}

/// The same of classes too.
std::string of_table(const char* experiment, const Extents& shape, std::size_t classes) {
  return std::string(experiment) + "<" + std::to_string(shape[0]) + ", " + std::to_string(classes) +
         ">";
}

std::string of_pictures(const char* experiment, const Extents& shape) {
  return std::string(experiment) + "<" + shape_type(shape) + ">";
}

/// What image-ways takes: its critics score patches, of which a picture must have one.
bool has_ways(const Extents& shape) {
  return sides_of_fours(shape) && std::min(shape[0], shape[1]) >= 12;
}

/// With the generator that goes with the sides.
std::string image_ways(const Extents& shape) {
  const std::string type = shape_type(shape);
  const bool thrice = shape[0] % 8 == 0 && shape[1] % 8 == 0;
  return "saddle::ImageWays<" + type + (thrice ? "" : ", saddle::SmallResNet<" + type + ">") + ">";
}

}  // namespace

std::string shape_type(const Extents& shape) {
  std::string type = "saddle::Shape<";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    type += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  }
  return type + ">";
}

bool classifier_takes(const Extents& shape) { return sides_of_fours(shape); }

const std::vector<Family>& families() {
  static const std::vector<Family> all{
      {.name = "toy",
       .formulation = "gan",
       .shapes = "points and tables of 1 to 64 columns",
       .header = "saddle/experiment/toy.hpp",
       .takes = is_table,
       .type = [](const Extents& shape, std::size_t) { return of_columns("saddle::Toy", shape); }},
      {.name = "mlp",
       .formulation = "gan",
       .shapes = "pictures up to 128x128x4",
       .header = "saddle/experiment/mlp.hpp",
       .takes = is_picture,
       .type = [](const Extents& shape, std::size_t) { return of_pictures("saddle::Mlp", shape); }},
      {.name = "dcgan",
       .formulation = "gan",
       .shapes = halving_shapes,
       .header = "saddle/experiment/dcgan.hpp",
       .takes = halves_to_few,
       .type = [](const Extents& shape,
                  std::size_t) { return of_pictures("saddle::Dcgan", shape); }},
      {.name = "wgan-gp-conv",
       .formulation = "gan",
       .shapes = halving_shapes,
       .header = "saddle/experiment/wgan_gp_conv.hpp",
       .takes = halves_to_few,
       .type = [](const Extents& shape,
                  std::size_t) { return of_pictures("saddle::WganGpConv", shape); }},
      {.name = "bi-toy",
       .formulation = "bigan",
       .shapes = "points and tables of 1 to 64 columns",
       .header = "saddle/experiment/bi_toy.hpp",
       .takes = is_table,
       .type = [](const Extents& shape,
                  std::size_t) { return of_columns("saddle::BiToy", shape); }},
      {.name = "bi-mlp",
       .formulation = "bigan",
       .shapes = "28x28x1",
       .header = "saddle/experiment/bi_mlp.hpp",
       .takes = [](const Extents& shape) { return shape == Extents{28, 28, 1}; },
       .type = [](const Extents& shape,
                  std::size_t) { return of_pictures("saddle::BiMlp", shape); }},
      {.name = "bi-dcgan",
       .formulation = "bigan",
       .shapes = halving_shapes,
       .header = "saddle/experiment/bi_dcgan.hpp",
       .takes = halves_to_few,
       .type = [](const Extents& shape,
                  std::size_t) { return of_pictures("saddle::BiDcgan", shape); }},
      {.name = "conditional-toy",
       .formulation = "cgan",
       .shapes = "points and tables of 1 to 64 columns",
       .header = "saddle/experiment/conditional_toy.hpp",
       .takes = is_table,
       .type =
           [](const Extents& shape, std::size_t classes) {
             return of_table("saddle::ConditionalToy", shape, classes);
           }},
      {.name = "conditional-conv",
       .formulation = "cgan",
       .shapes = quartered_shapes,
       .header = "saddle/experiment/conditional_conv.hpp",
       .takes = quarters,
       .type =
           [](const Extents& shape, std::size_t classes) {
             return of_classes("saddle::ConditionalConv", shape, classes);
           }},
      {.name = "conditional-mlp",
       .formulation = "cgan",
       .shapes = "pictures up to 128x128x4",
       .header = "saddle/experiment/conditional_mlp.hpp",
       .takes = is_picture,
       .type =
           [](const Extents& shape, std::size_t classes) {
             return of_classes("saddle::ConditionalMlp", shape, classes);
           }},
      {.name = "ic-toy",
       .formulation = "icgan",
       .shapes = "points and tables of 1 to 64 columns",
       .header = "saddle/experiment/ic_toy.hpp",
       .takes = is_table,
       .type = [](const Extents& shape,
                  std::size_t classes) { return of_table("saddle::IcToy", shape, classes); }},
      {.name = "ic-conv",
       .formulation = "icgan",
       .shapes = quartered_shapes,
       .header = "saddle/experiment/ic_conv.hpp",
       .takes = quarters,
       .type = [](const Extents& shape,
                  std::size_t classes) { return of_classes("saddle::IcConv", shape, classes); }},
      {.name = "star-toy",
       .formulation = "stargan",
       .shapes = "points and tables of 1 to 64 columns",
       .header = "saddle/experiment/star_toy.hpp",
       .takes = is_table,
       .type = [](const Extents& shape,
                  std::size_t classes) { return of_table("saddle::StarToy", shape, classes); }},
      {.name = "star-conv",
       .formulation = "stargan",
       .shapes = "square pictures whose rows are a multiple of 4, 12x12x1 to 128x128x4",
       .header = "saddle/experiment/star_conv.hpp",
       .takes = [](const Extents& shape) { return quarters(shape) && shape[0] >= 12; },
       .type = [](const Extents& shape,
                  std::size_t classes) { return of_classes("saddle::StarConv", shape, classes); }},
      {.name = "toy-ways",
       .formulation = "cyclegan",
       .shapes = "points and tables of 1 to 64 columns",
       .header = "saddle/experiment/toy_ways.hpp",
       .takes = is_table,
       .type = [](const Extents& shape,
                  std::size_t) { return of_columns("saddle::ToyWays", shape); }},
      {.name = "image-ways",
       .formulation = "cyclegan",
       .shapes = "pictures whose sides are multiples of 4 from 12 to 128",
       .header = "saddle/experiment/image_ways.hpp",
       .takes = has_ways,
       .type = [](const Extents& shape, std::size_t) { return image_ways(shape); }},
      {.name = "flow-toy-ways",
       .formulation = "alignflow",
       .shapes = "points and tables of 2 to 64 columns",
       .header = "saddle/experiment/flow/flow_toy_ways.hpp",
       .takes = is_table_of_two,
       .type = [](const Extents& shape,
                  std::size_t) { return of_columns("saddle::FlowToyWays", shape); }},
      {.name = "flow-image-ways",
       .formulation = "alignflow",
       .shapes = "pictures whose sides are multiples of 4 from 12 to 128",
       .header = "saddle/experiment/flow/flow_image_ways.hpp",
       .takes = has_ways,
       .type = [](const Extents& shape,
                  std::size_t) { return of_pictures("saddle::FlowImageWays", shape); }},
      {.name = "diat-toy",
       .formulation = "diat",
       .shapes = "points and tables of 1 to 64 columns",
       .header = "saddle/experiment/diat_toy.hpp",
       .takes = is_table,
       .type = [](const Extents& shape,
                  std::size_t) { return of_columns("saddle::DiatToy", shape); }},
      {.name = "diat-conv",
       .formulation = "diat",
       .shapes = "pictures whose sides are multiples of 8 from 16 to 128",
       .header = "saddle/experiment/diat_conv.hpp",
       .takes =
           [](const Extents& shape) {
             return has_ways(shape) && shape[0] % 8 == 0 && shape[1] % 8 == 0;
           },
       .type = [](const Extents& shape,
                  std::size_t) { return of_pictures("saddle::DiatConv", shape); }},
      {.name = "flow-toy",
       .formulation = "flow",
       .shapes = "points and tables of 2 to 64 columns",
       .header = "saddle/experiment/flow/flow_toy.hpp",
       .takes = is_table_of_two,
       .type = [](const Extents& shape,
                  std::size_t) { return of_columns("saddle::FlowToy", shape); }},
      {.name = "flow-conv",
       .formulation = "flow",
       .shapes = "pictures whose sides are multiples of 4, up to 128x128x4",
       .header = "saddle/experiment/flow/flow_conv.hpp",
       .takes = sides_of_fours,
       .type = [](const Extents& shape, std::size_t) {
         return of_pictures("saddle::FlowConv", shape);
       }}};
  return all;
}

const Family* family_named(const std::string& name) {
  const auto found = std::ranges::find(families(), name, &Family::name);
  return found == families().end() ? nullptr : &*found;
}

}  // namespace saddle_program
