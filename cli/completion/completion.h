// Scripts that complete the words of `rufaa` in a shell, made from the verbs themselves. They hold
// every word and call nothing, so that completing is fast and works without a hub.
#pragma once

#include <string>

#include "cli/app/app.h"

namespace rufaa::cli {

std::string BashCompletion(const App& app);
std::string ZshCompletion(const App& app);
std::string FishCompletion(const App& app);

}  // namespace rufaa::cli
