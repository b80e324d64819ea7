// CRC-32C (Castagnoli), by the processor's own instruction where it has one.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace rufaa {

uint32_t Crc32c(absl::string_view bytes);

// The same from a table: for processors without the instruction, and to test the other by.
uint32_t Crc32cByTable(absl::string_view bytes);

}  // namespace rufaa
