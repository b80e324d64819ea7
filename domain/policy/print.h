// The policy as people read it: docs/policy.md is PolicyAsMarkdown(), and a test holds it current.
#pragma once

#include <string>

#include "domain/policy/table.h"

namespace rufaa::policy {

std::string LineOf(const Row& row);
std::string PolicyAsMarkdown();

}  // namespace rufaa::policy
