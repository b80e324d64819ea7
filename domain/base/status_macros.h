// What Debian 12's Abseil does not have yet; delete when it does.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define RUFAA_CONCAT_INNER(a, b) a##b
#define RUFAA_CONCAT(a, b) RUFAA_CONCAT_INNER(a, b)

#define RUFAA_RETURN_IF_ERROR(expression)                                                     \
  do {                                                                                        \
    if (absl::Status rufaa_status_ = (expression); !rufaa_status_.ok()) return rufaa_status_; \
  } while (false)

#define RUFAA_ASSIGN_OR_RETURN(declaration, expression) \
  RUFAA_ASSIGN_OR_RETURN_INNER(RUFAA_CONCAT(rufaa_or_, __LINE__), declaration, expression)

#define RUFAA_ASSIGN_OR_RETURN_INNER(name, declaration, expression) \
  auto name = (expression);                                         \
  if (!name.ok()) return std::move(name).status();                  \
  declaration = *std::move(name)
