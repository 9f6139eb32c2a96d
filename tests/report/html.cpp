// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/io/json_file.hpp>
#include <saddle/io/png.hpp>
#include <saddle/report/html.hpp>
#include <saddle/report/svg_plot.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace html_test {

using namespace saddle;

TEST_CASE("text cannot leave its place in the page") {
  CHECK(html::escaped("<b a=\"1\" c='2'>&</b>") ==
        "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;/b&gt;");
  CHECK(html::escaped("a\x01z\x7f\n\t") == "a?z?\n\t");
  CHECK(html::escaped("\xc3\xa9 \xe2\x82\xac") == "\xc3\xa9 \xe2\x82\xac");
  CHECK(html::escaped("\xc3") == "?");       // cut short
  CHECK(html::escaped("\xc3<") == "?&lt;");  // no continuation
  CHECK(html::escaped("\xc0\xbc") == "??");  // an overlong '<'
}

// Golden values: RFC 4648, section 10.
TEST_CASE("base64 is that of the standard") {
  CHECK(html::base64("") == "");
  CHECK(html::base64("f") == "Zg==");
  CHECK(html::base64("fo") == "Zm8=");
  CHECK(html::base64("foo") == "Zm9v");
  CHECK(html::base64("foob") == "Zm9vYg==");
  CHECK(html::base64("fooba") == "Zm9vYmE=");
  CHECK(html::base64("foobar") == "Zm9vYmFy");
  CHECK(html::base64("\xfb\xff\xfe") == "+//+");
}

TEST_CASE("only a PNG becomes a picture") {
  const TemporaryFolder folder;
  write_png(folder / "a.png", Tensor<std::uint8_t, 3>({4, 4, 3}, std::uint8_t{7}));
  const std::string png = read_text(folder / "a.png");
  const std::string shown = html::picture(folder / "a.png", "a \"b\"");
  CHECK(shown.find("src=\"data:image/png;base64," + html::base64(png)) != shown.npos);
  CHECK(shown.find("a \"b\"") == shown.npos);
  CHECK_THROWS_AS(html::picture(folder.write("b.png", "<svg>"), "b"), DataError);
  CHECK_THROWS_AS(html::picture(folder / "c.png", "c"), FileError);
  for (std::size_t size = 0; size < png.size(); ++size) {  // a disk that was full
    CAPTURE(size);
    CHECK_THROWS_AS(html::picture(folder.write("cut.png", png.substr(0, size)), "c"), DataError);
  }
  std::string damaged = png;
  damaged[png.size() / 2] = static_cast<char>(damaged[png.size() / 2] ^ 1);
  CHECK_THROWS_AS(html::picture(folder.write("bad.png", damaged), "c"), DataError);
}

TEST_CASE("a number that is none is a dash") {
  CHECK(html::number(0.123456) == "0.1235");
  CHECK(html::number(std::numeric_limits<double>::quiet_NaN()) == "&ndash;");
  CHECK(html::number(std::numeric_limits<double>::infinity()) == "inf");
}

TEST_CASE("a plot is cut where a value is not finite") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const std::string plot = svg_plot({{"a<b", {0, 1, 2, 3}, {0, 1, nan, 1}}}, {"t&u", "step", ""});
  CHECK(plot.find("a&lt;b") != plot.npos);
  CHECK(plot.find("t&amp;u") != plot.npos);
  CHECK(plot.find("nan") == plot.npos);
  // Ends at the left and right edges of the plot; the line begins twice.
  CHECK(plot.find("d=\"M64.0 ") != plot.npos);
  CHECK(plot.find("M616.0 ") != plot.npos);
  CHECK_THROWS_AS(svg_plot({{"a", {0, 1}, {0}}}, {}), ConfigError);
  CHECK(plot.find("outside") == plot.npos);
  Series loss{"loss", {}, {}};
  for (int i = 0; i < 100; ++i) {
    loss.xs.push_back(i);
    loss.ys.push_back(i < 3 ? 1e6 : i % 7);
  }
  CHECK(svg_plot({loss}, {"t", "step", ""}).find(">3 points outside</text>") != plot.npos);
}

}  // namespace html_test
