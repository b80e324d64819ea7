#include "vault/recorded_reader.h"

#include <utility>

#include "domain/base/status_macros.h"

namespace rufaa {
namespace {

class LocalReader : public RecordedReader {
 public:
  LocalReader(AccessBook& book, Vault& vault) : book_(book), vault_(vault) {}

  void Open(ReadEntry entry, std::vector<SealedAt> values, Done done) override {
    book_.Record(std::move(entry), [this, values = std::move(values),
                                    done = std::move(done)](const absl::Status& recorded) {
      if (!recorded.ok()) return done(recorded);
      done(OpenAll(values));
    });
  }

 private:
  absl::StatusOr<std::vector<std::string>> OpenAll(const std::vector<SealedAt>& values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const SealedAt& value : values) {
      if (value.sealed.empty()) {
        texts.emplace_back();
        continue;
      }
      RUFAA_ASSIGN_OR_RETURN(std::string text, vault_.Open(value.sealed, value.place));
      texts.push_back(std::move(text));
    }
    return texts;
  }

  AccessBook& book_;
  Vault& vault_;
};

}  // namespace

std::unique_ptr<RecordedReader> MakeRecordedReader(AccessBook& book, Vault& vault) {
  return std::make_unique<LocalReader>(book, vault);
}

}  // namespace rufaa
