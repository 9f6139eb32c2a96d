// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "temporary_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/report/confusion_section.hpp>

#include <string>

namespace confusion_section_test {

using namespace saddle;

TEST_CASE("what a judge sees in samples is a table of labels and verdicts") {
  const TemporaryFolder folder;
  const Tensor<int, 1> asked{0, 0, 0, 1}, seen{0, 0, 1, 1}, real{1, 0};
  write_confusion(Confusion(asked, seen, 2), Confusion(real, real, 2), "nearest <datum>",
                  folder / "");
  const std::string page = html_of_confusion(folder / "confusion.json");
  const auto has = [&](const std::string& text) { return page.find(text) != page.npos; };
  CHECK(has("asked for in 75&nbsp;% of all cases"));
  CHECK(has("(nearest &lt;datum&gt;); of the data it sees 100&nbsp;% right"));
  CHECK(has("<tr><th></th><th>0</th><th>1</th></tr>"));
  CHECK(has("<tr><th>0</th><td style=\"background: rgba(11, 92, 173, 0.4)\">2</td>"));
  CHECK(
      has("rgba(11, 92, 173, 0)\">0</td><td style=\"background: rgba(11, 92, 173, 0.6)\">1</td>"));
}

TEST_CASE("a file of something else is no confusion") {
  const TemporaryFolder folder;
  const std::string shares = R"("right_on_samples": 1, "right_on_data": 1, )";
  for (const std::string& text :
       {std::string("[]"), std::string("{}"), "{" + shares + R"("counts": 1})",
        "{" + shares + R"("counts": [[1, 2]]})", "{" + shares + R"("counts": [["<b>"]]})",
        "{" + shares + R"("counts": [[-1]]})", std::string(R"({"counts": [[1]]})")}) {
    CAPTURE(text);
    CHECK_THROWS_AS(html_of_confusion(folder.write("confusion.json", text)), DataError);
  }
}

}  // namespace confusion_section_test
