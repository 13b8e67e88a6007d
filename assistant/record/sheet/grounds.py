"""Why the record says what it says: reasons, conclusions, every answer, and what is missing."""

from __future__ import annotations

from assistant.dialog.voice import leading
from assistant.record.labels import CODES, EMPTY
from assistant.record.model import Explanation, Reply
from assistant.record.sheet.rows import Row, Section, Wording, numbered

_SHORT = 120  # characters that fit beside an answer


def grounds(of: Wording) -> Section:
    """Return the reasons, and each conclusion with its because and the answers behind it."""
    rows = (
        *of.rows("reasons", "suspected", "legal_basis"),
        *(_explained(of, n, one) for n, one in enumerate(of.record.explanation)),
    )
    heading = of.ui.say("Årsager, og hvorfor guiden konkluderede, som den gjorde")
    return Section("grounds", heading, numbered(rows))


def replies(of: Wording) -> Section:
    """Return every question as it was shown, with its answer."""
    rows = tuple(
        Row(f"answers.{n}", _asked(one), tuple(one.answer.split("\n")))
        for n, one in enumerate(of.record.answers)
        if one.answer
    )
    return Section("answers", of.ui.say("Alle spørgsmål og svar"), rows)


def missing(of: Wording) -> Section:
    """Return which expected fields are empty, by why they are."""
    by_reason: dict[str, list[str]] = {}
    for path, why in of.record.empty.items():
        by_reason.setdefault(why, []).append(path)
    rows = tuple(
        Row(f"empty.{why}", of.ui.say(words), tuple(map(of.named, by_reason[why])), listed=True)
        for why, words in EMPTY.items()
        if why in by_reason
    )
    return Section("empty", of.ui.say("Ikke oplyst"), rows)


def _asked(one: Reply) -> str:
    """Return the question, or its heading where it was said in many words."""
    short = len(one.question) <= _SHORT and "\n" not in one.question
    return one.question if short else one.label


def _explained(of: Wording, n: int, one: Explanation) -> Row | None:
    """Return the row of a conclusion; a step or plan item is shown where it told why, a bare one not."""
    if one.kind == "plan" or not one.because:
        return None
    answers = "; ".join(f"{leading(behind.label)} {behind.answer}" for behind in one.answers)
    based = (of.ui.say("Bygger på: {answers}", answers=answers),) if answers else ()
    return Row(f"explanation.{n}", _conclusion(of, one), (*one.because, *based))


def _conclusion(of: Wording, one: Explanation) -> str:
    if one.kind == "step" and one.words:
        return one.words.split("\n", 1)[0]
    codes = CODES.get(one.path or "", {})
    if one.path and one.value is not None and one.value in codes:
        return f"{of.label(one.path)}: {of.ui.say(codes[one.value])}"
    return of.ui.say("Konklusion")
