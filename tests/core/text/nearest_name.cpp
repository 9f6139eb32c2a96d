// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/text/nearest_name.hpp>

#include <string>
#include <vector>

namespace nearest_name_test {

using namespace saddle;

TEST_CASE("edit_distance: letters left out, added, replaced, swapped") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("perason", "pearson") == 1);  // a swap is one
  CHECK(edit_distance("ca", "abc") == 3);           // the restricted distance
  CHECK(edit_distance("abcdef", "badcfe") == 3);
  for (const char* a : {"", "wgan", "gp-wgan", "clip"}) {
    for (const char* b : {"", "wgan", "gp-wgan", "clip"}) {
      CHECK(edit_distance(a, b) == edit_distance(b, a));
      CHECK((edit_distance(a, b) == 0) == (std::string(a) == b));
    }
  }
}

TEST_CASE("folded_name: capitals and what joins words do not count, a sign does") {
  CHECK(folded_name("WganGpConv") == folded_name("wgan-gp-conv"));
  CHECK(folded_name("swiss_roll") == folded_name("SwissRoll"));
  CHECK(folded_name("alpha:-1") == "alpha:-1");
  CHECK(folded_name("Alpha<-1>") != folded_name("alpha:1"));
}

TEST_CASE("nearest_name: what was meant, or nothing") {
  const std::vector<std::string> known{"pearson", "neyman", "kl",    "rkl",
                                       "batch",   "clip",   "steps", "constraint.bound"};
  CHECK(nearest_name("perason", known) == "pearson");
  CHECK(nearest_name("PEARSONS", known) == "pearson");
  CHECK(nearest_name("constraint.bond", known) == "constraint.bound");
  CHECK(nearest_name("batch_size", known) == "batch");  // begins with it
  CHECK(nearest_name("const", known) == "constraint.bound");
  CHECK(nearest_name("rl", known) == "kl");  // the first of the nearest
  CHECK(nearest_name("lr", {"seed", "learning_rate"}) == "learning_rate");  // its initials
  CHECK(nearest_name("LR", {"wgan-gp", "learning-rate"}) == "learning-rate");
  CHECK(nearest_name("l", {"loss"}).empty());
  CHECK(nearest_name("lr", {"lower"}).empty());
  CHECK(nearest_name("nonsense", known).empty());
  CHECK(nearest_name("x", known).empty());
  CHECK(nearest_name("", known).empty());
  CHECK(nearest_name(std::string(1'000'000, 'a'), known).empty());
  CHECK(nearest_name("a", {}).empty());
}

TEST_CASE("unknown_name: all names, and the nearest of them and of others") {
  CHECK(unknown_name("--objective", "klx", {"kl", "js"}).what() ==
        std::string("--objective: expected one of kl, js, found 'klx'; did you mean 'kl'?"));
  CHECK(unknown_name("--objective", "wgam", {"kl"}, {"wgan"}).what() ==
        std::string("--objective: expected one of kl, found 'wgam'; did you mean 'wgan'?"));
  CHECK(unknown_name("monitor", "nothing", {"gap"}).what() ==
        std::string("monitor: expected one of gap, found 'nothing'"));
}

}  // namespace nearest_name_test
