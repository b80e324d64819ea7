#include "vault/recorded_reader.h"

#include <algorithm>
#include <utility>

#include "domain/base/status_macros.h"
#include "eventlog/execute/workers.h"

namespace rufaa {
namespace {

// Opening so many takes about as long as handing them to another thread does.
constexpr int kOpenedInPlace = 8;

// As many long reads as are opened at once.
constexpr int kWorkers = 4;

bool AreFew(const std::vector<SealedAt>& values) {
  return std::count_if(values.begin(), values.end(), [](const SealedAt& value) {
           return !value.sealed.empty();
         }) <= kOpenedInPlace;
}

class LocalReader : public RecordedReader {
 public:
  LocalReader(AccessBook& book, Vault& vault) : book_(book), vault_(vault) {}

  void Open(ReadEntry entry, std::vector<SealedAt> values, Done done) override {
    book_.Record(std::move(entry), [this, values = std::move(values),
                                    done = std::move(done)](const absl::Status& recorded) mutable {
      if (!recorded.ok()) return done(recorded);
      if (AreFew(values)) return done(OpenAll(values));
      // Behind it wait all whose entries are durable by the same sync, and appends to the book.
      workers_.Run(
          [this, values = std::move(values), done = std::move(done)] { done(OpenAll(values)); });
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
  Workers workers_{"open", kWorkers};
};

}  // namespace

std::unique_ptr<RecordedReader> MakeRecordedReader(AccessBook& book, Vault& vault) {
  return std::make_unique<LocalReader>(book, vault);
}

}  // namespace rufaa
