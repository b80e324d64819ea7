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

Change::Change() = default;
Change::Change(std::string stream, AnyEvent event)
    : stream(std::move(stream)), event(std::move(event)) {}
Change::Change(const Change&) = default;
Change::Change(Change&&) noexcept = default;
Change& Change::operator=(const Change&) = default;
Change& Change::operator=(Change&&) noexcept = default;
Change::~Change() = default;
bool Change::operator==(const Change&) const = default;

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
