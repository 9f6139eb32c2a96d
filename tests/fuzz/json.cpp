// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/io/json.hpp>

void saddle::fuzz::json(Bytes bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const Json value = parse_json(text, "text");
  const std::string again = value.dump();
  require(parse_json(again, "again").dump() == again, "what was parsed can be written and parsed");
}
