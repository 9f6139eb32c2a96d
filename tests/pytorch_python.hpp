// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "catch.hpp"

#include <cstdlib>
#include <string>

/// Runs a script of exchange/ with its arguments by the Python that SADDLE_PYTHON names, which must
/// have PyTorch: it fails where that is missing. Without SADDLE_PYTHON it warns.
inline void check_with_pytorch(const std::string& script) {
  const char* const python = std::getenv("SADDLE_PYTHON");
  if (python == nullptr) {
    WARN("skipped: set SADDLE_PYTHON to a Python that has PyTorch, safetensors and NumPy");
    return;
  }
  CHECK(std::system((std::string(python) + ' ' + script).c_str()) == 0);
}
