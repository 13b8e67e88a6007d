"""The whole record as one sheet: urgent first, then four blocks, then facts and grounds."""

from __future__ import annotations

from assistant.record.labels import MASKED, URGENCY
from assistant.record.model import Record
from assistant.record.protect import hidden_paths, masking, protected_addresses
from assistant.record.sheet.blocks import asked, done, seen, works
from assistant.record.sheet.facts import child, notifier
from assistant.record.sheet.grounds import grounds, missing, replies
from assistant.record.sheet.rows import Row, Section, Sheet, Wording, numbered
from assistant.text import formats
from assistant.text.ui import Ui


def sheet(record: Record, ui: Ui) -> Sheet:
    """Return `record` in the words of `ui`'s language, protected addresses masked throughout."""
    of = Wording(record, ui, hidden_paths(record))
    makers = (_head, _urgent, seen, works, done, asked, child, notifier, grounds, replies, missing)
    sections = (maker(of) for maker in makers)
    whole = Sheet(
        language=ui.language,
        urgent=record.urgency in {"act_now", "today"},
        sections=tuple(one for one in map(of.told, sections) if one.rows),
        footer=(_footer(of),),
    )
    hidden = protected_addresses(record)
    return whole.changed(masking(hidden, ui.say(MASKED))) if hidden else whole


def _urgent(of: Wording) -> Section:
    """Return what a reader needs in the first ten seconds."""
    record, say = of.record, of.ui.say
    heading = (
        say("Hastegrad: {urgency}", urgency=say(URGENCY[record.urgency]))
        if record.urgency
        else say("Det vigtigste")
    )
    why = next((one.because for one in record.explanation if one.path == "urgency"), ())
    rows = (
        *of.rows("immediate_safety.danger", "immediate_safety.safe_now"),
        Row("child", say("Det drejer sig om"), _nonempty(_who(of))),
        Row("urgency", say("Guidens begrundelse"), why),
        *of.rows("immediate_safety.where_now", "immediate_safety.next_hours", "suspected"),
        Row("notifier", say("Ring til den, der underretter"), _nonempty(_reached(of))),
    )
    return Section("urgent", heading, numbered(rows))


def _who(of: Wording) -> str:
    child, unborn = of.record.child, of.record.unborn
    age = of.value("child.age", child.age) or child.age_band
    mother = of.ui.say("Ufødt barn af {name}", name=unborn.mother_name or "?") if unborn else ""
    born = of.value("child.birth_date", None if child.cpr else child.birth_date)
    cpr = child.cpr or (unborn.mother_cpr if unborn else None) or ""
    return _dotted(child.name or mother, cpr, born, age)


def _reached(of: Wording) -> str:
    one = of.record.notifier
    return _dotted(one.name, one.title, one.workplace, one.phone, one.email)


def _head(of: Wording) -> Section:
    """Return to whom the record goes, when it was sent, and its reference."""
    record, say = of.record, of.ui.say
    to = _dotted(record.header.receiver.name, record.header.municipality)
    sent = record.submitted_at
    when = formats.moment(sent or record.created_at, of.ui.language)
    rows = (
        Row("header.receiver", say("Til"), (to,)),
        Row("submitted_at", say("Sendt"), (when,))
        if sent
        else Row("created_at", say("Kladde, ikke sendt"), (when,)),
        Row("reference", say("Reference"), _nonempty(record.reference or "")),
    )
    return Section("head", say("UNDERRETNING"), numbered(rows))


def _footer(of: Wording) -> str:
    flow = of.record.flow
    return of.ui.say(
        "Lavet med guiden {flow}, version {version}, logik {logic}. Den samme underretning ligger som JSON i PDF-filen.",
        flow=flow.id,
        version=flow.version,
        logic=flow.logic_hash[:12],
    )


def _dotted(*words: str | None) -> str:
    return " · ".join(one for one in words if one)


def _nonempty(words: str) -> tuple[str, ...]:
    return (words,) if words else ()
