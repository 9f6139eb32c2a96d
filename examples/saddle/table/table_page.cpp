// SPDX-License-Identifier: BSL-1.0
#include "table/table_page.hpp"

#include <saddle/report/html.hpp>
#include <saddle/report/report.hpp>

#include <string_view>

namespace saddle_program {

namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& value) {
  if (value.is_null()) return "&ndash;";
  return value.is_string() ? saddle::html::escaped(value.get<std::string>()) : value.dump();
}
std::string per_cent(const Json& share) {
  return share.is_number() ? saddle::html::number(100 * share.get<double>(), 3) + "&nbsp;%"
                           : "&ndash;";
}
std::string number(const Json& value) {
  return value.is_number() ? saddle::html::number(value.get<double>(), 3) : "&ndash;";
}
std::string cell(const std::string& text) { return "<td>" + text + "</td>"; }
std::string head(std::initializer_list<std::string_view> names) {
  std::string row = "<tr>";
  for (const std::string_view name : names) row += "<th>" + std::string(name) + "</th>";
  return row + "</tr>\n";
}

}  // namespace

std::string table_page(const Json& table, const std::string& picture) {
  std::string page(saddle::report::head);
  page += "<h1>Translation between many styles</h1>\n<p>From " + text_of(table["styles"][0]) +
          " to " + std::to_string(table["styles"].size() - 1) + " others, " +
          text_of(table["test_images"]) + " test images, " + text_of(table["budget_minutes"]) +
          " minutes for all methods.</p>\n";
  page += "<div class=\"scroll\"><table class=\"board\">\n" +
          head({"method", "units", "steps", "classification error", "by another judge",
                "counterpart is nearest", "L1 to it", "parameters", "at the published size",
                "the lecture's", "its error (faces)"});
  for (const Json& row : table["rows"]) {
    page += "<tr>" + cell(text_of(row["method"])) + cell(text_of(row["units"])) +
            cell(text_of(row["steps"])) + cell(per_cent(row["classification_error"])) +
            cell(per_cent(row["second_error"])) + cell(per_cent(row["retrieval"])) +
            cell(number(row["l1"])) + cell(text_of(row["parameters"])) +
            cell(text_of(row["published_parameters"])) + cell(text_of(row["lecture_parameters"])) +
            cell(row["lecture_error"].is_null() ? "&ndash;"
                                                : text_of(row["lecture_error"]) + "&nbsp;%") +
            "</tr>\n";
  }
  page +=
      "</table></div>\n<h2>Style by style</h2>\n<div class=\"scroll\"><table class=\"board\">\n";
  page += head({"method", "style", "classification error", "counterpart is nearest", "L1 to it"});
  for (const Json& row : table["rows"]) {
    for (const auto& [style, seen] : row["by_style"].items()) {
      page += "<tr>" + cell(text_of(row["method"])) + cell(saddle::html::escaped(style)) +
              cell(per_cent(seen["classification_error"])) + cell(per_cent(seen["retrieval"])) +
              cell(number(seen["l1"])) + "</tr>\n";
    }
  }
  page += "</table></div>\n<h2>Translations</h2>\n";
  page += saddle::html::picture(picture,
                                "a test image a row: as it is, then in all other styles by each "
                                "method in the table's order, then the true ones");
  return page.append(saddle::report::foot);
}

}  // namespace saddle_program
