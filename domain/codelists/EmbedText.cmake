# rufaa_embed_text(OUTPUT file.cc FUNCTION name FILES a.csv …): a source whose `name(stem)` gives a
# file's text by its name without extension. The binary then carries its data, and code that must
# not do I/O can use it.
function(rufaa_embed_text)
  cmake_parse_arguments(ARG "" "OUTPUT;FUNCTION" "FILES" ${ARGN})
  set(rows "")
  foreach(file ${ARG_FILES})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    get_filename_component(stem ${file} NAME_WE)
    string(APPEND rows "    {\"${stem}\", R\"rufaa(${text})rufaa\"},\n")
  endforeach()
  # Written only when it changed, so that a new configure run compiles nothing.
  file(CONFIGURE OUTPUT ${ARG_OUTPUT} @ONLY CONTENT
"// Made by rufaa_embed_text; change the data files, not this.
#include \"domain/codelists/embedded.h\"

namespace rufaa {

absl::Span<const EmbeddedText> ${ARG_FUNCTION}() {
  static constexpr EmbeddedText kTexts[] = {
${rows}  };
  return kTexts;
}

}  // namespace rufaa
")
endfunction()
