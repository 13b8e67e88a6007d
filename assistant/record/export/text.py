"""The record as plain text: field by field for pasting elsewhere, and as a phone script."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.dialog.renderer import with_colon
from assistant.record.contents import Record
from assistant.record.labels import MASKED
from assistant.record.protect import make_mask, protected_addresses
from assistant.record.sheet import SheetRow, SheetSection, to_sheet
from assistant.text.ui import Ui

_INDENT = "  "


def to_text(record: Record, ui: Ui) -> str:
    """Return `record` as text: section headings, and under them each field's label and lines."""
    whole = to_sheet(record, ui)
    sections = "\n".join(map(_render_section, whole.sections))
    footer = "\n".join(whole.footer)
    return f"{sections}\n{footer}\n"


def _render_section(section: SheetSection) -> str:
    rule = "=" * len(section.heading)
    return "\n".join((section.heading, rule, "", *map(_render_row, section.rows)))


def _render_row(row: SheetRow) -> str:
    label = with_colon(" ".join(row.label.split()))
    return "\n".join((label, *_render_lines(row), ""))


def _render_lines(row: SheetRow) -> Iterator[str]:
    """Yield the lines of a row; all but the first are indented.

    So nothing that was typed can be mistaken for a heading.
    """
    mark = "- " if row.listed else ""
    for number, line in enumerate(row.lines):
        first, *more = line.splitlines() or [""]
        yield mark + first if row.listed or not number else _INDENT + first
        yield from (_INDENT + one for one in more)


# The phone script: half a minute of speech for the call to the family team.

_MAX_SPOKEN = 160  # characters of free text: about ten seconds of speech


def phone_script(record: Record, ui: Ui) -> str:
    """Return a script of 30 seconds: caller, child, danger, whereabouts, what was seen, request."""
    lines = (
        _caller_line(record, ui),
        _child_line(record, ui),
        *_danger_lines(record, ui),
        *_whereabouts_lines(record, ui),
        *_observation_lines(record, ui),
        _request_lines(record, ui),
    )
    # Masked as a whole: an address may stand in any of the free texts.
    return make_mask(protected_addresses(record), ui.say(MASKED))(
        "\n".join(filter(None, lines)) + "\n"
    )


def _caller_line(record: Record, ui: Ui) -> str:
    one = record.notifier
    who = ", ".join(filter(None, (one.name, one.title, one.workplace)))
    asks = ui.say("Jeg vil underrette om et barn.")
    return ui.say("Goddag, det er {who}.", who=who) + " " + asks if who else asks


def _child_line(record: Record, ui: Ui) -> str:
    child, unborn = record.child, record.unborn
    if unborn:
        return ui.say("Det drejer sig om et ufødt barn af {name}.", name=unborn.mother_name or "…")
    name = child.name or ui.say("et barn, jeg ikke kender navnet på")
    if child.age is not None:
        return ui.say("Barnet er {name}, {age} år.", name=name, age=child.age)
    if child.age_band:
        return ui.say("Barnet er {name}, alder: {age}.", name=name, age=child.age_band)
    return ui.say("Barnet er {name}.", name=name)


def _danger_lines(record: Record, ui: Ui) -> tuple[str, ...]:
    safety = record.immediate_safety
    safe = {
        True: ui.say("Barnet er i sikkerhed i dag og i nat."),
        False: ui.say("Barnet er ikke i sikkerhed i dag og i nat."),
    }
    danger = ui.say("Faren: {danger}", danger=_shorten(safety.danger)) if safety.danger else ""
    return danger, safe[safety.safe_now] if safety.safe_now is not None else ""


def _whereabouts_lines(record: Record, ui: Ui) -> tuple[str, ...]:
    safety = record.immediate_safety
    where = safety.where_now or record.child.whereabouts
    return (
        ui.say("Lige nu: {where}", where=_shorten(where)) if where else "",
        ui.say("De næste timer: {what}", what=_shorten(safety.next_hours))
        if safety.next_hours
        else "",
    )


def _observation_lines(record: Record, ui: Ui) -> tuple[str, ...]:
    what = next((one.what for one in record.observations if one.what), None)
    what = what or next((sign.label for sign in record.signs), None)
    words = next((one.words for one in record.child_voice if one.words), None)
    return (
        ui.say("Det har jeg set eller hørt: {what}", what=_shorten(what)) if what else "",
        ui.say("Barnet sagde: »{words}«", words=_shorten(words)) if words else "",
    )


def _request_lines(record: Record, ui: Ui) -> str:
    urgent = {
        "act_now": ui.say("Det haster nu. Hvad gør I, og hvad skal jeg gøre, til I er her?"),
        "today": ui.say("Det haster i dag. Hvad gør I i dag, og hvad skal jeg gøre så længe?"),
    }
    ask = urgent.get(
        record.urgency or "", ui.say("Hvad sker der nu, og hvornår hører jeg fra jer?")
    )
    reach = record.notifier.phone
    back = ui.say("I kan nå mig på {phone}.", phone=reach) if reach else ""
    note = ui.say("(Skriv ned: hvem du talte med, klokken, og hvad I aftalte.)")
    return "\n".join(filter(None, (ask, back, note)))


def _shorten(words: str | None) -> str:
    """Return `words` on one line, cut between words if they are too long to say."""
    line = " ".join((words or "").split())
    return line if len(line) <= _MAX_SPOKEN else line[:_MAX_SPOKEN].rsplit(" ", 1)[0] + " …"
