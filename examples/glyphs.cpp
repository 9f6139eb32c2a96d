// SPDX-License-Identifier: BSL-1.0
// Paints ten images of each digit of the embedded set, row by row:
//   glyphs examples/pictures/glyphs.png
#include <saddle/data/glyphs.hpp>
#include <saddle/io/io.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

using namespace saddle;

int main(int argc, char** argv) {
  using Glyphs = data::Glyphs;
  constexpr std::uint64_t seed = 1;
  constexpr std::size_t each = 10;
  const Glyphs glyphs;
  Tensor<float, 4> images = xt::empty<float>(
      {Glyphs::classes() * each, Glyphs::side, Glyphs::side, std::size_t{1}});  // (n, h, w, c)
  std::array<std::size_t, Glyphs::classes()> found{};
  std::size_t missing = Glyphs::classes() * each;
  for (std::uint64_t position = 0; missing > 0; ++position) {
    int label = 0;
    glyphs.draw_labels(&label, 1, seed, position);
    std::size_t& count = found[static_cast<std::size_t>(label)];
    if (count == each) continue;
    const std::size_t row = static_cast<std::size_t>(label) * each;
    glyphs.draw(&images(row + count++, 0, 0, 0), 1, seed, position);
    --missing;
  }
  write_png(argc > 1 ? argv[1] : "glyphs.png", grid(images, each));
}
