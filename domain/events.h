// Everything that can stand in a county's log, in one variant: what the codec encodes, the runner
// shows to folds, and coordination returns.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/access/person_events.h"
#include "domain/capacity/capacity_events.h"
#include "domain/casework/case_events.h"
#include "domain/casework/import_events.h"
#include "domain/casework/serial_events.h"
#include "domain/directory/agency_events.h"
#include "domain/directory/county_events.h"
#include "domain/programme/programme_events.h"
#include "domain/referral/referral_events.h"

namespace rufaa {

namespace events_internal {
template <class... Variants>
struct Joined;
template <class... As>
struct Joined<std::variant<As...>> {
  using Type = std::variant<As...>;
};
template <class... As, class... Bs, class... Rest>
struct Joined<std::variant<As...>, std::variant<Bs...>, Rest...>
    : Joined<std::variant<As..., Bs...>, Rest...> {};
}  // namespace events_internal

// For a visitor of AnyEvent: whether it sees one of these events, or one of an aggregate's variant.
template <class Event, class... Events>
inline constexpr bool kIsAny = (std::is_same_v<Event, Events> || ...);
template <class Event, class Variant>
inline constexpr bool kIsOneOf = false;
template <class Event, class... Members>
inline constexpr bool kIsOneOf<Event, std::variant<Members...>> = kIsAny<Event, Members...>;

// One event of any kind; std::visit, std::get and their like take it for the variant that it is.
//
// A class of its own, so that its members are compiled once, in events.cc: copying a variant of
// eighty is much code, and every file that passes events along would compile it again.
class AnyEvent
    : public events_internal::Joined<casework::Event, casework::imports::Event,
                                     casework::serials::Event, referral::Event, capacity::Event,
                                     directory::AgencyEvent, directory::CountyEvent,
                                     access::PersonEvent, programme::Event>::Type {
 public:
  using Variant = variant;

  AnyEvent();
  template <class Event>
    requires kIsOneOf<std::decay_t<Event>, Variant>
  AnyEvent(Event&& event)
      : Variant(std::in_place_type<std::decay_t<Event>>, std::forward<Event>(event)) {}
  template <class Event>
  explicit AnyEvent(std::in_place_type_t<Event> type) : Variant(type) {}
  AnyEvent(const AnyEvent&);
  AnyEvent(AnyEvent&&) noexcept;
  AnyEvent& operator=(const AnyEvent&);
  AnyEvent& operator=(AnyEvent&&) noexcept;
  ~AnyEvent();
  bool operator==(const AnyEvent&) const;
};

// One event on its way into the log. What a decision across aggregates returns is a vector of
// these, all committed or none.
struct Change {
  std::string stream;
  AnyEvent event;

  bool operator==(const Change&) const = default;
};

absl::string_view TypeOf(const AnyEvent& event);

// Adds `events` of one aggregate (its own variant) to `changes`, on `stream`.
void AddChanges(absl::string_view stream, std::vector<casework::Event> events,
                std::vector<Change>& changes);
void AddChanges(absl::string_view stream, std::vector<casework::imports::Event> events,
                std::vector<Change>& changes);
void AddChanges(absl::string_view stream, std::vector<casework::serials::Event> events,
                std::vector<Change>& changes);
void AddChanges(absl::string_view stream, std::vector<referral::Event> events,
                std::vector<Change>& changes);
void AddChanges(absl::string_view stream, std::vector<capacity::Event> events,
                std::vector<Change>& changes);
void AddChanges(absl::string_view stream, std::vector<directory::AgencyEvent> events,
                std::vector<Change>& changes);
void AddChanges(absl::string_view stream, std::vector<directory::CountyEvent> events,
                std::vector<Change>& changes);
void AddChanges(absl::string_view stream, std::vector<access::PersonEvent> events,
                std::vector<Change>& changes);
void AddChanges(absl::string_view stream, std::vector<programme::Event> events,
                std::vector<Change>& changes);

// Streams. Versions and order are per stream; the name before '/' tells which fold applies.
inline std::string CaseStream(absl::string_view code) { return absl::StrCat("case/", code); }
inline std::string ReferralStream(absl::string_view code) {
  return absl::StrCat("referral/", code);
}
inline std::string CapacityStream(absl::string_view offer) {
  return absl::StrCat("capacity/", offer);
}
inline std::string AgencyStream(absl::string_view id) { return absl::StrCat("agency/", id); }
inline std::string PersonStream(absl::string_view id) { return absl::StrCat("person/", id); }
inline std::string ImportStream(absl::string_view id) { return absl::StrCat("import/", id); }
inline std::string SerialStream(absl::string_view county, absl::string_view subcounty, int year) {
  return absl::StrCat("serial/", county, "/", subcounty, "/", year);
}
// Of the serial's normal form. A serial is a number of CPIMS's: it stands in the events in clear,
// too.
std::string SerialTextStream(absl::string_view serial);
inline std::string ActivityStream(absl::string_view id) { return absl::StrCat("programme/", id); }
inline std::string CountyStream() { return "county"; }

}  // namespace rufaa
