"""Scripted conversations from strict YAML, with every finding at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.flow.basics import Place
from assistant.flow.diagnostics import Finding
from assistant.flow.model import Flow
from assistant.flow.nodes import Node, Scalar, Series, Table
from assistant.flow.source import parse
from assistant.scenario.codes import wrong, wrong_at
from assistant.scenario.fields import Reader
from assistant.scenario.model import Case, Expected, Move, Raw
from assistant.scenario.moves import read_move
from assistant.scenario.names import Names, names

KEYS = (
    "case",
    "today",
    "language",
    "answers",
    "change",
    "script",
    "passes",
    "never",
    "ends",
    "waits",
    "decides",
    "plans",
    "record",
    "why",
    "keeps",
    "parks",
)


@dataclass(frozen=True, slots=True)
class Script:
    """What one file holds: its cases, or (when there are findings) none."""

    place: Place
    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]

    @property
    def complaints(self) -> tuple[str, ...]:
        """The findings, a sentence each."""
        return tuple(
            f"{found.place.line}:{found.place.column}: {found.code} {found.text}"
            + (f" ({found.fix})" if found.fix else "")
            for found in self.findings
        )


def read(text: str, file: str, flow: Flow) -> Script:
    """Return the scripted conversations in `text`, judged against the names of `flow`.

    A file with a finding has no cases, so that nothing half understood is played.
    """
    parsed = parse(text, file)
    place = Place(file, 1, 1)
    findings = list(parsed.findings)
    cases: tuple[Case, ...] = ()
    if parsed.node is not None:
        cases = tuple(_cases(parsed.node, names(flow), findings))
    return Script(place, () if findings else cases, tuple(findings))


def read_answers(text: str, file: str) -> tuple[Mapping[str, Raw], tuple[Finding, ...]]:
    """Return the answers in `text`, a mapping of facts to answers, and what is wrong with its form."""
    parsed = parse(text, file)
    findings = list(parsed.findings)
    reader = Reader(findings)
    if parsed.node is None:
        return {}, tuple(findings)
    return reader.answers(parsed.node, None), tuple(findings)


def _cases(node: Node, known: Names, findings: list[Finding]) -> Iterator[Case]:
    if not isinstance(node, Series):
        findings.append(
            wrong("A03", node, "A file of scripted conversations is a list.", "begin with - case:")
        )
        return
    seen: set[str] = set()
    for item in node.items:
        if not isinstance(item, Table):
            findings.append(
                wrong("A03", item, "A scripted conversation begins with its name.", "- case: …")
            )
            continue
        case = _case(item, known, findings)
        if case.name and case.name in seen:
            findings.append(
                wrong(
                    "A04",
                    item,
                    f'There is another case "{case.name}".',
                    "give it a name of its own",
                )
            )
        seen.add(case.name)
        yield case


def _case(table: Table, known: Names, findings: list[Finding]) -> Case:
    reader = Reader(findings)
    at = reader.keys(table, KEYS, "a scripted conversation")
    _rules(table, at, findings)
    return Case(
        name=reader.word(at.get("case")) or "",
        place=table.place,
        today=_today(at.get("today"), reader),
        language=reader.word(at.get("language")),
        answers=reader.answers(at.get("answers"), known.facts),
        change=reader.answers(at.get("change"), known.facts),
        moves=_moves(at.get("script"), known, reader),
        expected=_expected(at, known, reader),
    )


def _rules(table: Table, at: Mapping[str, Node], findings: list[Finding]) -> None:
    if "case" not in at:
        findings.append(
            wrong_at("A04", table.place, "This conversation has no name.", "add case: …")
        )
    if ("answers" in at) == ("script" in at):
        text = "A conversation is played either from answers, in any order, or from a script, in order."
        findings.append(wrong_at("A04", table.place, text, "give it one of the two"))
    for key, needed in {"change": "answers", "keeps": "change", "parks": "change"}.items():
        if key in at and needed not in at:
            findings.append(
                wrong("A04", at[key], f'"{key}" says something only where there is "{needed}".')
            )


def _expected(at: Mapping[str, Node], known: Names, reader: Reader) -> Expected:
    return Expected(
        passes=reader.names(at.get("passes"), "step", known.steps),
        never=reader.names(at.get("never"), "step", known.steps),
        ends=reader.name(at.get("ends"), "end or outcome", known.ends),
        waits=reader.name(at.get("waits"), "question", known.questions),
        decides=_decides(at.get("decides"), known, reader),
        plans=reader.names(at.get("plans"), "plan item", known.plan),
        record={
            entry.key.text: reader.plain(entry.value)
            for entry in reader.entries(at.get("record"), "field of the record", known.record)
        },
        why={
            entry.key.text: reader.names(entry.value, "condition", known.conditions)
            for entry in reader.entries(
                at.get("why"),
                "step, plan item or decision",
                known.steps | known.plan | set(known.decisions),
            )
        },
        keeps=reader.names(at.get("keeps"), "question", known.facts),
        parks=reader.names(at.get("parks"), "question", known.facts),
    )


def _decides(node: Node | None, known: Names, reader: Reader) -> Mapping[str, str]:
    entries = reader.entries(node, "decision", frozenset(known.decisions))
    values = {
        entry.key.text: reader.name(
            entry.value,
            f"value of {entry.key.text}",
            frozenset(known.decisions.get(entry.key.text, ())),
        )
        for entry in entries
    }
    return {decision: value for decision, value in values.items() if value is not None}


def _moves(node: Node | None, known: Names, reader: Reader) -> tuple[Move, ...]:
    if node is None:
        return ()
    if not isinstance(node, Series):
        reader.findings.append(
            wrong("A03", node, "A script is a list of moves.", "- {at: step, send: answer}")
        )
        return ()
    return tuple(move for item in node.items for move in read_move(item, known, reader))


def _today(node: Node | None, reader: Reader) -> date | None:
    if node is None:
        return None
    try:
        return date.fromisoformat(node.text if isinstance(node, Scalar) else "")
    except ValueError:
        reader.findings.append(wrong("A03", node, "This is no date.", "write it as 2026-03-02"))
        return None
