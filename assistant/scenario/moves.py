"""The moves of a script, where order is the point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.flow.nodes import Entry, Node, Table
from assistant.scenario.codes import wrong
from assistant.scenario.fields import Reader
from assistant.scenario.model import Change, GoBack, Move, Raw, Resume, Send, Speak, WaitAt
from assistant.scenario.names import Names

KEYS = ("at", "send", "refused", "change", "back", "resume", "language")
ACTIONS = ("send", "change", "back", "resume", "language")


def read_move(node: Node, known: Names, reader: Reader) -> Iterator[Move]:
    """Yield what one entry of a script says: where the conversation waits, then at most one action."""
    if not isinstance(node, Table):
        text = "A move is a mapping, such as {at: step, send: answer}."
        reader.findings.append(wrong("A03", node, text))
        return
    at = reader.keys(node, KEYS, "a move")
    actions = [key for key in ACTIONS if key in at]
    if len(actions) > 1 or not at:
        text = f"A move has one of {', '.join(ACTIONS)}, or only at."
        reader.findings.append(wrong("A04", node, text))
        return
    if "refused" in at and not {"send", "change"} & at.keys():
        reader.findings.append(
            wrong("A04", at["refused"], 'Only what "send" or "change" gives is refused.')
        )
    yield from _moves(node, at, known, reader)


def _moves(node: Node, at: Mapping[str, Node], known: Names, reader: Reader) -> Iterator[Move]:
    refused = reader.word(at.get("refused"))
    step = reader.name(at.get("at"), "question", known.questions)
    if "send" in at:
        if step is None and "at" not in at:
            reader.findings.append(
                wrong("A04", node, "It is not said where this is sent.", "add at: step")
            )
        yield Send(step or "", reader.plain(at["send"]), refused)
        return
    if step is not None:
        yield WaitAt(step)
    yield from _action(at, known, reader, refused)


def _action(
    at: Mapping[str, Node], known: Names, reader: Reader, refused: str | None
) -> Iterator[Move]:
    if "change" in at:
        entries = reader.entries(at["change"], "question", known.facts | known.forms)
        yield from (_change(entry, reader, refused) for entry in entries)
    if "back" in at:
        yield GoBack()
    if "resume" in at:
        yield Resume()
    if "language" in at:
        yield Speak(reader.word(at["language"]) or "")


def _change(entry: Entry, reader: Reader, refused: str | None) -> Change:
    raw: Raw = reader.plain(entry.value)
    return Change(entry.key.text, raw, refused)
