#include <cstdio>

#include "services/rpc/errors_doc.h"

int main() {
  std::fputs(rufaa::rpc::ErrorsDoc().c_str(), stdout);
  return 0;
}
