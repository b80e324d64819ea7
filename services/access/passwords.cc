#include "services/access/passwords.h"

#include <sodium.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "domain/base/check.h"
#include "domain/base/refusal.h"

namespace rufaa::access {
namespace {

constexpr size_t kMinPasswordBytes = 12;

bool Matches(const std::string& password, const std::string& hash) {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace

Passwords::Passwords(PasswordCost cost, int threads) : cost_(cost) {
  RUFAA_CHECK(sodium_init() >= 0);
  absl::StatusOr<std::string> dummy = HashNow("no account has this password");
  RUFAA_CHECK(dummy.ok());
  dummy_hash_ = *std::move(dummy);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

Passwords::~Passwords() { Stop(); }

void Passwords::Stop() {
  std::deque<Job> dropped;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    dropped.swap(line_);
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  for (Job& job : dropped) job.drop();
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

void Passwords::Hash(std::string password, Hashed done) {
  auto owned = std::make_shared<Hashed>(std::move(done));
  Enqueue({[this, password = std::move(password), owned] { (*owned)(HashNow(password)); },
           [owned] { (*owned)(absl::CancelledError("stopping")); }},
          [owned] { (*owned)(Refuse(Reason::TOO_MANY_ATTEMPTS)); });
}

void Passwords::Verify(std::string password, std::string hash, Verified done) {
  auto owned = std::make_shared<Verified>(std::move(done));
  Enqueue({[this, password = std::move(password), hash = std::move(hash), owned] {
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
  return line_.size();
}

void Passwords::Enqueue(Job job, const std::function<void()>& full) {
  bool queued = false;
  {
    const std::lock_guard lock(mutex_);
    if (!stop_ && line_.size() < kLineMax) {
      line_.push_back(std::move(job));
      queued = true;
    }
  }
  if (!queued) return full();
  wake_.notify_one();
}

void Passwords::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stop_ || !line_.empty(); });
    if (stop_) return;
    const Job job = std::move(line_.front());
    line_.pop_front();
    lock.unlock();
    job.run();
    lock.lock();
  }
}

}  // namespace rufaa::access
