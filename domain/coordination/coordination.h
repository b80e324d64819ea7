// Decisions that span aggregates. Each returns all events of one commit, on all the streams it
// touches, or a refusal; the shell appends them on condition that none of those streams moved.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/capacity/capacity.h"
#include "domain/casework/case.h"
#include "domain/casework/serial_events.h"
#include "domain/directory/directory.h"
#include "domain/events.h"
#include "domain/referral/referral.h"

namespace rufaa::coordination {

using Changes = absl::StatusOr<std::vector<Change>>;

// A referral with what surrounds it. `beds` is the capacity of its offer (`open` false: none).
struct Loop {
  const casework::State& kase;
  const referral::State& referral;
  const capacity::State& beds;
};

// Fills from the case what the command leaves empty (child, age band, sex, sub-county), and opens
// the need if it is not open yet. Rests on the consent that is named, else on the statute where one
// lets the recipient be told (casework::StatutoryRecipient), else on a consent that covers it (and
// has the basis that is named); NO_CONSENT where there is none. A case is referred by its owner:
// who helps opens a need, or redirects. Nobody is asked for the same service again before they have
// served the child, and no shelter while the child has a place there (OPEN_REFERRAL).
struct SendReferral {
  referral::Send send;
  std::string need_code;   // RM… or ES…: opens a new need under `send.need`; empty: it is there.
  std::string asked = {};  // The case's referral of before that they are asked by, if any.
};
Changes Decide(const Loop& loop, const SendReferral& command, const directory::Agency& to,
               const Rules& rules);

// Moves the referral by any command but Send and Redirect (which go through the two structs here),
// with everything it carries along: a bed held, released, occupied
// or vacated; the case's own note of it; a need met; an escalation. Holds a bed on acceptance
// whenever the offer has beds.
Changes Decide(const Loop& loop, const referral::Command& command, const Rules& rules);

// Ends this referral as redirected and sends another, `part_of` it, for the same need. Nobody is
// asked twice on the way: each time round the clock would start anew.
struct RedirectReferral {
  Acting by;
  std::string new_referral;
  std::string to_desk;
  std::string offer;
  std::string reason;
  Sealed note;
  // Agencies that the referrals which this one continues asked, or that are asked for the same now.
  std::vector<std::string> asked_before = {};
};
Changes Decide(const Loop& loop, const RedirectReferral& command, const directory::Agency& to,
               const Rules& rules);

// The highest number taken in a sub-county and year; and which case has a serial, empty: none ever
// had (folds of SerialStream and SerialTextStream).
struct SerialCounter {
  uint32_t last = 0;
};
struct SerialHolder {
  std::string case_code;
};
SerialCounter Evolve(SerialCounter counter, const casework::serials::Event& event);
SerialHolder Evolve(SerialHolder holder, const casework::serials::Event& event);

// Takes the next serial of the sub-county, NextSerial, and registers the case with it.
std::string NextSerial(const casework::State& kase, SerialCounter counter, absl::Time at);
Changes RegisterCase(const casework::State& kase, SerialCounter counter,
                     const casework::Register& command, const Rules& rules);
std::string SerialText(absl::string_view county, absl::string_view subcounty, uint32_t number,
                       int year);

// Withdraws, and cancels (or asks to cancel) every open referral that relied on the consent alone:
// those to whom a statute lets it be told go on, and those that an order, a statute or a vital
// interest recorded in the case serves. `referrals`: all that are open.
Changes WithdrawConsent(const casework::State& kase, const std::vector<referral::State>& referrals,
                        const casework::WithdrawConsent& command, const Rules& rules);

// The new owner takes the case, and answers from now on for the open referrals the old one sent.
Changes AcceptTransfer(const casework::State& kase, const std::vector<referral::State>& referrals,
                       const casework::AcceptTransfer& command, const Rules& rules);

// `case.erased` in the log of each case that is not erased yet, or of none; a refusal names the
// case that refuses. The service destroys the keys after the commit is durable.
Changes EraseChild(const std::vector<casework::State>& cases_of_child,
                   const casework::Erase& command, const Rules& rules);

// Who has room for this need, most free beds first; offers without beds follow.
struct OfferWithRoom {
  std::string agency;
  directory::OfferPublished offer;
  capacity::State beds;  // `open` false: the offer has no beds to count.
};
struct Wanted {
  std::string service;
  std::string sex = {};
  std::string age_bands = {};  // Every band that is possible, as AgeBandsOn says it.
  std::string subcounty = {};
  std::string not_agency = {};  // The one that has just declined; empty: any.
};
// For the child of a case, as old as it is at `now`.
Wanted WantedFor(const casework::State& kase, std::string service, absl::Time now);
// Whether an offer fits by service, sex, age and area; room is another question. What is not known
// of the child fits.
bool Takes(const directory::OfferPublished& offer, const Wanted& wanted);
std::vector<OfferWithRoom> MatchOffers(const Wanted& wanted, std::vector<OfferWithRoom> offers);

}  // namespace rufaa::coordination
