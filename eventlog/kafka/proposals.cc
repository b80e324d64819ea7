#include "eventlog/kafka/proposals.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/base/refusal.h"
#include "eventlog/request_key.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

absl::StatusOr<Receipt> AnswerOf(absl::StatusOr<Verdict> verdict) {
  if (!verdict.ok()) return verdict.status();
  if (verdict->kind == Verdict::Kind::kNewerRule) return UnknownRuleRefused();
  if (verdict->kind == Verdict::Kind::kRefused) return verdict->refusal;
  return Receipt{.position = verdict->first.position,
                 .recorded_at = verdict->first.recorded_at,
                 .repeated = true};
}

// Of W3C Trace Context: the call's trace, and in it the request. "" for what no call asked for.
std::string TraceParentOf(const Proposal& proposal) {
  if (proposal.correlation.size() != 32) return "";
  return absl::StrCat("00-", proposal.correlation, "-",
                      absl::BytesToHexString(proposal.request_id.substr(0, 8)), "-01");
}

// Read on for so many times as long as an answer may take, and not come upon: it is lost, whatever
// was reported.
constexpr int kLostAfter = 3;

absl::Status InDoubt() {
  return Refuse(Reason::LOG_UNAVAILABLE,
                "The topic takes records of this size no more (max.message.bytes); whether it took "
                "this one before is not known.");
}

}  // namespace

void Proposals::Offer(Proposal proposal, std::string bytes, CountyLog::Done done) {
  Answers answers;
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_.ok()) {
      answers.push_back({std::move(done), stopped_});
    } else if (away_) {
      answers.push_back({std::move(done), KafkaIsAway()});
    } else if (bytes_ + bytes.size() > options_.bytes_max) {
      answers.push_back({std::move(done), Refuse(Reason::LOG_UNAVAILABLE,
                                                 "Too many commits are waiting for the log.")});
    } else {
      const absl::Time now = SteadyNow();
      bytes_ += bytes.size();
      waiting_.push_back(
          {std::move(proposal), std::move(bytes), std::move(done), now + options_.answer_within});
      SendWaiting(now, answers);
    }
  }
  Give(answers);
}

bool Proposals::MustWait(const Waiting& waiting) const {
  const Proposal& proposal = waiting.proposal;
  if (requests_.contains(RequestKeyOf(proposal.caller, proposal.request_id))) return true;
  for (const Condition& condition : proposal.conditions) {
    if (written_.contains(condition.stream)) return true;
  }
  return false;
}

// What can't be accepted any more is answered here, without a way through the topic.
void Proposals::SendWaiting(absl::Time now, Answers& answers) {
  while (!waiting_.empty() && !MustWait(waiting_.front())) {
    Waiting waiting = std::move(waiting_.front());
    waiting_.pop_front();
    // Whether the request was applied before need not be asked of what holds as it is: who reads
    // it back knows.
    absl::StatusOr<Verdict> verdict = JudgeNew(applied_, waiting.proposal);
    if (verdict.ok() && verdict->kind != Verdict::Kind::kAccepted) {
      verdict = Judge(applied_, waiting.proposal);
    }
    if (verdict.ok() && verdict->kind == Verdict::Kind::kAccepted) {
      PutInLine(std::move(waiting));
      continue;
    }
    bytes_ -= waiting.bytes.size();
    answers.push_back({std::move(waiting.done), AnswerOf(std::move(verdict))});
  }
  unread_.SendLine(now);
}

void Proposals::PutInLine(Waiting waiting) {
  const Proposal& proposal = waiting.proposal;
  UnderWay one{.streams = {},
               .request = RequestKeyOf(proposal.caller, proposal.request_id),
               .done = std::move(waiting.done),
               .deadline = waiting.deadline};
  for (const NewEvent& event : proposal.events) {
    one.streams.push_back(event.stream);
    ++written_[event.stream];
  }
  const uint64_t token = next_token_++;
  requests_.emplace(one.request, token);
  unread_.Add(token, std::move(waiting.bytes), TraceParentOf(proposal));
  ++unanswered_;
  under_way_.emplace_hint(under_way_.end(), token, std::move(one));
}

// A record with the same request but other bytes is another node's, or an earlier attempt's that
// was refused: this process's own is still to come, and the rule will tell what it is worth.
void Proposals::Answer(const std::vector<ReadBack>& read) {
  Answers answers;
  {
    const std::lock_guard lock(mutex_);
    for (const ReadBack& back : read) {
      const auto request = requests_.find(RequestKeyOf(back.caller, back.request_id));
      if (request == requests_.end()) continue;
      if (unread_.bytes(request->second) != back.bytes) continue;
      away_ = false;
      const auto one = under_way_.find(request->second);
      Reply(one->second, back.answer, answers);
      Forget(one);
    }
    SendWaiting(SteadyNow(), answers);
  }
  Give(answers);
}

void Proposals::Reply(UnderWay& one, absl::StatusOr<Receipt> answer, Answers& answers) {
  if (one.done == nullptr) return;
  answers.push_back({std::exchange(one.done, nullptr), std::move(answer)});
  --unanswered_;
}

void Proposals::Forget(UnderWayMap::iterator one) {
  for (const std::string& stream : one->second.streams) {
    const auto written = written_.find(stream);
    if (--written->second == 0) written_.erase(written);
  }
  bytes_ -= unread_.bytes(one->first).size();
  unread_.Remove(one->first);
  requests_.erase(one->second.request);
  under_way_.erase(one);
  // Nothing is left that could come back.
  if (under_way_.empty()) away_ = false;
}

void Proposals::Serve(absl::Time now, absl::Time current) {
  const TopicWriter::Reports reports = writer_.Poll();
  Answers answers;
  {
    const std::lock_guard lock(mutex_);
    TakeReports(reports, answers);
    unread_.PutBackSentBefore(current - kLostAfter * options_.answer_within);
    TellWhoWaitedTooLong(now, answers);
    SendWaiting(now, answers);
  }
  Give(answers);
}

void Proposals::TakeReports(const TopicWriter::Reports& reports, Answers& answers) {
  for (const UnreadProposals::TooLarge& too_large : unread_.PutBack(reports)) {
    const auto one = under_way_.find(too_large.token);
    // No means no: it must not be found in the topic after all.
    Reply(one->second, too_large.in_doubt ? InDoubt() : Refuse(Reason::TOO_LARGE), answers);
    Forget(one);
  }
}

void Proposals::TellWhoWaitedTooLong(absl::Time now, Answers& answers) {
  for (auto& [token, one] : under_way_) {
    if (one.deadline > now) break;
    if (one.done != nullptr) away_ = true;
    Reply(one, KafkaIsAway(), answers);
  }
  while (!waiting_.empty() && (away_ || waiting_.front().deadline <= now)) {
    bytes_ -= waiting_.front().bytes.size();
    answers.push_back({std::move(waiting_.front().done), KafkaIsAway()});
    waiting_.pop_front();
  }
}

void Proposals::Stop(const absl::Status& why) {
  Answers answers;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = why;
    for (auto& [token, one] : under_way_) Reply(one, why, answers);
    for (Waiting& waiting : waiting_) answers.push_back({std::move(waiting.done), why});
    waiting_.clear();
  }
  Give(answers);
}

bool Proposals::Idle() {
  const std::lock_guard lock(mutex_);
  return unanswered_ == 0 && waiting_.empty();
}

void Proposals::Give(Answers& answers) {
  for (Answered& answered : answers) answered.done(std::move(answered.answer));
}

}  // namespace rufaa
