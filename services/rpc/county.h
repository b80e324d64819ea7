// One county as a service sees it: its log, keys, views and rules. What a handler is given is the
// county of the caller's session and no other, so there is no way to name another county's thing.
#pragma once

#include <string>

#include "domain/clocks/rules.h"
#include "eventlog/county_log.h"
#include "eventlog/execute/executor.h"
#include "projections/runner/view_runner.h"
#include "services/rpc/page_token.h"
#include "services/rpc/request_digest.h"
#include "vault/access_book.h"
#include "vault/recorded_reader.h"
#include "vault/vault.h"

namespace rufaa::rpc {

// References to what the process opened; all of it outlives every call.
struct CountyRuntime {
  std::string id;            // "001"
  std::string code_letters;  // Of case and referral codes: "MS".
  CountyLog& log;
  Executor& executor;
  ViewRunner& views;
  Vault& vault;            // Seals; nothing is opened but through the reader.
  RecordedReader& reader;  // Only services/rpc/door.h asks it.
  AccessBook& book;
  Rules rules;
  // The same in every process of the hub, so that a list goes on, and a request is known again,
  // wherever it is asked for.
  PageTokens page_tokens;
  RequestDigests request_digests;
};

}  // namespace rufaa::rpc
