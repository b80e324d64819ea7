// What tells a made-up county's folder from a real one's.
#pragma once

namespace rufaa::cli {

// In DATA/<county>: everybody's password there. Only `rufaa demo` makes one.
inline constexpr char kDemoPasswordFile[] = "demo-password";

}  // namespace rufaa::cli
