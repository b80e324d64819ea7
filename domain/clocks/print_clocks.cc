#include "domain/clocks/print_clocks.h"

#include "absl/strings/str_cat.h"

namespace rufaa {

std::string ClocksAsMarkdown(const ClockTable& table) {
  std::string text = R"(# Clocks

How long things may take, and on what each limit rests. Made from `domain/clocks/builtin_clocks.cc`
(a test fails when this page is not current). A county changes a limit by adding a row with a later
day to a copy of `deploy/config/clocks.toml`, and names the copy as `serve.clocks` (`--clocks`). The
county's log tells which table was in force from when; earlier deadlines stay as they were.

A clock runs from when it happened in the world, also where a phone tells the hub days later. Only
those of others who must answer (DECIDE, REPLY, CANCEL_ANSWER, TRANSFER_ANSWER) start no earlier
than the hub knows of it: nobody is silent on what they could not be asked.

No appointment, made, missed or cancelled, puts off what was promised on acceptance (SERVE): until
it was told that the promise is overdue, APPOINTMENT and REBOOK are over no later than that. REPLY
and WAITLIST_REVIEW are over no later than a decision would be due (DECIDE, by urgency).

While a case is in an emergency, what its open needs were said to wait for is over: they are shown,
and asked for unless the sender says how soon, and passed on, as an emergency. A referral that was
sent before keeps the time its recipient was told; the sender who can't wait asks it back.

What was accepted is not let go by silence: the recipient may have the child. When its time to
answer (CANCEL_ANSWER) is over, it is told to be overdue, and who asked it back may end it
(`rufaa referral confirm-cancel`), also where the agency has closed: its place is free then, and the
case can be closed.

A removed child's clock to court (TO_COURT) runs, whatever the stage, until it was before the court;
in an emergency the clock of its risk starts anew then. A child that is removed once more before
is owed the same day, in whichever of its matters is heard first; one that is moved from a place of
safety to another is not removed. Before, the case is not closed, unless the child died, and not set
aside. For a child that was returned before its day, or is lost, it is the court that ends the
matter, too: a date is set, and what the court said is recorded.

ORDER_RENEWAL counts backwards: that long before the last day of a court's order, through which the
order holds, the owner's list says that it is to be brought to court again or to be ended; of a
shorter order, on its last day. It is silent while a date is set in the order's matter.

PEP_START and EC_GIVEN end nothing. Until when treatment can start is told with a case and its
running referrals, also when it is past, to the owner and to a helper who may know what happened or
the facts of visits. Nothing runs by a row that is marked "for reference" yet: the hub neither tells
nor counts by it.

| Rule | Starts at | Limit | In force from | Ground | Source |
|---|---|---|---|---|---|
)";
  for (const ClockRow& row : table.rows()) {
    absl::StrAppend(&text, "| ", row.rule, RunsBy(row.rule) ? "" : ", for reference", " | ",
                    row.trigger, " | ", row.limit.Text(), " | ", absl::FormatCivilTime(row.from),
                    " | ", Name(row.ground), " | ", row.source, " |\n");
  }
  return text;
}

std::string ClocksAsToml(const ClockTable& table) {
  std::string text = R"(# How long things may take; docs/clocks.md explains each row.
# To change a limit, add a row of the same rule with the day from which it holds. Never edit a row
# that was in force: old deadlines rest on it.
# ground: "law", "national guideline" or "local policy".
)";
  for (const ClockRow& row : table.rows()) {
    absl::StrAppend(&text, "\n[[clock]]\nrule = \"", row.rule,
                    "\"\nfrom = ", absl::FormatCivilTime(row.from), "\n");
    if (row.limit.months > 0) absl::StrAppend(&text, "months = ", row.limit.months, "\n");
    if (row.limit.days > 0) absl::StrAppend(&text, "days = ", row.limit.days, "\n");
    if (row.limit.hours > 0) absl::StrAppend(&text, "hours = ", row.limit.hours, "\n");
    absl::StrAppend(&text, "ground = \"", Name(row.ground), "\"\ntrigger = \"", row.trigger,
                    "\"\nsource = \"", row.source, "\"\n");
  }
  return text;
}

}  // namespace rufaa
