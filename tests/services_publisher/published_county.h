// A county with a history, and what must be found of it in its public topic.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "cli/demo/agenda.h"
#include "eventlog/memory_log.h"
#include "services/publisher/payload.h"
#include "tests/services_publisher/kcat.h"

namespace rufaa {

// So many cases in every stage, by the real deciders; sealed values are readable in it, so that a
// test knows what must not be told.
class PublishedCounty {
 public:
  explicit PublishedCounty(int cases);

  MemoryLog& log() { return log_; }

  // What is public of it, in order: by streams and types, not by the table.
  const std::vector<std::string>& ids() const { return ids_; }
  // The same as they are to be written.
  std::vector<publisher::OutgoingEvent> Events();
  // What must stand nowhere: names and stories of children, pseudonyms of theirs, persons.
  const std::set<std::string>& secrets() const { return secrets_; }

  // Every attribute, code, key and payload as the documents have them, and no secret.
  void CheckRecords(const std::vector<ReadRecord>& records) const;

 private:
  void Learn(const Commit& commit);

  demo::SimClock clock_;
  MemoryLog log_;
  std::vector<std::string> ids_;
  std::set<std::string> secrets_;
};

// Shared by all tests of a program: it takes a while to make.
PublishedCounty& Published();

// The first half of its commits, to be appended elsewhere.
std::vector<Proposal> HalfOfTheHistory();
// What the county records when a child is to be forgotten.
Proposal ErasureOf(const std::string& code);

std::vector<std::string> IdsOf(const std::vector<ReadRecord>& records);
// Of the events of one child.
std::vector<std::string> TypesOf(const std::string& code, const std::vector<ReadRecord>& records);

}  // namespace rufaa
