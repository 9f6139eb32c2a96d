// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "catch.hpp"
#include "laws/differences.hpp"

namespace saddle::test {

inline constexpr double tolerance = 2e-8;

inline void check_close(const char* what, const List& found, const List& expected) {
  INFO(what);
  CHECK(error(found, expected) < tolerance);
}
inline void check_same(const char* what, const List& found, const List& expected) {
  INFO(what);
  CHECK(found == expected);
}

/// dx and the parameters' gradient of <w, f(x)>, with and without kept cotangents, and each alone.
template <class Net, Mode mode>
void check_pullback(std::size_t n) {
  Probe<Net, mode> probe(n);
  Samples<typename Net::Output> w(n);
  w.draw(1);
  const auto loss = [&] { return dot(w.list(), probe.forward()); };
  const List by_x = differences(loss, probe.x.places());
  const List by_parameters = differences(loss, probe.parameters.places());

  probe.forward();
  const List dx = probe.pullback(w.read());
  const List gradient = probe.gradient.list();
  check_close("dx", dx, by_x);
  check_close("gradient", gradient, by_parameters);

  check_same("dx, cotangents kept", probe.pullback(w.read(), probe.cotangents.at()), dx);
  check_same("gradient, cotangents kept", probe.gradient.list(), gradient);

  const auto pull = [&](Batch<typename Net::Input, Double> to, Write<Double> parameters_to) {
    Chain<Net>::pullback(probe.pass(), probe.x.read(), probe.y.read(), w.read(), to, parameters_to,
                         Write<Double>{});
  };
  probe.gradient.set(0.25);
  pull({}, probe.gradient.at());
  for (double& slope : probe.gradient) slope -= 0.25;
  check_same("gradient alone", probe.gradient.list(), gradient);
  probe.dx.set(nan);
  pull(probe.dx.batch(), {});
  check_same("dx alone", probe.dx.list(), dx);
}

/// u = J t.
template <class Net, Mode mode>
void check_pushforward(std::size_t n) {
  Probe<Net, mode> probe(n);
  Samples<typename Net::Input> t(n);
  Samples<typename Net::Output> u(n, nan);
  t.draw(2);
  probe.forward();
  Chain<Net>::pushforward(probe.pass(), probe.x.read(), probe.y.read(), t.read(), u.batch(),
                          probe.tangents.at());
  const List found = u.list();

  const List direction = t.list();
  const auto along = [&, origin = probe.x.list()](double distance) {
    std::size_t i = 0;
    for (double* place : probe.x.places()) {
      *place = origin[i] + distance * direction[i];
      ++i;
    }
    return probe.forward();
  };
  List expected;
  for (std::size_t k = 0; k < found.size(); ++k) {
    double distance = 0;
    expected.push_back(differences([&] { return along(distance)[k]; }, {&distance})[0]);
  }
  check_close("u", found, expected);
}

/// The dual pass is the derivative of <v, J^T b> + <a, f(x)>, in the parameters and in x.
template <class Net, Mode mode>
void check_dual(std::size_t n) {
  Probe<Net, mode> probe(n);
  Samples<typename Net::Input> v(n), xa(n);
  Samples<typename Net::Output> a(n), b(n), u(n);
  v.draw(3);
  a.draw(4);
  b.draw(5);
  const auto slope_along_v = [&] {
    probe.forward();
    return dot(v.list(), probe.pullback(b.read()));
  };
  const List by_x = differences(slope_along_v, probe.x.places());
  const List by_parameters = differences(slope_along_v, probe.parameters.places());

  probe.forward();
  const List a_by_x = probe.pullback(a.read());
  const List a_by_parameters = probe.gradient.list();
  probe.pullback(b.read(), probe.cotangents.at());
  Chain<Net>::pushforward(probe.pass(), probe.x.read(), probe.y.read(), v.read(), u.batch(),
                          probe.tangents.at());

  SecondOrder<typename Net::Input, typename Net::Output, Double> order;
  order.x = probe.x.read();
  order.y = probe.y.read();
  order.t = v.read();
  order.u = u.read();
  order.b = b.read();
  order.gradient = probe.gradient.at();
  order.cotangents = probe.cotangents.at();
  order.tangents = probe.tangents.at();
  const auto run = [&](auto has_a, bool want_xa) {
    order.xa = want_xa ? xa.batch() : Batch<typename Net::Input, Double>{};
    xa.set(nan);
    probe.gradient.set(0.25);
    Chain<Net>::template dual<decltype(has_a)::value>(probe.pass(), order);
    for (double& slope : probe.gradient) slope -= 0.25;
    return probe.gradient.list();
  };

  const List gradient = run(std::false_type{}, true);
  check_close("gradient of the dual pass", gradient, by_parameters);
  const List zeros(by_x.size(), 0.0);  // xa is not written where it is zero
  check_close("xa", Chain<Net>::curved ? xa.list() : zeros, by_x);
  check_same("gradient without xa", run(std::false_type{}, false), gradient);

  order.a = a.read();
  const List both = run(std::true_type{}, true);
  check_close("gradient of the dual pass with a", both, by_parameters + a_by_parameters);
  check_close("xa with a", xa.list(), by_x + a_by_x);
  check_same("gradient with a, without xa", run(std::true_type{}, false), both);
}

/// First and second order of a network against finite differences, in odd batch sizes.
///
/// Random numbers keep the points of a piecewise linear network away from its kinks; they are the
/// same on every machine.
template <class Net, Mode mode = Mode::train>
void check_gradients() {
  for (std::size_t n : {1U, 3U, 5U}) {
    CAPTURE(n);
    check_pullback<Net, mode>(n);
    check_pushforward<Net, mode>(n);
    if constexpr (Chain<Net>::has_dual) check_dual<Net, mode>(n);
  }
}

}  // namespace saddle::test
