// One record: its cells to a Row, by the rules that need no other record.
#pragma once

#include <string>
#include <vector>

#include "domain/linelist/csv.h"
#include "domain/linelist/linelist.h"

namespace rufaa::linelist {

class RecordReader {
 public:
  RecordReader(const Header& header, const Options& options, std::vector<Finding>& findings)
      : header_(header), options_(options), findings_(findings) {}

  // False if a rule refuses the record.
  bool Read(const csv::Record& record, int number, Row& row);

 private:
  std::string Cell(Column column) const;
  void Find(absl::string_view rule, Column column, std::string detail = "");
  void FindOfRecord(absl::string_view rule, std::string detail);

  std::string Required(Column column);
  std::optional<absl::CivilDay> Date(Column column);
  std::optional<bool> YesNo(Column column);
  std::optional<int> Count(Column column, int max);
  std::string Coded(Column column, absl::string_view list);

  void ReadChild(Row& row);
  void ReadPlace(Row& row);
  void ReadCase(Row& row);
  void ReadReporter(Row& row);
  void ReadReferral(Row& row);
  void ReadProgress(Row& row);
  void ReadClosure(Row& row);
  void CheckAge(Row& row);
  void CheckDates(const Row& row);

  const Header& header_;
  const Options& options_;
  std::vector<Finding>& findings_;
  const csv::Record* record_ = nullptr;
  int number_ = 0;
  bool refused_ = false;
};

}  // namespace rufaa::linelist
