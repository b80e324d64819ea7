// Writes the documents into the source folder, which it is started in.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "services/publisher/public_events_docs.h"

int main() {
  std::filesystem::create_directories("docs/schemas");
  for (const auto& [path, text] : rufaa::publisher::PublicEventsDocs()) {
    std::ofstream out(path, std::ios::binary);
    if (!(out << text).flush()) {
      std::fprintf(stderr, "%s can't be written\n", path.c_str());
      return 1;
    }
  }
  return 0;
}
