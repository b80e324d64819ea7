// docs/errors.md, made from domain/base/reasons.inc; a test holds the two together.
#pragma once

#include <string>

namespace rufaa::rpc {

std::string ErrorsDoc();

}  // namespace rufaa::rpc
