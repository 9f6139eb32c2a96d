# SPDX-License-Identifier: BSL-1.0
# What the headers of saddle include: saddle::xtensor, saddle::xsimd, saddle::boost,
# saddle::random123 and Threads::Threads; and where they are found, what some of them want: PNG::PNG,
# JPEG::JPEG, ZLIB::ZLIB, nlohmann_json::nlohmann_json. Used by the build tree and by the installed package.
#
# saddle_global   in:  GLOBAL where saddle is a subdirectory, as its users are in other directories
# saddle_missing  out: a sentence if something is missing, else empty
# saddle_flags    out: what the compiler needs to accept these headers

set(saddle_missing "")
set(saddle_flags "")

# Declares saddle::<name>: the CMake package's own target where there is one, else the directory
# in which the header lies.
function(saddle_declare name package target header)
  if(TARGET saddle::${name})
    return()
  endif()
  if(saddle_global)
    set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL TRUE)
  endif()
  find_package(${package} QUIET CONFIG)
  if(TARGET ${target})
    add_library(saddle::${name} INTERFACE IMPORTED ${saddle_global})
    target_link_libraries(saddle::${name} INTERFACE ${target})
    get_target_property(directories ${target} INTERFACE_INCLUDE_DIRECTORIES)
  else()
    find_path(SADDLE_${name}_INCLUDE_DIR NAMES ${header} DOC "Directory that holds ${header}")
    mark_as_advanced(SADDLE_${name}_INCLUDE_DIR)
    set(directories ${SADDLE_${name}_INCLUDE_DIR})
    if(NOT directories)
      set(saddle_missing "saddle needs ${package}: neither a CMake package nor ${header} was found"
          PARENT_SCOPE)
      return()
    endif()
    add_library(saddle::${name} INTERFACE IMPORTED ${saddle_global})
    target_include_directories(saddle::${name} INTERFACE ${directories})
  endif()
  set(saddle_${name}_directories ${directories} PARENT_SCOPE)
endfunction()

saddle_declare(xtensor xtensor xtensor "xtensor/containers/xtensor.hpp;xtensor/xtensor.hpp")
foreach(directory IN LISTS saddle_xtensor_directories)
  # clang 19 made relaxed template template arguments the default, with which the headers of
  # xtensor before 0.26 (not yet in xtensor/containers) are ambiguous.
  if(EXISTS "${directory}/xtensor/xtensor.hpp" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang"
     AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 19)
    set(saddle_flags -fno-relaxed-template-template-args
                     -Wno-deprecated-no-relaxed-template-template-args)
    target_compile_options(saddle::xtensor INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:${saddle_flags}>")
  endif()
endforeach()
saddle_declare(xsimd xsimd xsimd xsimd/xsimd.hpp)
saddle_declare(boost Boost Boost::headers boost/hana.hpp)
saddle_declare(random123 Random123 Random123::Random123 Random123/philox.h)
find_package(Threads REQUIRED ${saddle_global})
find_package(PNG QUIET ${saddle_global})
find_package(JPEG QUIET ${saddle_global})
find_package(ZLIB QUIET ${saddle_global})
find_package(nlohmann_json QUIET ${saddle_global})
