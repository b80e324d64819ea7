// A county's log moved from one hub's folder into a Kafka topic, and back: the same commits at the
// same positions with the same times, so the same roots; whoever holds one keeps it. The folder
// stays the log's: what is written to it is a mark that says where the log goes on.
//
// At no moment does the county go on in two places, and at every one a move that was cut short is
// finished by asking for it again:
//
//   into     The commits are sent, read back and compared. Until then the folder is the log, and
//            may be served again instead. Then it is marked as leaving, so that nothing but this
//            opens it; then the topic's history gets its end, which makes the topic the log; then
//            the folder becomes a copy of it.
//   back     The topic is closed under an id that the folder knows, so that of two who try only one
//            is the first; no replica counts, or answers for, anything behind. When the folder has
//            all that stands before, it becomes the log.
//
// None of these may be called while the folder is open elsewhere: STORE_IN_USE.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "eventlog/kafka/county_topic.h"
#include "eventlog/kafka/kafka_client.h"
#include "eventlog/merkle.h"

namespace rufaa {

// What a move does next, in this order.
enum class MoveStep {
  kVerify,    // Reads the folder through.
  kTransfer,  // Sends the commits, or reads them.
  kMark,      // Before the folder is marked.
  kHandOver,  // Before the topic gets its end, or is closed.
  kTakeOver,  // That is done; before the folder becomes what it will be.
  kCheck,     // Verifies what came of it.
};

using ShowMove = std::function<void(MoveStep step, uint64_t done, uint64_t total)>;

struct MoveOptions {
  std::string path;  // The log's folder.
  std::string county;
  KafkaTopic topic;
  CountyTopicOptions topic_options;
  // A move fails, to be asked for again, when the brokers have given no sign for so long.
  absl::Duration silence = absl::Seconds(30);
  // Told at each step, and now and then during it. `total` 0: not known.
  ShowMove progress = nullptr;
};

struct Moved {
  uint64_t position = 0;  // The head when it was moved, and the root there.
  MerkleHash root = {};
  bool before = false;  // It was there already; nothing was moved.
};

// All of these refuse, plainly: NOT_FOUND where there is no log; DATA_LOSS when it is not whole, or
// what came of the move is not the same; FAILED_PRECONDITION for a topic that is not empty, was
// closed, or has gone on otherwise; and as KafkaLog::Open does.

// Verified at the end by a new replica, made from the topic alone in `path`.check, which is then
// removed: the disk must have room for it.
//
// A folder that is a copy already is compared with the topic, and read on to its end: so it is the
// brokers that say that the log is there, and how far it goes. FAILED_PRECONDITION when they have
// no such topic, LOG_UNAVAILABLE when none answers, and both name them.
absl::StatusOr<Moved> MoveToKafka(const MoveOptions& options);

absl::StatusOr<Moved> MoveToEmbedded(const MoveOptions& options);

// For a topic that is lost for good: the copy, as far as it goes, becomes the log. What the topic
// had beyond is lost; and if the topic is not, the county goes on in two places.
absl::StatusOr<Moved> GoOnWithoutTopic(const MoveOptions& options);

}  // namespace rufaa
