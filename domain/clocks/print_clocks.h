// The clock table as people and as configuration read it.
#pragma once

#include <string>

#include "domain/clocks/clocks.h"

namespace rufaa {

std::string ClocksAsMarkdown(const ClockTable& table);  // docs/clocks.md
std::string ClocksAsToml(const ClockTable& table);      // deploy/config/clocks.toml

}  // namespace rufaa
