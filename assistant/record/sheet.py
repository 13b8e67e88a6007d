"""The record as a sheet: the words of the PDF, the plain text and the review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.dialog.renderer import with_colon
from assistant.record import contents
from assistant.record.labels import CODE_LABELS, EMPTY_REASONS, MASKED, UNIT_WORDS, URGENCY, WHO
from assistant.record.protect import hidden_paths, make_mask, protected_addresses
from assistant.record.sheet_writer import Sheet, SheetRow, SheetSection, SheetWriter, nonempty_rows
from assistant.text import formats
from assistant.text.ui import Ui

__all__ = ["Sheet", "SheetRow", "SheetSection", "to_sheet"]


# The whole sheet, with its first sections and its footer.


def to_sheet(record: contents.Record, ui: Ui) -> Sheet:
    """Return `record` in the language of `ui`, protected addresses masked throughout."""
    writer = SheetWriter(record, ui, hidden_paths(record))
    makers = (
        _head_section,
        _urgent_section,
        seen_section,
        works_section,
        done_section,
        asked_section,
        child_section,
        notifier_section,
        grounds_section,
        answers_section,
        missing_section,
    )
    sections = (maker(writer) for maker in makers)
    whole = Sheet(
        language=ui.language,
        urgent=record.urgency in {"act_now", "today"},
        sections=tuple(one for one in map(writer.fill_empty_block, sections) if one.rows),
        footer=(_footer(writer),),
    )
    # Fields are masked by path already; this finds the same addresses in free text.
    hidden = protected_addresses(record)
    return whole.with_words(make_mask(hidden, ui.say(MASKED))) if hidden else whole


def _urgent_section(writer: SheetWriter) -> SheetSection:
    """Return the section that a reader needs in the first ten seconds."""
    record, say = writer.record, writer.ui.say
    heading = (
        say("Hastegrad: {urgency}", urgency=say(URGENCY[record.urgency]))
        if record.urgency
        else say("Det vigtigste")
    )
    why = next((one.because for one in record.explanation if one.path == "urgency"), ())
    rows = (
        *writer.rows("immediate_safety.danger", "immediate_safety.safe_now"),
        SheetRow("child", say("Det drejer sig om"), _optional_line(_child_words(writer))),
        SheetRow("urgency", say("Guidens begrundelse"), why),
        *writer.rows("immediate_safety.where_now", "immediate_safety.next_hours", "suspected"),
        SheetRow(
            "notifier",
            say("Ring til den, der underretter"),
            _optional_line(_notifier_words(writer)),
        ),
    )
    return SheetSection("urgent", heading, nonempty_rows(rows))


def _child_words(writer: SheetWriter) -> str:
    child, unborn = writer.record.child, writer.record.unborn
    age = writer.value_words("child.age", child.age) or child.age_band
    mother = writer.ui.say("Ufødt barn af {name}", name=unborn.mother_name or "?") if unborn else ""
    born = writer.value_words("child.birth_date", None if child.cpr else child.birth_date)
    cpr = child.cpr or (unborn.mother_cpr if unborn else None) or ""
    return _join_with_dots(child.name or mother, cpr, born, age)


def _notifier_words(writer: SheetWriter) -> str:
    one = writer.record.notifier
    return _join_with_dots(one.name, one.title, one.workplace, one.phone, one.email)


def _head_section(writer: SheetWriter) -> SheetSection:
    """Return the section with receiver, time and reference."""
    record, say = writer.record, writer.ui.say
    to = _join_with_dots(record.header.receiver.name, record.header.municipality)
    sent = record.submitted_at
    when = formats.day_and_time(sent or record.created_at, writer.ui.language)
    rows = (
        SheetRow("header.receiver", say("Til"), (to,)),
        SheetRow("submitted_at", say("Sendt"), (when,))
        if sent
        else SheetRow("created_at", say("Kladde, ikke sendt"), (when,)),
        SheetRow("reference", say("Reference"), _optional_line(record.reference or "")),
    )
    return SheetSection("head", say("UNDERRETNING"), nonempty_rows(rows))


def _footer(writer: SheetWriter) -> str:
    flow = writer.record.flow
    return writer.ui.say(
        "Lavet med guiden {flow}, version {version}, logik {logic}. Den samme underretning ligger som JSON i PDF-filen.",
        flow=flow.id,
        version=flow.version,
        logic=flow.logic_hash[:12],
    )


def _join_with_dots(*words: str | None) -> str:
    return " · ".join(one for one in words if one)


# The four numbered blocks, which family teams know: seen and heard, works, done, asked for.


def seen_section(writer: SheetWriter) -> SheetSection:
    """Return the first block: observations, injuries, the child's words and signs.

    The notifier's own judgement is not here but in the fourth block.
    """
    record = writer.record
    rows = (
        *writer.rows("first_worry_on", "knowledge_level"),
        *(_observation_row(writer, n, one) for n, one in enumerate(record.observations)),
        *(_injury_row(writer, n, one) for n, one in enumerate(record.injuries)),
        *(_child_voice_row(writer, n, one) for n, one in enumerate(record.child_voice)),
        *_sign_rows(writer),
        *writer.rows("functioning", "caregiver_picture"),
    )
    return SheetSection("seen", writer.ui.say("1 Det, vi har set og hørt"), nonempty_rows(rows))


def works_section(writer: SheetWriter) -> SheetSection:
    """Return the second block: strengths, and other people around the child."""
    return SheetSection(
        "works", writer.ui.say("2 Det, der virker"), writer.rows("strengths", "network")
    )


def done_section(writer: SheetWriter) -> SheetSection:
    """Return the third block: measures that were tried, and who has been informed."""
    record = writer.record
    rows = (
        *(_measure_row(writer, n, one) for n, one in enumerate(record.measures)),
        *writer.rows("parents_informed.informed", "parents_informed.reason"),
        *writer.rows("parents_view.view", "parents_view.words", "child_knows"),
        *writer.rows("leader.informed", "leader.name"),
        *(_phone_call_row(writer, n, one) for n, one in enumerate(record.phone_log)),
        *writer.rows("attachments"),
    )
    return SheetSection("done", writer.ui.say("3 Det, vi har gjort"), nonempty_rows(rows))


def asked_section(writer: SheetWriter) -> SheetSection:
    """Return the fourth block: the notifier's judgement, requests with deadlines, next steps."""
    say, language = writer.ui.say, writer.ui.language
    follow_up = writer.record.follow_up
    times = (
        (
            "follow_up.assess_by",
            say("Vi beder jer vurdere, om der skal handles akut"),
            formats.day_and_time(follow_up.assess_by, language),
        ),
        (
            "follow_up.receipt_by",
            say("Vi venter en kvittering"),
            formats.day(follow_up.receipt_by.astimezone(formats.ZONE), language),
        ),
    )
    rows = (
        *writer.rows("assessment", "why_now"),
        *(SheetRow(path, label, (say("Senest {time}", time=time),)) for path, label, time in times),
        _plan_row(writer),
    )
    return SheetSection("asked", say("4 Det, vi beder om, og det, vi aftaler"), nonempty_rows(rows))


def _observation_row(writer: SheetWriter, n: int, one: contents.Observation) -> SheetRow:
    label = writer.joined_values("observations", one, "when", "origin")
    lines = (
        *_optional_line(one.what),
        *writer.entry_lines("observations", one, "where", "how_often"),
    )
    return _entry_row(writer, "observations", n, label, lines)


def _injury_row(writer: SheetWriter, n: int, one: contents.Injury) -> SheetRow:
    lines = writer.entry_lines("injuries", one, "where", "looks", "explanation", "explained_by")
    return _entry_row(writer, "injuries", n, "", lines)


def _child_voice_row(writer: SheetWriter, n: int, one: contents.ChildVoice) -> SheetRow:
    words = (f"»{one.words}«",) if one.words else ()
    lines = (*words, *writer.entry_lines("child_voice", one, "situation", "asked_before", "when"))
    return _entry_row(writer, "child_voice", n, writer.label("child_voice"), lines)


def _measure_row(writer: SheetWriter, n: int, one: contents.Measure) -> SheetRow:
    lines = (*_optional_line(one.what), *writer.entry_lines("measures", one, "effect"))
    return _entry_row(writer, "measures", n, writer.joined_values("measures", one, "when"), lines)


def _phone_call_row(writer: SheetWriter, n: int, one: contents.PhoneCall) -> SheetRow:
    lines = writer.entry_lines("phone_log", one, "when", "receiver", "agreed")
    return _entry_row(writer, "phone_log", n, writer.label("phone_log"), lines)


def _entry_row(
    writer: SheetWriter, path: str, n: int, label: str, lines: Iterable[str]
) -> SheetRow:
    return SheetRow(f"{path}.{n}", label or writer.label(path), tuple(lines))


def _optional_line(words: str | None) -> tuple[str, ...]:
    return (words,) if words else ()


def _sign_rows(writer: SheetWriter) -> Iterable[SheetRow]:
    """Yield one row for each domain, with its signs as list items."""
    by_heading: dict[str, list[contents.Sign]] = {}
    for sign in writer.record.signs:
        by_heading.setdefault(sign.heading or "", []).append(sign)
    for n, (heading, signs) in enumerate(by_heading.items()):
        label = f"{writer.label('signs')}: {heading}" if heading else writer.label("signs")
        yield SheetRow(
            f"signs.{n}", label, tuple(_sign_words(writer, one) for one in signs), listed=True
        )


def _sign_words(writer: SheetWriter, sign: contents.Sign) -> str:
    urgent: Mapping[str, str] = {code: URGENCY[code] for code in ("act_now", "today")}
    said = urgent.get(sign.urgency or "")
    return f"{sign.label} ({writer.ui.say(said)})" if said else sign.label


def _plan_row(writer: SheetWriter) -> SheetRow | None:
    lines = tuple(
        f"{writer.ui.say(WHO[step.who])}: {_plan_step_words(writer, step)}"
        for step in writer.record.plan
    )
    return SheetRow("plan", writer.label("plan"), lines, listed=True) if lines else None


def _plan_step_words(writer: SheetWriter, step: contents.Due) -> str:
    words = " ".join(step.words.split())
    if step.due and step.unit != "now":
        return f"{words} ({formats.day_and_time(step.due, writer.ui.language)})"
    return f"{words} ({writer.ui.say(UNIT_WORDS[step.unit])})" if step.unit in UNIT_WORDS else words


# The sections about people: the child with family and institution, and the notifier.


def child_section(writer: SheetWriter) -> SheetSection:
    """Return the section on the child, the family, and the institution that the child attends."""
    record = writer.record
    rows = (
        *writer.rows("child.name", "child.cpr", "child.birth_date"),
        *writer.rows(
            "child.age" if record.child.age is not None else "child.age_band", "child.gender"
        ),
        *_address_rows(writer),
        *writer.rows("child.whereabouts", "child.interpreter", "child.special_needs"),
        *writer.rows("unborn.mother_name", "unborn.mother_cpr"),
        *writer.rows("unborn.mother_address", "unborn.address_protected", "unborn.due_date"),
        *(_caregiver_row(writer, n) for n in range(len(record.caregivers))),
        *writer.rows("custody"),
        *(_sibling_row(writer, n) for n in range(len(record.siblings))),
        *writer.rows("setting.institution", "setting.group"),
    )
    heading = writer.ui.say("Det ufødte barn") if record.unborn else writer.ui.say("Barnet")
    return SheetSection("child", heading, nonempty_rows(rows))


def notifier_section(writer: SheetWriter) -> SheetSection:
    """Return the section on the notifier and how to reach them."""
    rows = writer.rows(
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
    return SheetSection("notifier", writer.ui.say("Den, der underretter"), rows)


def _address_rows(writer: SheetWriter) -> tuple[SheetRow, ...]:
    child = writer.record.child
    if child.address_protected or (child.address and "child.address" in writer.hidden):
        return (SheetRow("child.address", writer.label("child.address"), (writer.ui.say(MASKED),)),)
    return writer.rows("child.address", "child.address_protected")


def _caregiver_row(writer: SheetWriter, n: int) -> SheetRow:
    one = writer.record.caregivers[n]
    label = one.relation or writer.label("caregivers")
    lines = writer.entry_lines("caregivers", one, "name", "phone", "address")
    return SheetRow(f"caregivers.{n}", label, lines)


def _sibling_row(writer: SheetWriter, n: int) -> SheetRow:
    one = writer.record.siblings[n]
    lines = writer.entry_lines("siblings", one, "name", "age", "note")
    return SheetRow(f"siblings.{n}", writer.label("siblings"), lines)


# The sections with the grounds: reasons and conclusions, every answer, missing fields.

_MAX_LABEL = 120  # characters that fit beside an answer


def grounds_section(writer: SheetWriter) -> SheetSection:
    """Return the section with the reasons, and each conclusion with the answers it rests on."""
    rows = (
        *writer.rows("reasons", "suspected", "legal_basis"),
        *(_explanation_row(writer, n, one) for n, one in enumerate(writer.record.explanation)),
    )
    heading = writer.ui.say("Årsager, og hvorfor guiden konkluderede, som den gjorde")
    return SheetSection("grounds", heading, nonempty_rows(rows))


def answers_section(writer: SheetWriter) -> SheetSection:
    """Return the section with every question as it was shown, and its answer."""
    rows = tuple(
        SheetRow(f"answers.{n}", _question_words(one), tuple(one.answer.split("\n")))
        for n, one in enumerate(writer.record.answers)
        if one.answer
    )
    return SheetSection("answers", writer.ui.say("Alle spørgsmål og svar"), rows)


def missing_section(writer: SheetWriter) -> SheetSection:
    """Return the section with the expected fields that are empty, grouped by reason."""
    by_reason: dict[str, list[str]] = {}
    for path, why in writer.record.empty.items():
        by_reason.setdefault(why, []).append(path)
    rows = tuple(
        SheetRow(
            f"empty.{why}",
            writer.ui.say(words),
            tuple(map(writer.full_label, by_reason[why])),
            listed=True,
        )
        for why, words in EMPTY_REASONS.items()
        if why in by_reason
    )
    return SheetSection("empty", writer.ui.say("Ikke oplyst"), rows)


def _question_words(one: contents.Reply) -> str:
    """Return the question, or its short label if the question is long."""
    short = len(one.question) <= _MAX_LABEL and "\n" not in one.question
    return one.question if short else one.label


def _explanation_row(writer: SheetWriter, n: int, one: contents.Explanation) -> SheetRow | None:
    """Return the row of a conclusion; None for plan items and for what has no reasons."""
    if one.kind == "plan" or not one.because:
        return None
    answers = "; ".join(f"{with_colon(behind.label)} {behind.answer}" for behind in one.answers)
    based = (writer.ui.say("Bygger på: {answers}", answers=answers),) if answers else ()
    return SheetRow(f"explanation.{n}", _conclusion_label(writer, one), (*one.because, *based))


def _conclusion_label(writer: SheetWriter, one: contents.Explanation) -> str:
    if one.kind == "step" and one.words:
        return one.words.split("\n", 1)[0]
    codes = CODE_LABELS.get(one.path or "", {})
    if one.path and one.value is not None and one.value in codes:
        return f"{writer.label(one.path)}: {writer.ui.say(codes[one.value])}"
    return writer.ui.say("Konklusion")
