// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/io/safetensors.hpp>

void saddle::fuzz::safetensors(Bytes bytes) {
  const MemoryPath path(bytes);
  const Safetensors file{std::string(path)};
  std::size_t covered = 0;
  for (const StoredTensor& tensor : file.tensors()) {
    require(file.find(tensor.name) == &tensor, "every tensor is found by its name");
    require(tensor.begin == covered, "tensors stand one after the other");
    require(tensor.end - tensor.begin == tensor.size() * stored_type_bytes(tensor.dtype),
            "a tensor has the bytes of its shape");
    covered = tensor.end;
    if (tensor.dtype == stored_type<float>) {
      require(file.read<float>(tensor).size() == tensor.size(), "a tensor is read as a whole");
    }
  }
  require(covered <= bytes.size(), "the data lies within the file");
}
