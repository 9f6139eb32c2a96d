# SPDX-License-Identifier: BSL-1.0
# Headers, targets and the CMake package of saddle.
include(CMakePackageConfigHelpers)

set(package_directory ${CMAKE_INSTALL_LIBDIR}/cmake/saddle)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/saddle DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.cuh")
install(TARGETS saddle saddle_native EXPORT saddle-targets)
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
