// SPDX-License-Identifier: BSL-1.0
// The divergence zoo: one convex f per divergence,
//
//     D_f(p||q) = E_q f(p/q) = max over T of E_p T(x) - E_q f*(T(x)),
//     f*(t) = sup over u >= 0 of u t - f(u).
//
// `divergence_zoo [FOLDER]` draws each: f with tangents (their height at u = 0 is -f*(slope)), f*,
// and the bound of critics T = f'((p/q)^a), tight at a = 1. Then one critic, which only learned to
// tell the samples of p = N(0, 1) from those of q = N(1, 1), reports all of them at once:
//
//     distance       estimate    99 % of sampling error   k-hat  verdict
//     tv               0.3821    [0.3768, 0.3875]          none  reliable
//     kl               0.5014    [0.4881, 0.5146]          none  reliable
//     ...
//     alpha:3           2.675    [2.079, 3.271]            0.91  heavy tail
//
// (They are 0.3829, 0.5 and 3.18; the terms of the last are too rare to be met in so few samples.)
//
// The C++ idea: the zoo is a list of types. `for_each` walks over it at compile time, so the loop's
// body is instantiated once per divergence and nothing is looked up at run time.
#include <saddle/io/png.hpp>
#include <saddle/metric/estimate/dashboard.hpp>
#include <saddle/picture/divergence_picture.hpp>
#include <saddle/saddle.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>

using namespace saddle;

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : "zoo";
  std::filesystem::create_directories(folder);
  for_each(AllDivergences{}, [&]<class D>(std::type_identity<D>) {
    std::string file = full_name<D>() + ".png";
    std::replace(file.begin(), file.end(), ':', '_');
    write_png((folder / file).string(), divergence_picture<D>());
    std::printf("%-22s f(u) = %s\n", (folder / file).c_str(), std::string(D::formula).c_str());
  });

  Tensor<float, 2> p = xt::empty<float>({100'000, 1}), q = p;
  data::Mixture{.parts = {{1, 0, 1}}}.draw(p.data(), 100'000, 1, 0);
  data::Mixture{.parts = {{1, 1, 1}}}.draw(q.data(), 100'000, 1, 100'000);
  std::printf("\n%s", to_string(dashboard(p, q)).c_str());
}
