// SPDX-License-Identifier: BSL-1.0
#pragma once

#if defined(__CUDACC__)

#define SADDLE_DESCRIBE(Self, ...) static_assert(true)

#else

#include <saddle/core/instruction_set.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/preprocessor/seq/enum.hpp>
#include <boost/preprocessor/seq/transform.hpp>
#include <boost/preprocessor/stringize.hpp>
#include <boost/preprocessor/variadic/to_seq.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

#define SADDLE_DESCRIBE_FIELD(s, Self, field) \
  boost::hana::make_pair(BOOST_HANA_STRING(   \
      BOOST_PP_STRINGIZE(field)),             \
      boost::hana::struct_detail::member_ptr<decltype(&Self::field), &Self::field>{})

/// Stands once inside a config struct and lists its members: the struct stays an aggregate with
/// ordinary defaults, `for_each_field` walks over it, and it is a Boost.Hana Struct. Command line,
/// logs and file headers are generated from this one list. Empty under nvcc: device code never
/// sees Hana.
#define SADDLE_DESCRIBE(Self, ...)                                               \
  template <class F>                                                             \
  constexpr void each_field(F& f) {                                              \
    ::saddle::detail::call_with_names(f, #__VA_ARGS__, __VA_ARGS__);             \
  }                                                                              \
  template <class F>                                                             \
  constexpr void each_field(F& f) const {                                        \
    ::saddle::detail::call_with_names(f, #__VA_ARGS__, __VA_ARGS__);             \
  }                                                                              \
  struct hana_accessors_impl {                                                   \
    static constexpr auto apply() {                                              \
      return boost::hana::make_tuple(BOOST_PP_SEQ_ENUM(BOOST_PP_SEQ_TRANSFORM(   \
          SADDLE_DESCRIBE_FIELD, Self, BOOST_PP_VARIADIC_TO_SEQ(__VA_ARGS__)))); \
    }                                                                            \
  }

namespace saddle {

namespace detail {

/// Calls f with each member and its name; `names` lists them, separated by commas.
template <class F, class... Members>
constexpr void call_with_names(F& f, std::string_view names, Members&... members) {
  const auto next = [&] {
    const std::size_t end = names.find(',');
    const std::string_view name = names.substr(0, end);
    names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
    while (!names.empty() && names.front() == ' ') names.remove_prefix(1);
    return name;
  };
  (f(next(), members), ...);
}

}  // namespace detail

/// A config struct that lists its members with SADDLE_DESCRIBE.
template <class T>
concept Described = requires { typename std::remove_cvref_t<T>::hana_accessors_impl; };

/// Calls f(name, member) for every member of `config`, in the order of its description.
template <Described Config, class F>
constexpr void for_each_field(Config&& config, F&& f) {
  config.each_field(f);
}

}  // namespace saddle

#endif
