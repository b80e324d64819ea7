#!/usr/bin/env bash
# The main job, from a child found to a case closed and reopened, as the demo county's people, against
# the hub that `./dev up` started. README.md shows what it prints.
#   usage: docs/walk.sh PASSWORD [RUFAA]
set -euo pipefail
password=${1:?usage: docs/walk.sh PASSWORD [RUFAA]}
rufaa=${2:-build/release/bin/rufaa}
XDG_STATE_HOME=$(mktemp -d)
export XDG_STATE_HOME
trap 'rm -rf "$XDG_STATE_HOME"' EXIT

# as PERSON ARGUMENT…: shown as it is run.
as() {
  local person=$1
  shift
  printf '\n$ rufaa --profile %s %s\n' "$person" "$*" >&2
  "$rufaa" --profile "$person" "$@"
}
# The same, only for one field of the answer.
ask() {
  local person=$1 field=$2
  shift 2
  "$rufaa" --profile "$person" -o json "$@" | python3 -c "
import json, sys
value = json.load(sys.stdin)
for key in sys.argv[1].split('.'):
    value = value[int(key)] if key.isdigit() else value[key]
print(value)" "$field"
}
# refused REASON PERSON ARGUMENT…: what must be refused, and for this reason. Prints why, and goes on.
refused() {
  local reason=$1 said
  shift
  if said=$(as "$@" 2>&1); then
    printf '%s\n' "$said" "this should have been refused" >&2
    exit 1
  fi
  printf '%s\n' "$said"
  if ! grep -q "^$reason: " <<<"$said"; then
    echo "this should have been refused with $reason" >&2
    exit 1
  fi
}

for person in chv.kisauni officer.kisauni supervisor.kisauni desk.tumaini desk.coast \
  desk.kisauni.hospital court.tononoka committee auditor; do
  "$rufaa" --quiet --profile "$person" login "$person" --password-file - <<<"$password" >/dev/null
done

echo "# A volunteer finds a child and reports"
case=$(ask chv.kisauni case_file.case_code case identify --from - <<'CHILD'
{"reporter": "CRON", "categories": [{"category": "CSRG", "subcategory": "CEPR", "nature": "OCGE"}],
 "sex": "SFEM", "age_years": 14, "subcounty": "003", "ward": "11",
 "identity": {"first_name": "Zawadi", "surname": "Mwakazi"},
 "narrative": "Seen at the beach bars at night.", "location": "Behind the market"}
CHILD
)
as chv.kisauni case show "$case"

echo; echo "# The sub-county children's officer takes the case on, and plans"
as officer.kisauni case register "$case" | sed -n '1,6p'
ask officer.kisauni case_file.stage case risk "$case" RLHG
ask officer.kisauni case_file.stage case assess "$case" --childs-views-recorded
ask officer.kisauni case_file.stage case consent "$case" --recipient-kind RESCUE_CENTRE \
  --purpose REFERRAL_SERVICE --scope identity --given-by GUARDIAN --basis CONSENT
ask officer.kisauni case_file.stage case plan "$case"
ask supervisor.kisauni case_file.stage case approve-plan "$case"
ask officer.kisauni case_file.stage case start "$case"

echo; echo "# To a rescue centre, which sees enough to decide and not enough to find the child"
shelter=$(ask officer.kisauni referral.referral_code referral send "$case" rescue-tumaini \
  --service RMTS --urgency urgent)
as desk.tumaini beds count rescue-tumaini tumaini-beds --total 24 --used 20
as desk.tumaini referral list --queue new
as desk.tumaini referral show "$shelter"
as desk.tumaini referral accept "$shelter" --offer tumaini-beds | grep -E 'state|bed|due'
as desk.tumaini referral show "$shelter" --purpose referral-service | grep -E 'name|state'
as desk.tumaini beds show

echo; echo "# A hospital declines: the need stays open, and who else has room is told"
hospital=$(ask officer.kisauni referral.referral_code referral send "$case" hosp-coast \
  --service RMTX --urgency urgent)
as desk.coast referral decline "$hospital" --reason NO_CAPACITY

echo; echo "# Court, and a closure that has to wait for it"
as officer.kisauni court set "$case" --court court-tononoka --session STHR \
  --court-time "+14d 09:00" | grep -E 'stage|court-tononoka'
matter=$(ask officer.kisauni case_file.court_dates.0.matter case show "$case")
ask officer.kisauni case_file.stage case follow-up "$case"
ask officer.kisauni case_file.stage case visit "$case" --final
close=(case close "$case" --reason COCE --family-told)
refused OPEN_REFERRAL officer.kisauni "${close[@]}"
ask desk.tumaini referral.state referral service "$shelter" --service RMTS
ask desk.tumaini referral.state referral complete "$shelter" --outcome SERVED
refused COURT_DATE_AHEAD officer.kisauni "${close[@]}"
ask court.tononoka case_file.stage court move "$case" "$matter" --court-time=-1h --occur-time=-2h \
  --reason WITNESS_ABSENT
ask court.tononoka case_file.stage court outcome "$case" "$matter" --outcome CRCT
as officer.kisauni "${close[@]}" | grep -E 'stage'
refused NOT_PERMITTED officer.kisauni case approve-closure "$case"
as supervisor.kisauni case approve-closure "$case" | grep -E 'stage'
as officer.kisauni case reopen "$case" --reason NEW_INCIDENT | grep -E 'stage'

echo; echo "# What the county and the auditor see"
as committee board | sed -n '1,13p'
as auditor audit trail "$case" --purpose audit --all
as auditor log verify
