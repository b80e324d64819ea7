// The county itself: stream "county". The rules in force are named here by version and digest, so
// that a later reader can tell what a decision was made under.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "domain/base/fields.h"

namespace rufaa::directory {

struct Ward {
  std::string ward;  // "11"
  std::string name;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "ward", self.ward);
    visit(2, "name", self.name);
  }
  bool operator==(const Ward&) const = default;
};

struct Subcounty {
  std::string subcounty;  // "003"
  std::string name;
  std::vector<Ward> wards;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "subcounty", self.subcounty);
    visit(2, "name", self.name);
    visit(3, "wards", self.wards);
  }
  bool operator==(const Subcounty&) const = default;
};

struct CountyFounded {
  static constexpr absl::string_view kType = "county.founded";
  std::string county;  // "001"
  std::string name;
  std::string prefix;  // Of codes: "MS".
  std::vector<Subcounty> subcounties;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "county", self.county);
    visit(2, "name", self.name);
    visit(3, "prefix", self.prefix);
    visit(4, "subcounties", self.subcounties);
  }
  bool operator==(const CountyFounded&) const = default;
};

struct PolicyAdopted {
  static constexpr absl::string_view kType = "county.policy-adopted";
  std::string version;
  std::string digest;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "version", self.version);
    visit(2, "digest", self.digest);
  }
  bool operator==(const PolicyAdopted&) const = default;
};

struct ClocksAdopted {
  static constexpr absl::string_view kType = "county.clocks-adopted";
  std::string version;
  std::string digest;

  template <class Self, class Visitor>
  static void Fields(Self& self, Visitor&& visit) {
    visit(1, "version", self.version);
    visit(2, "digest", self.digest);
  }
  bool operator==(const ClocksAdopted&) const = default;
};

using CountyEvent = std::variant<CountyFounded, PolicyAdopted, ClocksAdopted>;

}  // namespace rufaa::directory
