#include "services/access/passwords.h"

#include <sodium.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"

namespace rufaa::access {
namespace {

constexpr size_t kMinPasswordBytes = 12;
// Places that one asker has in a line.
constexpr std::ptrdiff_t kMostOfOne = 4;

bool Matches(const std::string& password, const std::string& hash) {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace

Passwords::Passwords(PasswordCost cost, int threads) : cost_(cost) {
  RUFAA_CHECK(sodium_init() >= 0);
  absl::StatusOr<std::string> dummy = HashNow("no account has this password");
  RUFAA_CHECK(dummy.ok());
  dummy_hash_ = *std::move(dummy);
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this, signed_in_first = i == 0] { Run(signed_in_first); });
  }
}

Passwords::~Passwords() { Stop(); }

void Passwords::Stop() {
  std::deque<Job> dropped;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    dropped.swap(door_.jobs);
    std::move(signed_in_.jobs.begin(), signed_in_.jobs.end(), std::back_inserter(dropped));
    signed_in_.jobs.clear();
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  for (Job& job : dropped) job.drop();
}

Passwords::Asker Passwords::Asker::FromSource(absl::string_view source) {
  return {.signed_in = false, .who = std::string(source)};
}

Passwords::Asker Passwords::Asker::InSession(absl::string_view session_id) {
  return {.signed_in = true, .who = std::string(session_id)};
}

absl::StatusOr<std::string> Passwords::HashNow(const std::string& password) const {
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), cost_.passes,
                            cost_.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return absl::ResourceExhaustedError("no memory to hash a password");
  }
  hash.resize(hash.find('\0'));
  return hash;
}

void Passwords::Hash(const Asker& asker, std::string password, Hashed done) {
  auto owned = std::make_shared<Hashed>(std::move(done));
  Enqueue(asker,
          {[this, password = std::move(password), owned] { (*owned)(HashNow(password)); },
           [owned] { (*owned)(absl::CancelledError("stopping")); }},
          [owned] { (*owned)(Refuse(Reason::TOO_MANY_ATTEMPTS)); });
}

void Passwords::Verify(const Asker& asker, std::string password, std::string hash, Verified done) {
  auto owned = std::make_shared<Verified>(std::move(done));
  Enqueue(asker,
          {[this, password = std::move(password), hash = std::move(hash), owned] {
             const bool same = Matches(password, hash.empty() ? dummy_hash_ : hash);
             (*owned)(same && !hash.empty());
           },
           [owned] { (*owned)(absl::CancelledError("stopping")); }},
          [owned] { (*owned)(Refuse(Reason::TOO_MANY_ATTEMPTS)); });
}

absl::Status Passwords::CheckStrength(const std::string& password, const std::string& login_name) {
  if (password.size() < kMinPasswordBytes || absl::EqualsIgnoreCase(password, login_name)) {
    return Refuse(Reason::WEAK_PASSWORD);
  }
  return absl::OkStatus();
}

size_t Passwords::Waiting() {
  const std::lock_guard lock(mutex_);
  return door_.jobs.size() + signed_in_.jobs.size();
}

bool Passwords::Line::HasRoomFor(const std::string& who) const {
  const auto of_who = [&](const Job& job) { return job.who == who; };
  return jobs.size() < most && std::count_if(jobs.begin(), jobs.end(), of_who) < kMostOfOne;
}

void Passwords::Enqueue(const Asker& asker, Job job, const std::function<void()>& full) {
  job.who = asker.who;
  bool queued = false;
  {
    const std::lock_guard lock(mutex_);
    Line& line = asker.signed_in ? signed_in_ : door_;
    if (!stop_ && line.HasRoomFor(asker.who)) {
      line.jobs.push_back(std::move(job));
      queued = true;
    }
  }
  if (!queued) return full();
  wake_.notify_one();
}

void Passwords::Run(bool signed_in_first) {
  std::deque<Job>& first = signed_in_first ? signed_in_.jobs : door_.jobs;
  std::deque<Job>& second = signed_in_first ? door_.jobs : signed_in_.jobs;
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [&] { return stop_ || !first.empty() || !second.empty(); });
    if (stop_) return;
    std::deque<Job>& line = first.empty() ? second : first;
    const Job job = std::move(line.front());
    line.pop_front();
    lock.unlock();
    job.run();
    lock.lock();
  }
}

}  // namespace rufaa::access
