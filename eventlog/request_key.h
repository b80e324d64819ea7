// What a request goes by in a county's log: a request_id is one caller's.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace rufaa {

// Part of the stored form: the store's table of requests has these keys.
inline void AppendRequestKey(absl::string_view caller, absl::string_view request_id,
                             std::string& key) {
  key.append(caller.data(), caller.size());
  key.push_back('\0');
  key.append(request_id.data(), request_id.size());
}

inline std::string RequestKeyOf(absl::string_view caller, absl::string_view request_id) {
  std::string key;
  key.reserve(caller.size() + 1 + request_id.size());
  AppendRequestKey(caller, request_id, key);
  return key;
}

}  // namespace rufaa
