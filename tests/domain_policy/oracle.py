#!/usr/bin/env python3
"""Who may see and do what, a second time: from the wording of docs/privacy.md, person by person.

Independent of domain/policy/table.cc on purpose. The C++ test asks both the whole cross product and
compares. Prints the axes, then one letter per question: D deny, S step-up, A allow.
"""

import sys
from itertools import product

ROLES = ("none chv vco teacher helpline childrens_officer supervisor agency_desk court_desk "
         "committee auditor dpo county_admin operator system").split()
KINDS = ("NONE CHILDREN_OFFICE COMMUNITY POLICE HEALTH JUDICIARY RESCUE_CENTRE PROSECUTION "
         "PROBATION EDUCATION CHIEF LEGAL_AID CSO HELPLINE COMMITTEE OVERSIGHT HUB").split()
RELATIONS = ("none owner same_agency supervisor recipient_pending recipient_accepted "
             "recipient_ended committee auditor operator identifier").split()
PARTS = "header need identity narrative location medical justice audit directory reply programme".split()
ACTIONS = ("read write identify refer respond approve close count erase break_glass "
           "administer").split()
CONSENTS = "given withdrawn not_needed".split()

SERVING = set("POLICE HEALTH RESCUE_CENTRE PROSECUTION PROBATION EDUCATION CHIEF LEGAL_AID CSO".split())
OFFICERS = {"childrens_officer", "supervisor"}

# Where a role is at home. At any other agency it is nobody, as far as children go.
HOME = {
    "chv": {"COMMUNITY", "HEALTH"},
    "vco": {"COMMUNITY", "CHILDREN_OFFICE"},
    "teacher": {"EDUCATION"},
    "helpline": {"HELPLINE"},
    "childrens_officer": {"CHILDREN_OFFICE"},
    "supervisor": {"CHILDREN_OFFICE"},
    "agency_desk": SERVING,
    "court_desk": {"JUDICIARY"},
    "committee": {"COMMITTEE"},
    "auditor": {"OVERSIGHT"},
    "dpo": {"OVERSIGHT"},
}


def directory(role, kind, relation, action):
    """Agencies, offers, beds and accounts: no child in them."""
    if kind == "NONE" or role in ("none", "system"):
        return "D"
    if action == "read":
        general = ("none", "committee", "auditor", "operator")
        return "A" if relation in general else "D"
    if action == "write":
        keeps = role in OFFICERS | {"agency_desk", "court_desk"}
        where = SERVING | {"JUDICIARY", "CHILDREN_OFFICE"}
        return "A" if keeps and kind in where and relation == "same_agency" else "D"
    if action == "administer":
        admin = role in ("county_admin", "operator") and kind in ("CHILDREN_OFFICE", "HUB")
        return "A" if admin and relation in ("none", "operator") else "D"
    return "D"


def programme(role, kind, relation, action):
    """Numbers of the programme's activities: nobody in them either."""
    if action == "read" and role == "committee":
        return "A" if kind == "COMMITTEE" and relation == "committee" else "D"
    if action not in ("read", "write") or relation != "none":
        return "D"
    if role == "county_admin":
        return "A" if kind in ("CHILDREN_OFFICE", "HUB") else "D"
    if role in OFFICERS | {"agency_desk"}:
        return "A" if kind in HOME[role] else "D"
    return "D"


def owner(part, action):
    if action == "read":
        return "S" if part == "location" else "A"
    if action == "write":
        return "A"
    return "A" if (part, action) in (("need", "refer"), ("header", "close")) else "D"


def supervisor(part, action):
    if part == "header":
        return "A" if action in ("read", "write", "approve", "close") else "D"
    if (part, action) == ("need", "refer"):
        return "A"
    if action != "read":
        return "D"
    return "S" if part in ("location", "medical") else "A"


def officer(role, relation, part, action, consent):
    if relation == "owner":
        return owner(part, action)
    if relation == "supervisor":
        return supervisor(part, action) if role == "supervisor" else "D"
    if relation in ("none", "same_agency"):
        if action == "break_glass":
            return "S" if part in ("identity", "narrative", "location") else "D"
        if relation == "none" and part == "header":
            return "A" if action in ("count", "identify") else "D"
        return "D"
    return recipient("CHILDREN_OFFICE", role, relation, part, action, consent)


def recipient(kind, role, relation, part, action, consent):
    if not relation.startswith("recipient_"):
        return "D"
    stage = relation[len("recipient_"):]
    if stage == "pending" and action == "break_glass":
        urgent = role == "agency_desk" and kind in ("POLICE", "HEALTH") and part == "identity"
        return "S" if urgent else "D"
    if part == "header" and action == "read":
        return "A"
    if stage == "ended" or consent == "withdrawn":
        return "D"
    if part == "need" and action in ("read", "respond"):
        return "A"
    # The sender answers knowing that it goes to one who has not decided yet.
    if part == "reply":
        return "A" if action == "read" else "D"
    if stage == "pending":
        return "D"
    # Accepted.
    if part in ("header", "need"):
        return "A" if action == "write" else "D"
    if part in ("identity", "narrative"):
        return "A" if action == "read" else "D"
    if part == "location":
        return "S" if kind == "RESCUE_CENTRE" and action == "read" else "D"
    opened = {"medical": ("HEALTH",), "justice": ("POLICE", "JUDICIARY")}.get(part, ())
    return "A" if kind in opened and action in ("read", "write") else "D"


def oversight(role, part, action):
    if action == "read":
        return {"audit": "A", "identity": "S"}.get(part, "D")
    return "S" if role == "dpo" and part == "header" and action == "erase" else "D"


def of_a_child(role, kind, relation, part, action, consent):
    if role == "system":
        expires = kind == "HUB" and relation == "none" and part == "header" and action == "write"
        return "A" if expires else "D"
    if kind not in HOME.get(role, ()):
        return "D"
    if role in ("auditor", "dpo"):
        return oversight(role, part, action) if relation == "auditor" else "D"
    if part == "audit":
        return "D"
    if role == "committee":
        return "A" if (relation, part, action) == ("committee", "header", "count") else "D"
    # Everybody left may report a child, and follow what became of the report.
    if relation == "identifier":
        return "A" if part == "header" and action == "read" else "D"
    if relation == "none" and part == "header" and action == "identify":
        return "A"
    if role in OFFICERS:
        return officer(role, relation, part, action, consent)
    if role in ("vco", "agency_desk", "court_desk"):
        return recipient(kind, role, relation, part, action, consent)
    return "D"


def answer(role, kind, relation, part, action, consent):
    if part == "directory":
        return directory(role, kind, relation, action)
    if part == "programme":
        return programme(role, kind, relation, action)
    return of_a_child(role, kind, relation, part, action, consent)


def main():
    axes = (ROLES, KINDS, RELATIONS, PARTS, ACTIONS, CONSENTS)
    for axis in axes:
        print(" ".join(axis))
    sys.stdout.write("".join(answer(*question) for question in product(*axes)))


main()
