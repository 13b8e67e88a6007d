"""The four blocks that the receiver already thinks in: seen and heard, works, done, asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.record.labels import BY, URGENCY, WHO
from assistant.record.matters import ChildVoice, Injury, Measure, Observation, PhoneCall
from assistant.record.model import Due, Sign
from assistant.record.sheet.rows import Row, Section, Wording, numbered
from assistant.text import formats


def seen(of: Wording) -> Section:
    """Return what was seen and heard: observations first, the notifier's own view not at all."""
    record = of.record
    rows = (
        *of.rows("first_worry_on", "knowledge_level"),
        *(_observation(of, n, one) for n, one in enumerate(record.observations)),
        *(_injury(of, n, one) for n, one in enumerate(record.injuries)),
        *(_voice(of, n, one) for n, one in enumerate(record.child_voice)),
        *_signs(of),
        *of.rows("functioning", "caregiver_picture"),
    )
    return Section("seen", of.ui.say("1 Det, vi har set og hørt"), numbered(rows))


def works(of: Wording) -> Section:
    """Return what goes well, and who else is around the child."""
    return Section("works", of.ui.say("2 Det, der virker"), of.rows("strengths", "network"))


def done(of: Wording) -> Section:
    """Return what was tried, and who knows."""
    record = of.record
    rows = (
        *(_measure(of, n, one) for n, one in enumerate(record.measures)),
        *of.rows("parents_informed.informed", "parents_informed.reason"),
        *of.rows("parents_view.view", "parents_view.words", "child_knows"),
        *of.rows("leader.informed", "leader.name"),
        *(_call(of, n, one) for n, one in enumerate(record.phone_log)),
        *of.rows("attachments"),
    )
    return Section("done", of.ui.say("3 Det, vi har gjort"), numbered(rows))


def asked(of: Wording) -> Section:
    """Return the notifier's view, what the receiver is asked for and when, and the agreed next steps."""
    say, language = of.ui.say, of.ui.language
    follow_up = of.record.follow_up
    times = (
        (
            "follow_up.assess_by",
            say("Vi beder jer vurdere, om der skal handles akut"),
            formats.moment(follow_up.assess_by, language),
        ),
        (
            "follow_up.receipt_by",
            say("Vi venter en kvittering"),
            formats.day(follow_up.receipt_by.astimezone(formats.ZONE), language),
        ),
    )
    rows = (
        *of.rows("assessment", "why_now"),
        *(Row(path, label, (say("Senest {time}", time=time),)) for path, label, time in times),
        _plan(of),
    )
    return Section("asked", say("4 Det, vi beder om, og det, vi aftaler"), numbered(rows))


def _observation(of: Wording, n: int, one: Observation) -> Row:
    label = of.joined("observations", one, "when", "origin")
    lines = (*_first(one.what), *of.entry("observations", one, "where", "how_often"))
    return _entry(of, "observations", n, label, lines)


def _injury(of: Wording, n: int, one: Injury) -> Row:
    lines = of.entry("injuries", one, "where", "looks", "explanation", "explained_by")
    return _entry(of, "injuries", n, "", lines)


def _voice(of: Wording, n: int, one: ChildVoice) -> Row:
    words = (f"»{one.words}«",) if one.words else ()
    lines = (*words, *of.entry("child_voice", one, "situation", "asked_before", "when"))
    return _entry(of, "child_voice", n, of.label("child_voice"), lines)


def _measure(of: Wording, n: int, one: Measure) -> Row:
    lines = (*_first(one.what), *of.entry("measures", one, "effect"))
    return _entry(of, "measures", n, of.joined("measures", one, "when"), lines)


def _call(of: Wording, n: int, one: PhoneCall) -> Row:
    lines = of.entry("phone_log", one, "when", "receiver", "agreed")
    return _entry(of, "phone_log", n, of.label("phone_log"), lines)


def _entry(of: Wording, path: str, n: int, label: str, lines: Iterable[str]) -> Row:
    return Row(f"{path}.{n}", label or of.label(path), tuple(lines))


def _first(words: str | None) -> tuple[str, ...]:
    return (words,) if words else ()


def _signs(of: Wording) -> Iterable[Row]:
    """Yield one row for each domain, its signs as a list."""
    by_heading: dict[str, list[Sign]] = {}
    for sign in of.record.signs:
        by_heading.setdefault(sign.heading or "", []).append(sign)
    for n, (heading, signs) in enumerate(by_heading.items()):
        label = f"{of.label('signs')}: {heading}" if heading else of.label("signs")
        yield Row(f"signs.{n}", label, tuple(_sign(of, one) for one in signs), listed=True)


def _sign(of: Wording, sign: Sign) -> str:
    urgent: Mapping[str, str] = {code: URGENCY[code] for code in ("act_now", "today")}
    said = urgent.get(sign.urgency or "")
    return f"{sign.label} ({of.ui.say(said)})" if said else sign.label


def _plan(of: Wording) -> Row | None:
    lines = tuple(f"{of.ui.say(WHO[step.who])}: {_step(of, step)}" for step in of.record.plan)
    return Row("plan", of.label("plan"), lines, listed=True) if lines else None


def _step(of: Wording, step: Due) -> str:
    words = " ".join(step.words.split())
    if step.due and step.unit != "now":
        return f"{words} ({formats.moment(step.due, of.ui.language)})"
    return f"{words} ({of.ui.say(BY[step.unit])})" if step.unit in BY else words
