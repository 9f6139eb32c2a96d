// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/run/run_config.hpp>

namespace run_config_test {

using namespace saddle;

TEST_CASE("A configuration says names, data and every number, and tells one run from another") {
  const RunConfig asked{.formulation = "gan",
                        .objective = "hinge",
                        .data = "ring",
                        .data_hash = "1f",
                        .config = {{"steps", "30"}, {"constraint.bound", "0.5"}}};
  const Json object = to_json(asked);
  CHECK(object.at("objective") == "hinge");
  CHECK(object.at("config").at("constraint").at("bound") == 0.5);
  CHECK(object.at("monitors").contains("collapse"));
  CHECK(same_run(object, object));

  RunConfig other = asked;
  other.config[0].second = "31";
  CHECK_FALSE(same_run(object, to_json(other)));
  Json earlier = object;  // of a version that kept no monitors and no hash
  earlier.erase("monitors");
  earlier.erase("data_hash");
  CHECK(same_run(earlier, object));
  CHECK_FALSE(same_run(Json::object(), object));
  CHECK_FALSE(same_run(Json(3), object));
}

}  // namespace run_config_test
