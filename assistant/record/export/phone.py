"""What to say on the phone, in half a minute."""

from __future__ import annotations

from assistant.record.labels import MASKED
from assistant.record.model import Record
from assistant.record.protect import masking, protected_addresses
from assistant.text.ui import Ui

_LONGEST = 160  # characters of one's own words: about ten seconds of speech


def phone_script(record: Record, ui: Ui) -> str:
    """Return what to say in 30 seconds: who I am, the child, where now, what, why urgent, what I ask for."""
    said = (
        _who_calls(record, ui),
        _child(record, ui),
        *_danger(record, ui),
        *_now(record, ui),
        *_seen(record, ui),
        _ask(record, ui),
    )
    return masking(protected_addresses(record), ui.say(MASKED))(
        "\n".join(filter(None, said)) + "\n"
    )


def _who_calls(record: Record, ui: Ui) -> str:
    one = record.notifier
    who = ", ".join(filter(None, (one.name, one.title, one.workplace)))
    asks = ui.say("Jeg vil underrette om et barn.")
    return ui.say("Goddag, det er {who}.", who=who) + " " + asks if who else asks


def _child(record: Record, ui: Ui) -> str:
    child, unborn = record.child, record.unborn
    if unborn:
        return ui.say("Det drejer sig om et ufødt barn af {name}.", name=unborn.mother_name or "…")
    name = child.name or ui.say("et barn, jeg ikke kender navnet på")
    if child.age is not None:
        return ui.say("Barnet er {name}, {age} år.", name=name, age=child.age)
    if child.age_band:
        return ui.say("Barnet er {name}, alder: {age}.", name=name, age=child.age_band)
    return ui.say("Barnet er {name}.", name=name)


def _danger(record: Record, ui: Ui) -> tuple[str, ...]:
    safety = record.immediate_safety
    safe = {
        True: ui.say("Barnet er i sikkerhed i dag og i nat."),
        False: ui.say("Barnet er ikke i sikkerhed i dag og i nat."),
    }
    danger = ui.say("Faren: {danger}", danger=_short(safety.danger)) if safety.danger else ""
    return danger, safe[safety.safe_now] if safety.safe_now is not None else ""


def _now(record: Record, ui: Ui) -> tuple[str, ...]:
    safety = record.immediate_safety
    where = safety.where_now or record.child.whereabouts
    return (
        ui.say("Lige nu: {where}", where=_short(where)) if where else "",
        ui.say("De næste timer: {what}", what=_short(safety.next_hours))
        if safety.next_hours
        else "",
    )


def _seen(record: Record, ui: Ui) -> tuple[str, ...]:
    what = next((one.what for one in record.observations if one.what), None)
    what = what or next((sign.label for sign in record.signs), None)
    words = next((one.words for one in record.child_voice if one.words), None)
    return (
        ui.say("Det har jeg set eller hørt: {what}", what=_short(what)) if what else "",
        ui.say("Barnet sagde: »{words}«", words=_short(words)) if words else "",
    )


def _ask(record: Record, ui: Ui) -> str:
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


def _short(words: str | None) -> str:
    """Return `words` on one line, cut at a word where they are too long to say."""
    line = " ".join((words or "").split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0] + " …"
