#include "bench/big_county.h"

#include <condition_variable>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "bench/bench_county.h"
#include "domain/base/status_macros.h"
#include "domain/casework/case.h"
#include "domain/events.h"
#include "eventlog/codec/event_codec.h"
#include "services/hub/founding.h"
#include "services/hub/open_county.h"

namespace rufaa::bench {
namespace {

constexpr absl::Duration kPast = absl::Hours(24 * 60);  // Over which the referrals were sent.

// Keeps so many commits waiting, as a busy hub would.
class Pipe {
 public:
  explicit Pipe(CountyLog& log) : log_(log) {}

  void Append(Proposal proposal) {
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, [&] { return waiting_ < kWaitingMax; });
      ++waiting_;
    }
    log_.Append(std::move(proposal), [this](absl::StatusOr<Receipt> receipt) {
      const std::lock_guard lock(mutex_);
      if (!receipt.ok()) status_ = receipt.status();
      --waiting_;
      room_.notify_all();
    });
  }

  absl::Status Finish() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return waiting_ == 0; });
    return status_;
  }

 private:
  static constexpr int kWaitingMax = 4096;
  CountyLog& log_;
  std::mutex mutex_;
  std::condition_variable room_;
  int waiting_ = 0;
  absl::Status status_;
};

Sealed FakeSealed(const std::string& child, Compartment compartment, size_t bytes) {
  return {.child = child,
          .compartment = compartment,
          .key_id = "k1",
          .nonce = std::string(24, 'n'),
          .ciphertext = std::string(bytes, 'c')};
}

// One commit of events on streams, each stream's first event being version 1 unless told otherwise.
class Scribe {
 public:
  Scribe(Pipe& pipe, std::string agency) : pipe_(pipe), agency_(std::move(agency)) {}

  Scribe& On(std::string stream, uint64_t version) {
    proposal_.conditions.push_back({std::move(stream), version});
    return *this;
  }
  Scribe& Write(const AnyEvent& event) {
    proposal_.events.push_back(EncodeEvent(proposal_.conditions.back().stream, event));
    return *this;
  }
  void Commit(uint64_t number, absl::Time at) {
    proposal_.caller = "p-fill";
    proposal_.request_id = absl::StrCat(absl::Dec(number, absl::kZeroPad16));
    proposal_.digest = std::string(32, 'd');
    proposal_.actor = {
        .person = "p-fill", .agency = agency_, .desk = "desk", .role = "agency_desk"};
    proposal_.occurred_at = at;
    pipe_.Append(std::move(proposal_));
  }

 private:
  Pipe& pipe_;
  const std::string agency_;
  Proposal proposal_;
};

struct Child {
  std::string code, child, owner;
  absl::Time found_at;
};

Child ChildOf(uint64_t number, const BigCounty& size, absl::Time now) {
  const uint64_t cases = size.referrals / size.referrals_each_case;
  return {.code = absl::StrCat("MSA-B", absl::Dec(number, absl::kZeroPad8)),
          .child = absl::StrCat("ch-b", number),
          .owner = BigAgency(number % size.agencies),
          .found_at = now - kPast + kPast / cases * number};
}

void WriteCase(Pipe& pipe, const Child& child, uint64_t request) {
  casework::Identified identified;
  identified.code = child.code;
  identified.child = child.child;
  identified.county = kCounty;
  identified.subcounty = "003";
  identified.ward = "11";
  identified.intake_agency = child.owner;
  identified.sex = "SFEM";
  identified.age_band = "10-14";
  identified.identifier_kind = "CHV";
  identified.identifier_agency = child.owner;
  identified.reporter = "CRSP";
  identified.categories = {
      {.category = "CSRG", .subcategory = "CEPR", .nature = "OCGE", .event_on = {}}};
  identified.identified_at = child.found_at;
  identified.identity = FakeSealed(child.child, Compartment::kIdentity, 120);
  identified.narrative = FakeSealed(child.child, Compartment::kNarrative, 200);
  casework::Registered registered;
  registered.serial = absl::StrCat("CCO/001/003/5/29/", request, "/2026");
  registered.owner_agency = child.owner;
  registered.owner_person = "p-fill";
  registered.registered_at = child.found_at;
  // What its referrals are sent under: without it their receivers would list headers alone.
  casework::ConsentGiven consent;
  consent.consent = "c1";
  consent.recipient_kind = "CSO";
  consent.purpose = std::string(casework::kReferralService);
  consent.scope = {Compartment::kIdentity};
  consent.from = child.found_at;
  consent.given_by = "GUARDIAN";
  consent.basis = "CONSENT";
  Scribe(pipe, child.owner)
      .On(CaseStream(child.code), 0)
      .Write(identified)
      .Write(registered)
      .Write(consent)
      .Commit(request, child.found_at);
}

void WriteReferral(Pipe& pipe, const Child& child, uint64_t nth, uint64_t number,
                   const BigCounty& size, uint64_t request) {
  referral::Sent sent;
  sent.referral = absl::StrCat("MSR-B", absl::Dec(number, absl::kZeroPad9));
  sent.case_code = child.code;
  sent.child = child.child;
  sent.need = absl::StrCat("n", nth + 1);
  sent.service = "RMPC";
  sent.destination = "RDNG";
  sent.from_agency = child.owner;
  sent.from_person = "p-fill";
  sent.to_agency = BigAgency((number * 7 + 1) % size.agencies);
  sent.to_agency_kind = "CSO";
  sent.urgency = Urgency::kNormal;
  sent.sent_at = child.found_at + absl::Hours(nth);
  // Within its time for weeks, or the hub would let it expire while it is measured.
  sent.decide_by = sent.sent_at + kPast + absl::Hours(24 * (number % 2 == 0 ? 14 : 30));
  sent.age_band = "10-14";
  sent.sex = "SFEM";
  sent.subcounty = "003";
  sent.basis = "CONSENT";
  sent.consent = "c1";
  sent.scope = {Compartment::kIdentity};
  casework::NeedOpened need{.need = sent.need, .code = "RMPC", .urgency = Urgency::kNormal};
  casework::ReferralOpened opened;
  opened.referral = sent.referral;
  opened.need = sent.need;
  opened.to_agency = sent.to_agency;
  opened.to_agency_kind = sent.to_agency_kind;
  opened.consent = sent.consent;
  opened.scope = sent.scope;
  Scribe(pipe, child.owner)
      .On(CaseStream(child.code), 3 + 2 * nth)
      .Write(need)
      .Write(opened)
      .On(ReferralStream(sent.referral), 0)
      .Write(sent)
      .Commit(request, sent.sent_at);
}

absl::Status Fill(hub::OpenCounty& county, const BigCounty& size, absl::Time now) {
  Pipe pipe(county.log());
  uint64_t request = 0;
  for (uint64_t i = 0; i < size.agencies; ++i) {
    directory::AgencyRegistered agency;
    agency.agency = BigAgency(i);
    agency.kind = i == 0 ? "CHILDREN_OFFICE" : i == kCommittee ? "COMMITTEE" : "CSO";
    agency.display_name = absl::StrCat("Agency ", i);
    Scribe(pipe, agency.agency)
        .On(AgencyStream(agency.agency), 0)
        .Write(agency)
        .Commit(++request, now - kPast);
  }
  for (uint64_t i = 0; i * size.referrals_each_case < size.referrals; ++i) {
    const Child child = ChildOf(i, size, now);
    WriteCase(pipe, child, ++request);
    for (uint64_t nth = 0; nth < size.referrals_each_case; ++nth) {
      WriteReferral(pipe, child, nth, i * size.referrals_each_case + nth, size, ++request);
    }
  }
  return pipe.Finish();
}

}  // namespace

absl::Status FillBigCounty(const std::string& data_dir, const BigCounty& size) {
  const hub::HubOptions hub = HubOptionsFor(data_dir);
  hub::CountyOptions options;
  options.data_dir = data_dir;
  options.county = kCounty;
  options.make_key = true;
  RUFAA_ASSIGN_OR_RETURN(std::unique_ptr<hub::OpenCounty> county, hub::OpenCounty::Open(options));
  const access::Passwords passwords(hub.password_cost);
  const absl::Time now = absl::Now();
  RUFAA_RETURN_IF_ERROR(hub::Found(*county, hub.founding, passwords, now));
  return Fill(*county, size, now);
}

std::string BigAgency(uint64_t number) { return absl::StrCat("agency-", number); }

}  // namespace rufaa::bench
