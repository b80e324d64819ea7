// What a run of commits changed of what one caller may see: codes and counts, and nothing that the
// caller could not read for themselves.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "rufaa/live/v1/live_service.pb.h"
#include "services/rpc/call.h"
#include "services/rpc/door.h"

namespace rufaa::live_service {

namespace v1 = live::v1;

// What the caller was told last.
struct Told {
  uint64_t position = 0;
  std::string counts;  // Serialized; "": none yet.
};

// How far a caller can be told anything: what all the views that are read here have reached.
uint64_t Reached(const rpc::Call& call);

// Fills `reply` with what changed since `told`, and brings `told` up to it. False when nothing of
// the caller's did; the position advances all the same.
// `shown` gets the cases that the codes are of.
absl::StatusOr<bool> TellNews(const rpc::Call& call, Told& told, v1::WatchResponse* reply,
                              rpc::Sought& shown);

}  // namespace rufaa::live_service
