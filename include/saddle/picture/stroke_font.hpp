// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace saddle::inline per_set {

/// A place on a canvas, x to the right.
///
/// Units: pixels; y points down on a canvas and up in a glyph.
struct Point {
  double x = 0, y = 0;
};

namespace stroke_font {

inline constexpr double baseline = 3, cap_height = 8;  // in the glyphs' units
inline constexpr double gap = 2.4;                     // between two letters
inline constexpr double space = 2;                     // the width of a blank

/// The printable ASCII characters from '!' on as pen strokes, one glyph per entry.
///
/// A stroke is a row of points, each two hexadecimal digits (x, y): y = 3 is the baseline, 9 the
/// height of small letters, b (11) that of capitals. After '~' the points are the controls of a
/// smooth curve; a point that is written twice is a dot.
inline constexpr std::array<std::string_view, 94> glyphs = {
    "0b06 0303",                             // !
    "0b09 2b29",                             // "
    "132b 435b 0565 0969",                   // #
    "~5a4b0b0757531304 3c32",                // $
    "~1b2b29090b1b 135b ~556563434555",      // %
    "~63191b4b4807034366",                   // &
    "0b09",                                  // '
    "~2b090522",                             // (
    "~0b292502",                             // )
    "2b27 0a48 4a08",                        // *
    "3a34 0767",                             // +
    "1401",                                  // ,
    "0747",                                  // -
    "0303",                                  // .
    "024b",                                  // /
    "~070b5b530307",                         // 0
    "092b23",                                // 1
    "~090b5b5703 0353",                      // 2
    "~0a1b5b5727 ~2757531304",               // 3
    "434b0555",                              // 4
    "5b1b07 ~071858531304",                  // 5
    "~5a4b0b0353580805",                     // 6
    "0b5b23",                                // 7
    "~090b5b570709 ~050757530305",           // 8
    "~0413535b0b065659",                     // 9
    "0303 0808",                             // :
    "1818 1401",                             // ;
    "5a0754",                                // <
    "0959 0555",                             // =
    "0a5704",                                // >
    "~090b4b482725 2323",                    // ?
    "~7453030b7b755559 ~575929255557",       // @
    "033b63 1656",                           // A
    "030b3b ~3b5b5737 3707 ~37575333 3303",  // B
    "~5a4b0b034354",                         // C
    "030b2b ~2b6b6323 2303",                 // D
    "5b0b0353 0747",                         // E
    "5b0b03 0747",                           // F
    "~5a4b0b035357 5737",                    // G
    "030b 535b 0757",                        // H
    "030b",                                  // I
    "4b45 ~45430305",                        // J
    "030b 5b06 2853",                        // K
    "0b0343",                                // L
    "030b366b63",                            // M
    "030b535b",                              // N
    "~3b6b63030b3b",                         // O
    "030b3b ~3b5b5737 3707",                 // P
    "~3b6b63030b3b 4562",                    // Q
    "030b3b ~3b5b5737 3707 3753",            // R
    "~5a4b0b0757531304",                     // S
    "0b6b 3b33",                             // T
    "0b06 ~06035356 565b",                   // U
    "0b336b",                                // V
    "0b234a638b",                            // W
    "035b 0b53",                             // X
    "0b376b 3733",                           // Y
    "0b5b0353",                              // Z
    "2b0b0222",                              // [
    "0b42",                                  // backslash
    "0b2b2202",                              // ]
    "082b48",                                // ^
    "0252",                                  // _
    "0b19",                                  // `
    "~565909035356 5953",                    // a
    "0b03 ~060959530306",                    // b
    "~483909033344",                         // c
    "5b53 ~565909035356",                    // d
    "0656 ~565909034354",                    // e
    "~3b1b19 1913 0939",                     // f
    "~565909035356 5952 ~52501001",          // g
    "0b03 ~06095956 5653",                   // h
    "0903 0b0b",                             // i
    "1911 ~111000 1b1b",                     // j
    "0b03 4905 1643",                        // k
    "0b03",                                  // l
    "0903 ~06093936 3633 ~36396966 6663",    // m
    "0903 ~06095956 5653",                   // n
    "~060959530306",                         // o
    "0900 ~060959530306",                    // p
    "5950 ~565909035356",                    // q
    "0903 ~060939",                          // r
    "~4839090646431304",                     // s
    "1b15 ~151333 0939",                     // t
    "0906 ~06035356 5953",                   // u
    "092349",                                // v
    "0913385369",                            // w
    "0349 0943",                             // x
    "0923 4910",                             // y
    "09490343",                              // z
    "~3b1b1707 ~07171232",                   // {
    "0b01",                                  // |
    "~0b2b2737 ~37272202",                   // }
    "~06194558"                              // ~
};

/// The strokes of one printable character; anything else shows as '?'.
inline std::string_view glyph(char character) {
  if (character == ' ') return {};
  const bool printable = character > ' ' && character <= '~';
  return glyphs[static_cast<std::size_t>((printable ? character : '?') - '!')];
}

/// One hexadecimal digit of a glyph.
constexpr double digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

/// The width of a character without the gap after it, in the glyphs' units.
inline double width(char character) {
  if (character == ' ') return space;
  double widest = 0;
  const std::string_view strokes = glyph(character);
  for (std::size_t i = 0; i < strokes.size();) {
    if (strokes[i] == ' ' || strokes[i] == '~') {
      ++i;
    } else {
      widest = std::max(widest, digit(strokes[i]));
      i += 2;
    }
  }
  return widest;
}

/// The points along a stroke: its corners, or of a smooth one the quadratic B-spline.
inline std::vector<Point> trace(std::string_view stroke) {
  const bool smooth = stroke.front() == '~';
  std::vector<Point> corners;
  for (std::size_t i = smooth ? 1 : 0; i < stroke.size(); i += 2) {
    corners.push_back({digit(stroke[i]), digit(stroke[i + 1])});
  }
  if (!smooth) return corners;
  std::vector<Point> curve = {corners.front()};
  for (std::size_t i = 1; i + 1 < corners.size(); ++i) {
    const Point a = curve.back(), b = corners[i], next = corners[i + 1];
    const bool last = i + 2 == corners.size();
    const Point c = last ? next : Point{(b.x + next.x) / 2, (b.y + next.y) / 2};
    constexpr int pieces = 6;
    for (int k = 1; k <= pieces; ++k) {
      const double t = static_cast<double>(k) / pieces, s = 1 - t;
      curve.push_back({s * s * a.x + 2 * s * t * b.x + t * t * c.x,
                       s * s * a.y + 2 * s * t * b.y + t * t * c.y});
    }
  }
  return curve;
}

}  // namespace stroke_font
}  // namespace saddle::inline per_set
