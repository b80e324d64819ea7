// The data files of domain/codelists/data, as the build put them into the binary.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace rufaa {

struct EmbeddedText {
  absl::string_view stem;  // File name without folder and extension.
  absl::string_view text;
};

absl::Span<const EmbeddedText> EmbeddedCodeLists();
absl::Span<const EmbeddedText> EmbeddedAreas();

}  // namespace rufaa
