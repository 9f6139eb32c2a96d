# SPDX-License-Identifier: BSL-1.0
# Headers, targets and the CMake package of saddle.
include(CMakePackageConfigHelpers)

set(package_directory ${CMAKE_INSTALL_LIBDIR}/cmake/saddle)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/saddle DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.cuh")
install(TARGETS saddle saddle_native saddle_all EXPORT saddle-targets)
install(EXPORT saddle-targets NAMESPACE saddle:: DESTINATION ${package_directory})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/saddle-config.cmake.in
                              ${PROJECT_BINARY_DIR}/saddle-config.cmake
                              INSTALL_DESTINATION ${package_directory})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/saddle-config-version.cmake
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/saddle-config.cmake
              ${PROJECT_BINARY_DIR}/saddle-config-version.cmake
              ${PROJECT_SOURCE_DIR}/cmake/saddle-dependencies.cmake
        DESTINATION ${package_directory})

# The same for those who build with pkg-config: the headers, and those of the dependencies that lie
# where no compiler looks by itself. The flag for C++20 is the user's.
set(saddle_includes "")
foreach(dependency xtensor xsimd boost random123)
  foreach(directory IN LISTS saddle_${dependency}_directories)
    if(NOT directory IN_LIST CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
      string(APPEND saddle_includes " -I${directory}")
    endif()
  endforeach()
endforeach()
set(saddle_modules saddle)
foreach(pair PNG::PNG=libpng JPEG::JPEG=libjpeg ZLIB::ZLIB=zlib nlohmann_json::nlohmann_json=nlohmann_json)
  string(REGEX MATCH "^(.*)=(.*)$" pair ${pair})
  if(TARGET ${CMAKE_MATCH_1})
    string(APPEND saddle_modules ", ${CMAKE_MATCH_2}")
  endif()
endforeach()
foreach(module saddle saddle-all)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/${module}.pc.in ${PROJECT_BINARY_DIR}/${module}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${module}.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
endforeach()
