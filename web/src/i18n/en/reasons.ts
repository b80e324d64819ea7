// What a refusal means and what to do, by its reason in docs/errors.md; a test holds the list whole.
import { atTheDoor, keyed } from "./refusedFirst";

export const reasons = keyed({
  ...atTheDoor,
  UNIMPLEMENTED: ["This hub can't do that.", "It may be an older version. Tell the technician."],
  DEADLINE_EXCEEDED: ["The hub took too long.", "Send it again: it is done only once."],
  CANCELLED: ["It was broken off.", "Send it again: it is done only once."],
  ACCESS_BOOK_UNAVAILABLE: [
    "It can't be recorded who asks this, so nothing was shown or changed.",
    "Try again in a moment. If it lasts, tell the technician.",
  ],
  AGENCY_CLOSED: [
    "The agency has closed: nothing is given to it any more.",
    "Choose another. An administrator opens it again if it works again.",
  ],
  AGENCY_IN_USE: [
    "The agency has open cases, or more open referrals than end at once.",
    "Its office hands its cases over to another or closes them first; referrals are answered or called back.",
  ],
  ALREADY_DONE: ["This was done already.", "Nothing more is needed."],
  APPROVAL_REQUIRED: [
    "The plan is not approved.",
    "Ask the sub-county children's officer to approve it.",
  ],
  ASSIGNED_TO_ANOTHER: [
    "The case is assigned to another officer of your office.",
    "Ask that officer. While they are away, or where they have left, the supervisor assigns it to you.",
  ],
  BACKUP_NOT_EMPTY: [
    "The folder to write to is not empty.",
    "Name a folder that is not there yet.",
  ],
  CASE_WORKED_ON: [
    "Somebody has worked on a case of this import since.",
    "Correct that case by hand.",
  ],
  CLOSURE_NOT_REQUESTED: [
    "Nobody has asked for closure.",
    "Ask for closure first; another officer then approves it.",
  ],
  COURT_DATE_AHEAD: [
    "A court date of this case is still ahead.",
    "Wait for it, record its outcome, or have it vacated.",
  ],
  COURT_DATE_REQUIRED: [
    "An emergency removal needs a court date.",
    "Set the day on which the child is brought to court.",
  ],
  DEADLINE_REQUIRED: ["The request had no time limit.", "Load the page again."],
  ERASED: [
    "This child's personal data was erased by lawful request.",
    "Nothing can bring it back.",
  ],
  EXPIRY_REQUIRED: [
    "This kind of order needs its expiry date.",
    "Take it from the order: at most 12 months for supervision.",
  ],
  FAMILY_NOT_TOLD: [
    "Child and family were not told of future support.",
    "Tell them, tick it, and ask again.",
  ],
  FINAL_VISIT_REQUIRED: [
    "The final visit of the follow-up is not recorded.",
    "Record the final visit; before follow-up, start that first.",
  ],
  IN_FUTURE: ["The time given lies in the future.", "Correct it, or set the clock of this device."],
  KEY_FILE_UNUSABLE: ["The county's key can't be used.", "Tell the technician."],
  LEGAL_HOLD: [
    "A court needs this record.",
    "It is restricted, not erased, until no court date is ahead and no order runs.",
  ],
  LOGIN_NAME_TAKEN: ["This login name is taken.", "Choose another."],
  MESSAGE_TOO_LARGE: ["This is too much at once.", "Shorten the text and send it again."],
  ONE_MESSAGE_ONLY: ["This page does not fit the hub.", "Load the page again."],
  UNKNOWN_ENCODING: ["This page does not fit the hub.", "Load the page again."],
  VAULT_UNAVAILABLE: [
    "Names and notes can't be opened or kept now.",
    "Wait a moment and send it again.",
  ],
  LOG_UNAVAILABLE: [
    "The hub can't record anything now.",
    "What you typed is kept. Send it again in a moment.",
  ],
  MALFORMED: ["Something is missing or not of the right form.", "Look through it once more, and correct it."],
  NOT_ALLOWED_IN_STATE: [
    "This can no longer be done.",
    "It has moved on since you opened it. See how it stands now.",
  ],
  NOT_A_DEMO: ["This is not a demo county.", "Tell the technician."],
  NOT_CAUGHT_UP: ["The hub is still catching up.", "Try again in a moment."],
  NOT_DUE: ["The deadline is not over yet.", "Wait until it is."],
  NOT_ENROLLED: ["This person is not enrolled, or has left.", "Enrol the person first."],
  NOT_FOUND_OR_NOT_YOURS: [
    "Not found, or not yours to see.",
    "Check the code, sign by sign, or ask its owner to refer it to your agency.",
  ],
  NOT_PERMITTED: ["Your role may not do this.", "Ask the person whose role may."],
  NO_BED_FREE: ["No bed is free.", "Waiting list or decline; you will be told who else has room."],
  NO_CONSENT: [
    "Neither consent nor statute allows telling them.",
    "In the case, under “Record consent”, record the consent for this recipient, or the lawful basis that stands in its place.",
  ],
  NO_OFFICE: [
    "No children's office works in this sub-county.",
    "The county's administrator must register one before a case can be opened here.",
  ],
  NO_SUCH_PART: [
    "The case has no such need, matter, order or consent any more.",
    "See how it stands now.",
  ],
  OFFER_MISMATCH: [
    "This offer does not take this child.",
    "Check service, age, sex and sub-county; choose another offer.",
  ],
  OPEN_REFERRAL: ["A referral of this case is still open.", "Complete or cancel it first."],
  ORDER_RUNNING: [
    "A court order of this case still runs.",
    "Wait for its expiry, or record its end.",
  ],
  PLACE_OF_SAFETY_REQUIRED: ["A child is removed to, or placed with, a place of safety and nobody else.", "Choose one from the list."],
  POLICE_STATION_NOT_SAFE: [
    "A police station, remand home or rehabilitation school is never a place of safety (Children Act s.2).",
    "Choose a rescue centre, hospital or fit person.",
  ],
  PURPOSE_REQUIRED: ["Opening this needs a reason.", "Choose why you need it."],
  REASON_REQUIRED: [
    "This needs a reason; “Other” also needs a note.",
    "Choose a reason, and write a note with “Other”.",
  ],
  REFERRAL_REQUIRED: [
    "A need is open for which nothing was referred.",
    "Refer it, meet it, or withdraw it with a reason.",
  ],
  REGISTRATION_REQUIRED: ["The case is not registered yet.", "Register it first."],
  REQUEST_ID_REUSED: [
    "This was sent before with other words.",
    "Load the page again and look at what was recorded.",
  ],
  RISK_REQUIRED: ["No risk is set yet.", "Set the risk first."],
  SELF_APPROVAL: ["Who asks may not approve.", "Ask another officer who may."],
  STEP_UP_REQUIRED: ["This needs your password once more.", "Type it, and go on."],
  STORE_DAMAGED: ["Stored data is damaged.", "Tell the technician at once."],
  STORE_FULL: [
    "The hub's disk is full; nothing was written.",
    "Tell the technician. What you typed is kept.",
  ],
  STORE_IN_USE: ["The data is in use by another hub.", "Tell the technician."],
  STORE_MISSING: ["A part of the hub's data is gone.", "Tell the technician at once."],
  STORE_NEWER: ["The data was written by a newer version.", "Tell the technician."],
  STORE_OF_ANOTHER_COUNTY: ["The data is of another county.", "Tell the technician."],
  TOO_LARGE: ["This is too much at once.", "Shorten the text and send it again."],
  TOO_LONG_AGO: [
    "The time given lies more than half a year back.",
    "Correct it, or set the clock of this device. Cases of long before come with an import.",
  ],
  UNKNOWN_CODE: ["A code is unknown or no longer used.", "Choose again from the list."],
  VIEWS_REQUIRED: [
    "The child's own views are not recorded.",
    "Record them in the assessment first.",
  ],
  VISIT_REQUIRED: ["No visit is recorded since follow-up began.", "Record a visit first."],
  WEAK_PASSWORD: [
    "The password is too short, or is the login name.",
    "At least 12 characters: four unrelated words are good.",
  ],
  WRONG_COUNTY_KEY: ["The keys are of another county.", "Tell the technician."],
  WRONG_VERSION: [
    "Somebody changed this since you opened it.",
    "Look at how it stands now, and decide again.",
  ],
});

// Facts of a refusal that help who reads it.
export const facts = {
  referrals: "Referrals",
  cases: "Open cases",
  matters: "Court matters",
  orders: "Orders",
  needs: "Needs",
  state: "It stands now",
  current_version: "Version now",
  list: "List",
  recipient: "Who would be told",
  recipient_kind: "Their kind",
  purpose: "What for",
  scope: "What would be told",
  basis: "Basis asked for",
  consent: "Consent named",
  lacks: "What it does not cover",
};

// Of a consent that was named: what of the disclosure is not in it.
export const lacking = {
  recipient: "this recipient",
  purpose: "this purpose",
  scope: "all that would be told",
  in_force: "today: it ran out, or was withdrawn",
};
