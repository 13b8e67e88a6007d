"""The reader of scripted conversations: strict YAML to cases, with every finding at its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.flow.findings import Finding, did_you_mean, make_finding
from assistant.flow.findings.registry import Wording, error
from assistant.flow.model import Flow, Place
from assistant.flow.strict_yaml.nodes import Entry, Node, Scalar, Series, Table, plain_data
from assistant.flow.strict_yaml.parser import parse_yaml
from assistant.scenario import script_model

# What is found here.

A01 = error("A01", "a key that no scripted conversation has").says('"{key}" is no key of {owner}.')
A02 = error("A02", "a name that the flow does not have").says('"{name}" is no {what} of this flow.')
A03 = error("A03", "something that has another form than it should")
A03_FILE = A03.says(
    "A file of scripted conversations is a list.", fix="begin with - case:", variant="file"
)
A03_CASE = A03.says(
    "A scripted conversation begins with its name.", fix="- case: …", variant="case"
)
A03_SCRIPT = A03.says(
    "A script is a list of moves.", fix="- {{at: step, send: answer}}", variant="script"
)
A03_DATE = A03.says("This is no date.", fix="write it as 2026-03-02", variant="date")
A03_MOVE = A03.says("A move is a mapping, such as {{at: step, send: answer}}.", variant="move")
A03_MAPPING = A03.says("Here a mapping is wanted: {what}, colon, value.", variant="mapping")
A03_TEXT = A03.says("Here a text is wanted.", variant="text")
A03_LIST = A03.says("Here a list is wanted: [{what}, …].", variant="list")
A03_ANSWERS = A03.says("Answers are a mapping: question, colon, answer.", variant="answers")
A04 = error("A04", "keys that do not go together, or one that is missing")
A04_TWICE = A04.says(
    'There is another case "{name}".', fix="give it a name of its own", variant="twice"
)
A04_NAME = A04.says("This conversation has no name.", fix="add case: …", variant="name")
A04_PLAYED = A04.says(
    "A conversation is played either from answers, in any order, or from a script, in order.",
    fix="give it one of the two",
    variant="played",
)
A04_ALONE = A04.says('"{key}" says something only where there is "{needed}".', variant="alone")
A04_ACTION = A04.says("A move has one of {known}, or only at.", variant="action")
A04_REFUSED = A04.says('Only what "send" or "change" gives is refused.', variant="refused")
A04_AT = A04.says("It is not said where this is sent.", fix="add at: step", variant="at")

CASE_KEYS = (
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
    """The content of one file: its cases, or none if there are findings."""

    place: Place
    cases: tuple[script_model.Case, ...]
    findings: tuple[Finding, ...]

    @property
    def finding_lines(self) -> tuple[str, ...]:
        """The findings, each as a line with its place, code and fix."""
        return tuple(
            f"{found.place.line}:{found.place.column}: {found.code} {found.text}"
            + (f" ({found.fix})" if found.fix else "")
            for found in self.findings
        )


def read_script(text: str, file: str, flow: Flow) -> Script:
    """Read the scripted conversations in `text`, checking their names against those of `flow`.

    A file with a finding has no cases, so that nothing half understood is played.
    """
    parsed = parse_yaml(text, file)
    place = Place(file, 1, 1)
    findings = list(parsed.findings)
    cases: tuple[script_model.Case, ...] = ()
    if parsed.node is not None:
        cases = tuple(_read_cases(parsed.node, collect_names(flow), findings))
    return Script(place, () if findings else cases, tuple(findings))


def read_answers(
    text: str, file: str
) -> tuple[Mapping[str, script_model.RawAnswer], tuple[Finding, ...]]:
    """Return the answers in `text`, a mapping of facts to answers, and the findings on its form."""
    parsed = parse_yaml(text, file)
    findings = list(parsed.findings)
    reader = ScriptReader(findings)
    if parsed.node is None:
        return {}, tuple(findings)
    return reader.answers(parsed.node, None), tuple(findings)


def _read_cases(
    node: Node, known: FlowNames, findings: list[Finding]
) -> Iterator[script_model.Case]:
    if not isinstance(node, Series):
        findings.append(_find_at(node, A03_FILE))
        return
    seen: set[str] = set()
    for item in node.items:
        if not isinstance(item, Table):
            findings.append(_find_at(item, A03_CASE))
            continue
        case = _read_case(item, known, findings)
        if case.name and case.name in seen:
            findings.append(_find_at(item, A04_TWICE, name=case.name))
        seen.add(case.name)
        yield case


def _read_case(table: Table, known: FlowNames, findings: list[Finding]) -> script_model.Case:
    reader = ScriptReader(findings)
    at = reader.keys(table, CASE_KEYS, "a scripted conversation")
    _check_combinations(table, at, findings)
    return script_model.Case(
        name=reader.word(at.get("case")) or "",
        place=table.place,
        today=_read_today(at.get("today"), reader),
        language=reader.word(at.get("language")),
        answers=reader.answers(at.get("answers"), known.facts),
        change=reader.answers(at.get("change"), known.facts),
        moves=_read_moves(at.get("script"), known, reader),
        expected=_read_expectations(at, known, reader),
    )


def _check_combinations(table: Table, at: Mapping[str, Node], findings: list[Finding]) -> None:
    if "case" not in at:
        findings.append(make_finding(A04_NAME, table.place, 1))
    if ("answers" in at) == ("script" in at):
        findings.append(make_finding(A04_PLAYED, table.place, 1))
    for key, needed in {"change": "answers", "keeps": "change", "parks": "change"}.items():
        if key in at and needed not in at:
            findings.append(_find_at(at[key], A04_ALONE, key=key, needed=needed))


def _read_expectations(
    at: Mapping[str, Node], known: FlowNames, reader: ScriptReader
) -> script_model.Expectations:
    return script_model.Expectations(
        passes=reader.names(at.get("passes"), "step", known.steps),
        never=reader.names(at.get("never"), "step", known.steps),
        ends=reader.name(at.get("ends"), "end or outcome", known.ends),
        waits=reader.name(at.get("waits"), "question", known.questions),
        decides=_read_decisions(at.get("decides"), known, reader),
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


def _read_decisions(node: Node | None, known: FlowNames, reader: ScriptReader) -> Mapping[str, str]:
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


def _read_moves(
    node: Node | None, known: FlowNames, reader: ScriptReader
) -> tuple[script_model.Move, ...]:
    if node is None:
        return ()
    if not isinstance(node, Series):
        reader.findings.append(_find_at(node, A03_SCRIPT))
        return ()
    return tuple(move for item in node.items for move in read_move(item, known, reader))


def _read_today(node: Node | None, reader: ScriptReader) -> date | None:
    if node is None:
        return None
    try:
        return date.fromisoformat(node.text if isinstance(node, Scalar) else "")
    except ValueError:
        reader.findings.append(_find_at(node, A03_DATE))
        return None


# The reader of a script's moves, for cases in which order is the point.

MOVE_KEYS = ("at", "send", "refused", "change", "back", "resume", "language")
MOVE_ACTIONS = ("send", "change", "back", "resume", "language")


def read_move(node: Node, known: FlowNames, reader: ScriptReader) -> Iterator[script_model.Move]:
    """Yield the moves of one entry of a script: an expected position, then at most one action."""
    if not isinstance(node, Table):
        reader.findings.append(_find_at(node, A03_MOVE))
        return
    at = reader.keys(node, MOVE_KEYS, "a move")
    actions = [key for key in MOVE_ACTIONS if key in at]
    if len(actions) > 1 or not at:
        reader.findings.append(_find_at(node, A04_ACTION, known=", ".join(MOVE_ACTIONS)))
        return
    if "refused" in at and not {"send", "change"} & at.keys():
        reader.findings.append(_find_at(at["refused"], A04_REFUSED))
    yield from _read_action(node, at, known, reader)


def _read_action(
    node: Node, at: Mapping[str, Node], known: FlowNames, reader: ScriptReader
) -> Iterator[script_model.Move]:
    refused = reader.word(at.get("refused"))
    step = reader.name(at.get("at"), "question", known.questions)
    if "send" in at:
        if step is None and "at" not in at:
            reader.findings.append(_find_at(node, A04_AT))
        yield script_model.Send(step or "", reader.plain(at["send"]), refused)
        return
    if step is not None:
        yield script_model.WaitAt(step)
    yield from _read_other_action(at, known, reader, refused)


def _read_other_action(
    at: Mapping[str, Node], known: FlowNames, reader: ScriptReader, refused: str | None
) -> Iterator[script_model.Move]:
    if "change" in at:
        entries = reader.entries(at["change"], "question", known.facts | known.forms)
        yield from (_read_change(entry, reader, refused) for entry in entries)
    if "back" in at:
        yield script_model.GoBack()
    if "resume" in at:
        yield script_model.Resume()
    if "language" in at:
        yield script_model.Speak(reader.word(at["language"]) or "")


def _read_change(entry: Entry, reader: ScriptReader, refused: str | None) -> script_model.Change:
    raw: script_model.RawAnswer = reader.plain(entry.value)
    return script_model.Change(entry.key.text, raw, refused)


# The reader of single values of a scripted conversation: nodes to values, or to findings.


class ScriptReader:
    """Reads nodes into values and collects `findings`; a node that is None reads as nothing.

    It reads on after a finding, so that an author sees all of them at once.
    """

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def keys(self, table: Table, known: Collection[str], what: str) -> Mapping[str, Node]:
        """Return the values of `table` by key; each key that is not `known` is a finding."""
        for entry in table.entries:
            if entry.key.text not in known:
                fix = did_you_mean(entry.key.text, known) or f"the keys are {', '.join(known)}"
                self.findings.append(
                    _find_at(entry.key, A01, fix=fix, key=entry.key.text, owner=what)
                )
        return {entry.key.text: entry.value for entry in table.entries if entry.key.text in known}

    def entries(self, node: Node | None, what: str, known: Collection[str]) -> tuple[Entry, ...]:
        """Return the entries of a mapping from names of a `what`, all among `known`."""
        if node is None:
            return ()
        if not isinstance(node, Table):
            self.findings.append(_find_at(node, A03_MAPPING, what=what))
            return ()
        return tuple(entry for entry in node.entries if self.name(entry.key, what, known))

    def word(self, node: Node | None) -> str | None:
        """Return a text."""
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text:
            return node.text
        self.findings.append(_find_at(node, A03_TEXT))
        return None

    def name(self, node: Node | None, what: str, known: Collection[str]) -> str | None:
        """Return a name that is one of `known`."""
        name = self.word(node)
        if node is None or name is None or name in known:
            return name
        fix = did_you_mean(name, known) or _list_some(known)
        self.findings.append(_find_at(node, A02, fix=fix, name=name, what=what))
        return None

    def names(self, node: Node | None, what: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of names, all among `known`."""
        if node is None:
            return ()
        if not isinstance(node, Series):
            self.findings.append(_find_at(node, A03_LIST, what=what))
            return ()
        read = (self.name(item, what, known) for item in node.items)
        return tuple(name for name in read if name is not None)

    def answers(
        self, node: Node | None, known: Collection[str] | None
    ) -> Mapping[str, script_model.RawAnswer]:
        """Return answers by fact; any fact will do if `known` is None."""
        if known is not None:
            entries = self.entries(node, "question", known)
            return {entry.key.text: plain_data(entry.value) for entry in entries}
        if isinstance(node, Table):
            return {entry.key.text: plain_data(entry.value) for entry in node.entries}
        if node is not None:
            self.findings.append(_find_at(node, A03_ANSWERS))
        return {}

    def plain(self, node: Node) -> script_model.RawAnswer:
        """Return the node as plain data."""
        return plain_data(node)


def _find_at(node: Node, wording: Wording, /, *, fix: str | None = None, **fills: str) -> Finding:
    return make_finding(wording, node.place, node.length, fix=fix, **fills)


def _list_some(known: Collection[str]) -> str | None:
    shown = sorted(known)[:12]  # enough to recognise what is meant, on one line
    more = ", …" if len(known) > len(shown) else ""
    return f"there are {', '.join(shown)}{more}" if shown else None


# The names of a flow that a scripted conversation may use.


@dataclass(frozen=True, slots=True)
class FlowNames:
    """A flow's names by what they may be used for; `decisions` maps each to its values.

    `facts` includes repeats, but not the facts of their rows: those are answered as part of the
    repeat.
    """

    facts: frozenset[str]
    forms: frozenset[str]
    steps: frozenset[str]
    questions: frozenset[str]
    ends: frozenset[str]
    decisions: Mapping[str, tuple[str, ...]]
    conditions: frozenset[str]
    plan: frozenset[str]
    record: frozenset[str]


def collect_names(flow: Flow) -> FlowNames:
    """Collect the names of `flow`."""
    asked = {step.id: step.fields for step in flow.steps.values()}
    return FlowNames(
        facts=frozenset(fact for facts in asked.values() for fact in facts),
        forms=frozenset(step for step, facts in asked.items() if len(facts) > 1),
        steps=frozenset(step.id for step in flow.listed_steps),
        questions=frozenset(step for step, facts in asked.items() if facts),
        ends=frozenset(end.id for end in flow.ends) | {end.outcome for end in flow.ends},
        decisions={decision.id: decision.values for decision in flow.decisions.values()},
        conditions=frozenset(flow.conditions),
        plan=frozenset(item.id for item in flow.plan),
        record=frozenset(entry.path for entry in flow.record),
    )
