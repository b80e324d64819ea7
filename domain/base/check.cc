#include "domain/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace rufaa {

void CheckFailed(const char* file, int line, const char* condition) {
  std::fprintf(stderr, "{\"level\":\"fatal\",\"at\":\"%s:%d\",\"check\":\"%s\"}\n", file, line,
               condition);
  std::abort();
}

}  // namespace rufaa
