#include "domain/events.h"

#include "domain/base/imported_record.h"

namespace rufaa {
namespace {

template <class Event>
void Add(absl::string_view stream, std::vector<Event> events, std::vector<Change>& changes) {
  for (Event& event : events) {
    std::visit(
        [&]<class One>(One&& one) {
          changes.emplace_back(std::string(stream), std::forward<One>(one));
        },
        std::move(event));
  }
}

}  // namespace

AnyEvent::AnyEvent() = default;
AnyEvent::AnyEvent(const AnyEvent&) = default;
AnyEvent::AnyEvent(AnyEvent&&) noexcept = default;
AnyEvent& AnyEvent::operator=(const AnyEvent&) = default;
AnyEvent& AnyEvent::operator=(AnyEvent&&) noexcept = default;
AnyEvent::~AnyEvent() = default;

bool AnyEvent::operator==(const AnyEvent& other) const {
  return static_cast<const Variant&>(*this) == static_cast<const Variant&>(other);
}

std::string SerialTextStream(absl::string_view serial) {
  return absl::StrCat("serial-text/", NormalSerial(serial));
}

absl::string_view TypeOf(const AnyEvent& event) {
  return std::visit([](const auto& e) { return std::decay_t<decltype(e)>::kType; }, event);
}

void AddChanges(absl::string_view stream, std::vector<casework::Event> events,
                std::vector<Change>& changes) {
  Add(stream, std::move(events), changes);
}
void AddChanges(absl::string_view stream, std::vector<casework::imports::Event> events,
                std::vector<Change>& changes) {
  Add(stream, std::move(events), changes);
}
void AddChanges(absl::string_view stream, std::vector<casework::serials::Event> events,
                std::vector<Change>& changes) {
  Add(stream, std::move(events), changes);
}
void AddChanges(absl::string_view stream, std::vector<referral::Event> events,
                std::vector<Change>& changes) {
  Add(stream, std::move(events), changes);
}
void AddChanges(absl::string_view stream, std::vector<capacity::Event> events,
                std::vector<Change>& changes) {
  Add(stream, std::move(events), changes);
}
void AddChanges(absl::string_view stream, std::vector<directory::AgencyEvent> events,
                std::vector<Change>& changes) {
  Add(stream, std::move(events), changes);
}
void AddChanges(absl::string_view stream, std::vector<directory::CountyEvent> events,
                std::vector<Change>& changes) {
  Add(stream, std::move(events), changes);
}
void AddChanges(absl::string_view stream, std::vector<access::PersonEvent> events,
                std::vector<Change>& changes) {
  Add(stream, std::move(events), changes);
}
void AddChanges(absl::string_view stream, std::vector<programme::Event> events,
                std::vector<Change>& changes) {
  Add(stream, std::move(events), changes);
}

}  // namespace rufaa
