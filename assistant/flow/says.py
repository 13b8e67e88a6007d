"""What a municipality's directory says in a flow's texts: `{contact.id}` and `{deadline.id}`."""

from __future__ import annotations

CONTACTS = (
    "emergency",  # 112
    "police",  # 114
    "family_team",  # by the clock: the team when it is open, the duty officer otherwise
    "duty_officer",
    "advice",  # advice for professionals, without naming the child
    "children_line",
)
DEADLINES = ("assess", "receipt")
