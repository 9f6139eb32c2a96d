// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/data/cifar.hpp>

void saddle::fuzz::cifar(Bytes bytes) { require_samples(data::cifar({MemoryPath(bytes)})); }
