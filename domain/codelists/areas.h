// A county's sub-counties and wards, as versioned data. Store the ward; the sub-county follows.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace rufaa {

struct SubCounty {
  std::string code;  // "003"
  std::string name;  // "Kisauni"
};

struct Ward {
  int number = 0;  // The electoral commission's, counted through the county.
  std::string name;
  std::string sub_county;  // Its code.
};

// Immutable; safe from any thread.
class Areas {
 public:
  // nullptr if the hub has no data for the county ("001").
  static const Areas* Of(absl::string_view county);

  const std::string& county() const { return county_; }
  const std::string& county_name() const { return county_name_; }
  absl::Span<const SubCounty> sub_counties() const { return sub_counties_; }
  absl::Span<const Ward> wards() const { return wards_; }

  // By code or number, or by name in any spelling of case, spaces and punctuation; of a double name
  // ("Mji Wa Kale/Makadara") either half will do. nullptr if there is none.
  const SubCounty* FindSubCounty(absl::string_view text) const;
  const Ward* FindWard(absl::string_view text) const;
  bool Belongs(const Ward& ward, const SubCounty& sub_county) const {
    return ward.sub_county == sub_county.code;
  }

 private:
  Areas() = default;
  static absl::flat_hash_map<std::string, Areas> ParseAll();

  std::string county_, county_name_;
  std::vector<SubCounty> sub_counties_;
  std::vector<Ward> wards_;
  absl::flat_hash_map<std::string, size_t> sub_county_by_spelling_, ward_by_spelling_;
};

}  // namespace rufaa
