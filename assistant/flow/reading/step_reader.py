"""The reader of steps: the keys that all have, and one method for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypedDict, get_args

from assistant.flow.findings import did_you_mean, loader_codes
from assistant.flow.model import Place, Text
from assistant.flow.model.steps import (
    STEP_CLASSES,
    AnyStep,
    Ask,
    Decide,
    Do,
    End,
    Form,
    Level,
    Outcome,
    Repeat,
    Return,
    Route,
    Tell,
)
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys
from assistant.flow.reading.routes import DONE, RouteReader
from assistant.flow.reading.scan import DEFAULT_AT_MOST
from assistant.flow.strict_yaml.nodes import Node, Scalar, Table

_CLASSES = {each.kind: each for each in STEP_CLASSES if each.is_listed}
STEP_KINDS = tuple(_CLASSES)


@dataclass(frozen=True, slots=True)
class StepKeys:
    """The keys of a kind of step beside its own and `section`, for the schema that editors use."""

    about: str
    allowed: tuple[str, ...]
    needed: tuple[str, ...]


STEP_KEYS: Mapping[str, StepKeys] = {
    "ask": StepKeys(
        "One question: the fact that it asks.", ("id", "say", "help", "go"), needed=("go",)
    ),
    "form": StepKeys(
        "Several questions on one screen: the facts.",
        ("id", "say", "help", "go"),
        needed=("id", "go"),
    ),
    "repeat": StepKeys(
        "A list whose rows answer each: the list's name.",
        ("each", "at_least", "at_most", "label", "say", "help", "go"),
        needed=("each", "go"),
    ),
    "tell": StepKeys(
        "A message: its name.", ("level", "pin", "say", "help", "go"), needed=("say", "go")
    ),
    "decide": StepKeys("Only a fork: its name.", ("go",), needed=("go",)),
    "do": StepKeys("Runs a part: the part's name.", ("id", "go"), needed=("go",)),
    "end": StepKeys(
        "The end of the conversation, or (done) of a part.",
        ("outcome", "say", "help"),
        needed=("outcome",),
    ),
}

_NEVER_AN_ID = {"go", "say", "help", "section", "level", "outcome"}
_LEVELS: Mapping[str, Level] = {word: word for word in get_args(Level)}
_OUTCOMES: Mapping[str, Outcome] = {word: word for word in get_args(Outcome)}


class _StepHead(TypedDict):
    id: str
    routes: tuple[Route, ...]
    section: Text | None
    say: Text | None
    help: Text | None
    place: Place


class StepReader:
    """Reads the steps of one file; `part` is the part's id, None for a flow."""

    def __init__(self, part: str | None, context: Context) -> None:
        self._part = part
        self._context = context
        self._section: Text | None = None
        self._routes = RouteReader(part, context)
        self._known: set[str] = set()

    def read(self, nodes: tuple[Node, ...]) -> list[AnyStep]:
        """Return the steps; unreadable ones are left out, and routes to them not reported."""
        steps: list[AnyStep] = []
        for node in nodes:
            step = self._step(node)
            if step is None:
                self._known.update(_possible_ids(node))
                self._context.has_broken_steps = True
            else:
                self._known.add(step.id)
                steps.append(step)
        self._routes.resolve(self._known)  # only now, as routes may lead forward
        return steps

    def _step(self, node: Node) -> AnyStep | None:
        keys = Keys(node, "a step", self._context)
        kind = self._find_kind(keys)
        if kind is None:
            return None
        id_ = self._id(keys, kind)
        if id_ is None:
            keys.abandon()
            return None
        keys.owner = f'the step "{id_.text}"'
        step = self._read_kind(kind, keys, id_)
        keys.close()
        return step if step is not None and self._claim_id(id_) else None

    def _find_kind(self, keys: Keys) -> str | None:
        kinds = [name for name in keys.names if name in STEP_KINDS]
        if not kinds:
            if keys.whole:
                self._report_kindless(keys)
            return None
        for second in kinds[1:]:
            key = keys.key_at(second) or keys.node
            fills = {"owner": "a step", "first": kinds[0], "second": second}
            self._context.report.at(key, loader_codes.F09_ONE, **fills)
            keys.node_at(second)
        return kinds[0]

    def _report_kindless(self, keys: Keys) -> None:
        """Report the key that looks like a kind of step, or that there is none."""
        report, known = self._context.report, ", ".join(STEP_KINDS)
        for name in keys.names:
            fix, key = did_you_mean(name, STEP_KINDS), keys.key_at(name)
            if fix is not None and key is not None:
                report.at(key, loader_codes.F01, fix=fix, key=name, owner="a step", known=known)
                return
        first = keys.key_at(keys.names[0]) if keys.names else None
        report.at(first or keys.node, loader_codes.F08_KIND, known=known)

    def _id(self, keys: Keys, kind: str) -> Scalar | None:
        """Return the step's own id, or the name that stands for it."""
        if kind == "form":
            return keys.id("id", needed=True)
        given = keys.id("id") if kind in ("ask", "do") else None
        if given is not None:
            return given
        return keys.id(kind) if "id" not in keys or kind not in ("ask", "do") else None

    def _claim_id(self, id_: Scalar) -> bool:
        steps = self._context.steps
        name = id_.text if self._part is None or id_.text != DONE else f"{self._part}.{DONE}"
        if name in steps:
            where = f"{steps[name].file}:{steps[name].line}"
            self._context.report.at(
                id_, loader_codes.F02_NAME, name=id_.text, other="a step", where=where
            )
            return False
        steps[name] = id_.place
        return True

    def _read_kind(self, kind: str, keys: Keys, id_: Scalar) -> AnyStep | None:
        readers: Mapping[str, Callable[[Keys, _StepHead], AnyStep | None]] = {
            "ask": self._ask,
            "form": self._form,
            "repeat": self._repeat,
            "tell": self._tell,
            "decide": self._decide,
            "do": self._do,
            "end": self._end,
        }
        where = f"steps.{id_.text}"
        self._section = keys.text("section", f"{where}.section") or self._section
        made = _CLASSES[kind]
        common: _StepHead = {
            "id": id_.text,
            "section": self._section,
            "say": keys.text("say", f"{where}.say") if not made.is_silent else None,
            "help": keys.text("help", f"{where}.help") if not made.is_silent else None,
            "routes": () if made.is_end else self._routes.read(keys, id_),
            "place": id_.place,
        }
        return readers[kind](keys, common)

    def _ask(self, keys: Keys, common: _StepHead) -> AnyStep | None:
        name = keys.name("ask")
        if name is None:
            return None
        self._check_fact(name, keys.owner)
        fact = self._context.names.facts.get(name.text)
        if common["say"] is None and fact is not None and fact.label is None:
            self._context.report.at(name, loader_codes.F08_WORDS, owner=keys.owner)
        return Ask(fact=name.text, **common)

    def _form(self, keys: Keys, common: _StepHead) -> AnyStep:
        return Form(facts=self._read_labelled_facts(keys, "form"), **common)

    def _repeat(self, keys: Keys, common: _StepHead) -> AnyStep:
        each = self._read_labelled_facts(keys, "each")
        at_least = keys.number("at_least", 0)
        at_most = keys.number("at_most", DEFAULT_AT_MOST, low=1)
        keys.node_at("repeat")
        if at_least > at_most:
            node = keys.node_at("at_least") or keys.node
            self._context.report.at(node, loader_codes.T06, low=at_least, high=at_most)
        label = keys.text("label", f"steps.{common['id']}.label")
        if label is None and common["say"] is None:
            key = keys.key_at("repeat") or keys.node
            self._context.report.at(key, loader_codes.F08_WORDS, owner=keys.owner)
        return Repeat(each=each, at_least=at_least, at_most=at_most, label=label, **common)

    def _tell(self, keys: Keys, common: _StepHead) -> AnyStep:
        level = keys.word("level", _LEVELS, "info")
        pin = keys.flag("pin", default=level == "danger")
        if common["say"] is None and "say" not in keys:
            key = keys.key_at("tell") or keys.node
            keys.note_missing("say", key, loader_codes.F08_KEY, owner=keys.owner, key="say")
        return Tell(level=level, pin=pin or level == "danger", **common)

    def _decide(self, keys: Keys, common: _StepHead) -> AnyStep:
        keys.node_at("decide")
        return Decide(**common)

    def _do(self, keys: Keys, common: _StepHead) -> AnyStep | None:
        part = keys.name("do")
        return None if part is None else Do(runs=part.text, **common)

    def _end(self, keys: Keys, common: _StepHead) -> AnyStep:
        if self._part is not None and common["id"] == DONE:
            return Return(**common)
        return End(outcome=keys.word("outcome", _OUTCOMES, "none", needed=True), **common)

    def _read_labelled_facts(self, keys: Keys, key: str) -> tuple[str, ...]:
        """Return the facts of a screen, each of which needs a label."""
        names = keys.list_of_names(key, needed=True)
        for name in names:
            self._check_fact(name, keys.owner)
            fact = self._context.names.facts.get(name.text)
            if fact is not None and fact.label is None:
                self._context.report.at(name, loader_codes.F08_LABEL, name=name.text)
        return tuple(name.text for name in names)

    def _check_fact(self, name: Scalar, owner: str) -> None:
        """Report a name that is no fact, or a fact that is asked already."""
        taken = self._context.names.symbols.get(name.text)
        if taken is None or taken.kind != "fact":
            self._context.report_unknown(
                name, owner, "the fact", self._context.names.of_kinds(["fact"])
            )
            self._context.has_broken_steps = True
        elif self._context.facts_asked.setdefault(name.text, name.place) != name.place:
            self._context.report.at(name, loader_codes.R08_TWICE, name=name.text)


def _possible_ids(node: Node) -> list[str]:
    """Return the words of an unreadable step that may be its id."""
    entries = node.entries if isinstance(node, Table) else ()
    named = (entry.value for entry in entries if entry.key.text not in _NEVER_AN_ID)
    return [value.text for value in named if isinstance(value, Scalar)]
