"""The child, those around the child, and the notifier, in words."""

from __future__ import annotations

from assistant.record.labels import MASKED
from assistant.record.sheet.rows import Row, Section, Wording, numbered


def child(of: Wording) -> Section:
    """Return who the record is about, the family, and where the child goes."""
    record = of.record
    rows = (
        *of.rows("child.name", "child.cpr", "child.birth_date"),
        *of.rows("child.age" if record.child.age is not None else "child.age_band", "child.gender"),
        *_address(of),
        *of.rows("child.whereabouts", "child.interpreter", "child.special_needs"),
        *of.rows("unborn.mother_name", "unborn.mother_cpr"),
        *of.rows("unborn.mother_address", "unborn.address_protected", "unborn.due_date"),
        *(_caregiver(of, n) for n in range(len(record.caregivers))),
        *of.rows("custody"),
        *(_sibling(of, n) for n in range(len(record.siblings))),
        *of.rows("setting.institution", "setting.group"),
    )
    heading = of.ui.say("Det ufødte barn") if record.unborn else of.ui.say("Barnet")
    return Section("child", heading, numbered(rows))


def notifier(of: Wording) -> Section:
    """Return who notifies and how to reach them."""
    rows = of.rows(
        "notifier.name",
        "notifier.title",
        "notifier.workplace",
        "notifier.phone",
        "notifier.email",
        "notifier.hours",
        "notifier.category",
        "notifier.relation",
        "notifier.known_since",
    )
    return Section("notifier", of.ui.say("Den, der underretter"), rows)


def _address(of: Wording) -> tuple[Row, ...]:
    child = of.record.child
    if child.address_protected or (child.address and "child.address" in of.hidden):
        return (Row("child.address", of.label("child.address"), (of.ui.say(MASKED),)),)
    return of.rows("child.address", "child.address_protected")


def _caregiver(of: Wording, n: int) -> Row:
    one = of.record.caregivers[n]
    label = one.relation or of.label("caregivers")
    lines = of.entry("caregivers", one, "name", "phone", "address")
    return Row(f"caregivers.{n}", label, lines)


def _sibling(of: Wording, n: int) -> Row:
    one = of.record.siblings[n]
    lines = of.entry("siblings", one, "name", "age", "note")
    return Row(f"siblings.{n}", of.label("siblings"), lines)
