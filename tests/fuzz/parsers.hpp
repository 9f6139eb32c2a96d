// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <span>

/// The parsers of files that nobody vouches for, as a fuzzer calls them: a parser returns, or
/// throws a saddle::Error; anything else is a defect, which std::logic_error reports.
namespace saddle::fuzz {

using Bytes = std::span<const unsigned char>;

void cifar(Bytes bytes);
void config(Bytes bytes);
void csv(Bytes bytes);
void gzip(Bytes bytes);
void idx(Bytes bytes);
void jpeg(Bytes bytes);
void json(Bytes bytes);
void npy(Bytes bytes);
void npz(Bytes bytes);
void png(Bytes bytes);
void report(Bytes bytes);
void safetensors(Bytes bytes);
void splits(Bytes bytes);
void statistics(Bytes bytes);

struct Parser {
  const char* name;
  void (*parse)(Bytes);
};

inline constexpr Parser parsers[] = {
    {"cifar", cifar},   {"config", config},
    {"csv", csv},       {"gzip", gzip},
    {"idx", idx},       {"jpeg", jpeg},
    {"json", json},     {"npy", npy},
    {"npz", npz},       {"png", png},
    {"report", report}, {"safetensors", safetensors},
    {"splits", splits}, {"statistics", statistics},
};

}  // namespace saddle::fuzz
