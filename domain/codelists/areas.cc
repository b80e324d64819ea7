#include "domain/codelists/areas.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "domain/base/check.h"
#include "domain/codelists/codelists.h"
#include "domain/codelists/embedded.h"
#include "domain/linelist/csv.h"

namespace rufaa {

absl::flat_hash_map<std::string, Areas> Areas::ParseAll() {
  absl::flat_hash_map<std::string, Areas> counties;
  for (const EmbeddedText& file : EmbeddedAreas()) {
    csv::Reader reader(file.text);
    csv::Record record;
    RUFAA_CHECK(reader.Next(record) && record.fields.size() == 9);
    Areas areas;
    while (reader.Next(record)) {
      const std::vector<std::string>& f = record.fields;
      RUFAA_CHECK(record.fault.empty() && f.size() == 9);
      areas.county_ = f[0];
      areas.county_name_ = f[1];
      if (areas.sub_counties_.empty() || areas.sub_counties_.back().code != f[2]) {
        areas.sub_county_by_spelling_[f[2]] = areas.sub_counties_.size();
        areas.sub_county_by_spelling_[Squeeze(f[3])] = areas.sub_counties_.size();
        areas.sub_counties_.push_back({.code = f[2], .name = f[3]});
      }
      Ward ward{.number = 0, .name = f[5], .sub_county = f[2]};
      RUFAA_CHECK(absl::SimpleAtoi(f[4], &ward.number));
      areas.ward_by_spelling_[f[4]] = areas.wards_.size();
      areas.ward_by_spelling_[Squeeze(ward.name)] = areas.wards_.size();
      for (const absl::string_view half : absl::StrSplit(ward.name, '/')) {
        areas.ward_by_spelling_[Squeeze(half)] = areas.wards_.size();
      }
      areas.wards_.push_back(std::move(ward));
    }
    counties.emplace(areas.county_, std::move(areas));
  }
  return counties;
}

const Areas* Areas::Of(absl::string_view county) {
  static const auto* const counties = new absl::flat_hash_map<std::string, Areas>(ParseAll());
  const auto found = counties->find(county);
  return found == counties->end() ? nullptr : &found->second;
}

const SubCounty* Areas::FindSubCounty(absl::string_view text) const {
  const auto found = sub_county_by_spelling_.find(Squeeze(text));
  return found == sub_county_by_spelling_.end() ? nullptr : &sub_counties_[found->second];
}

const Ward* Areas::FindWard(absl::string_view text) const {
  const auto found = ward_by_spelling_.find(Squeeze(text));
  return found == ward_by_spelling_.end() ? nullptr : &wards_[found->second];
}

}  // namespace rufaa
