"""Builds the record from a conversation's answers.

Two passes. The first fills the fields that the flow maps answers to, and notes why expected ones
are empty. Only then is it known which addresses are protected, so the second pass adds the words
that were shown (questions, answers, reasons, plan) with those addresses masked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypedDict

from pydantic import JsonValue

from assistant.dialog.conclusions import Justification, TrailExplainer, fill_record
from assistant.dialog.conversation import Conversation
from assistant.dialog.engine import Dialog
from assistant.dialog.question import question_text
from assistant.dialog.render_context import RenderContext
from assistant.dialog.renderer import RenderInputs
from assistant.dialog.trail import Trail
from assistant.flow import model
from assistant.flow.expressions.logic import selected_options
from assistant.flow.markup import plain_text
from assistant.flow.model.kinds.cpr import birth_date
from assistant.flow.model.record_fields import FIELDS
from assistant.record import contents
from assistant.record.labels import MASKED
from assistant.record.protect import PROTECTION_PATHS, hidden_paths, make_mask, protected_addresses
from assistant.record.sheet_writer import value_at
from assistant.text.formats import ZONE


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a record that are not in the conversation: receiver, times, reference."""

    reference: str | None
    created_at: datetime
    submitted_at: datetime | None
    receiver: contents.Receiver
    assess_by: datetime
    receipt_by: datetime
    municipality: str


def build_record(
    dialog: Dialog, trail: Trail, conversation: Conversation, context: RenderContext, frame: Frame
) -> contents.Record:
    """Return the record of the answers on the path, in the language of `context`.

    Parked answers, which are off the path, are left out.
    """
    facts_by_path = {entry.path: _facts_of(entry.origin) for entry in dialog.flow.record}
    filled = _without_unknown_texts(
        facts_by_path, trail, fill_record(dialog, trail, context.words, context.ui)
    )
    when = frame.submitted_at or context.now
    record = contents.Record.model_validate(
        {
            **_nest(_with_age(filled, when.astimezone(ZONE).date())),
            "reference": frame.reference,
            "created_at": frame.created_at,
            "submitted_at": frame.submitted_at,
            "language": context.language,
            "flow": _flow_version(conversation),
            "header": contents.Header(
                acute=filled.get("urgency") == "act_now",
                municipality=frame.municipality,
                receiver=frame.receiver,
            ),
            "follow_up": contents.FollowUp(assess_by=frame.assess_by, receipt_by=frame.receipt_by),
        }
    )
    # `model_copy` does not validate; both updates are built from models and literals.
    record = record.model_copy(update={"empty": dict(_empty_fields(facts_by_path, trail, record))})
    mask = make_mask(protected_addresses(record), context.ui(MASKED))
    narrator = Narrator(RenderInputs(dialog, conversation, trail, context), mask)
    narrative = narrator.narrate(_hidden_facts(facts_by_path, record))
    return record.model_copy(update={**narrative})


def editing_facts(flow: model.Flow) -> Mapping[str, str]:
    """Return record path -> the fact or repeat by which a professional can change it.

    Paths that a conclusion fills are left out.
    """
    found = ((entry.path, _facts_of(entry.origin)) for entry in flow.record)
    return {path: facts[0] for path, facts in found if facts}


FactsByPath = Mapping[str, tuple[str, ...]]
"""Record path -> the facts and repeats whose answers fill it."""


def _without_unknown_texts(
    facts_by_path: FactsByPath, trail: Trail, filled: Mapping[str, object]
) -> dict[str, object]:
    """Return `filled` without texts that say only "don't know": `Record.empty` says that."""
    answers = trail.answers
    return {
        path: value
        for path, value in filled.items()
        if FIELDS[path].kind != "text"
        or not facts_by_path[path]
        or any(answers.get(fact) not in (None, model.UNKNOWN) for fact in facts_by_path[path])
    }


def _with_age(filled: Mapping[str, object], today: date) -> Mapping[str, object]:
    """Return `filled` with the child's age `today`, worked out from the birth date or CPR number.

    An age that was given wins.
    """
    given, number = filled.get("child.birth_date"), filled.get("child.cpr")
    born = date.fromisoformat(given) if isinstance(given, str) else None
    if born is None and isinstance(number, str):
        born = birth_date(number)
    if born is None or born > today or "child.age" in filled:
        return filled
    # One year less until the birthday has been reached; a bool counts as 0 or 1.
    not_yet = (today.month, today.day) < (born.month, born.day)
    return {**filled, "child.age": today.year - born.year - not_yet}


def _flow_version(conversation: Conversation) -> contents.Course:
    return contents.Course(
        id=conversation.flow, version=conversation.version, logic_hash=conversation.logic
    )


def _nest(filled: Mapping[str, object]) -> dict[str, object]:
    """Return dotted paths as nested mappings: `child.name` becomes `{"child": {"name": …}}`."""
    whole: dict[str, object] = {}
    for path, value in filled.items():
        group, _, name = path.partition(".")
        if name:
            inner = whole.setdefault(group, {})
            assert isinstance(inner, dict)  # `flow.fields` has no path under another  # noqa: S101
            inner[name] = value
        else:
            whole[path] = value
    return whole


def _facts_of(origin: model.Origin) -> tuple[str, ...]:
    match origin:
        case model.FromFacts(facts):
            return facts
        case model.FromCodes(fact=fact):
            return (fact,)
        case model.FromRepeat(repeat=repeat):
            return (repeat,)
        case model.FromConclusion():
            return ()


def _hidden_facts(facts_by_path: FactsByPath, record: contents.Record) -> frozenset[str]:
    """Return the facts whose answers contain a protected address."""
    paths = hidden_paths(record)
    return frozenset(fact for path in paths for fact in facts_by_path.get(path, ()))


def _empty_fields(
    facts_by_path: FactsByPath, trail: Trail, record: contents.Record
) -> Iterator[tuple[str, contents.EmptyBecause]]:
    asked_for = tuple(expected_paths(record))
    # Whether an address is protected is listed too, but only if the answer was "don't know".
    for path in (*asked_for, *PROTECTION_PATHS):
        given = [trail.answers[f] for f in facts_by_path.get(path, ()) if f in trail.answers]
        if value_at(record, path) in (None, ()) and (path in asked_for or model.UNKNOWN in given):
            yield path, _reason_empty(given)


def _reason_empty(given: Sequence[object]) -> contents.EmptyBecause:
    """Return the reason why a field is empty, from the answers that could have filled it."""
    if model.UNKNOWN in given:
        return "unknown"
    if None in given:
        return "skipped"
    return "none" if given else "not_asked"


# Narrates the conversation for the record: questions, answers, signs, conclusions and plan.
#
# All of it in the words that were shown.


class Narrative(TypedDict):
    """The record's fields that describe the conversation it came from."""

    answers: tuple[contents.Reply, ...]
    signs: tuple[contents.Sign, ...]
    plan: tuple[contents.Due, ...]
    explanation: tuple[contents.Explanation, ...]


class Narrator:
    """Narrates one conversation; `mask` hides protected addresses in every text."""

    def __init__(self, inputs: RenderInputs, mask: Callable[[str], str]) -> None:
        self._inputs, self._mask = inputs, mask
        self._flow, self._trail = inputs.dialog.flow, inputs.trail
        self._renderer = inputs.renderer
        self._explainer = TrailExplainer(inputs.dialog, inputs.trail)
        self._evidence: dict[str, contents.Behind] = {}

    def narrate(self, hidden: Collection[str]) -> Narrative:
        """Return the whole narrative; answers to the facts in `hidden` are masked completely."""
        return {
            "answers": tuple(self._replies(hidden)),
            "signs": tuple(self._signs()),
            "plan": tuple(self._plan()),
            "explanation": tuple(self._explanations()),
        }

    def _replies(self, hidden: Collection[str]) -> Iterator[contents.Reply]:
        for screen in self._trail.screens:
            for fact in self._inputs.dialog.replay.fields[screen]:
                value = self._trail.answers[fact]
                words = self._mask(self._renderer.answer_text(fact, value))
                secret = fact in hidden and value is not None
                yield contents.Reply(
                    step=screen,
                    fact=fact,
                    label=self._renderer.label(fact),
                    question=self._mask(self._question(screen, fact)),
                    answer=self._inputs.context.ui(MASKED) if secret else words,
                    value=None if secret else self._json_value(fact, value),
                )

    def _question(self, screen: str, fact: str) -> str:
        step = self._flow.steps[screen]
        if step.leading_field is None:
            return self._renderer.label(fact)
        return plain_text(question_text(self._inputs.dialog.flow, step, self._renderer))

    def _json_value(self, fact: str, value: model.Value) -> JsonValue:
        """Return an answer in the form that the API accepts; CPR numbers are not shortened."""
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str):
            return self._mask(value)
        if not isinstance(value, tuple):
            return value
        if not value and (asked := self._flow.facts.get(fact)) and asked.may_be_empty:
            return model.NONE
        return [self._json_item(one) for one in value]

    def _json_item(self, item: str | Mapping[str, model.Value]) -> JsonValue:
        if isinstance(item, str):
            return item
        return {fact: self._json_value(fact, value) for fact, value in item.items()}

    def _signs(self) -> Iterator[contents.Sign]:
        for fact, value in self._trail.answers.items():
            asked = self._flow.facts.get(fact)
            if asked is not None:
                chosen = selected_options(value)
                ticked = (option for option in asked.options if option.id in chosen)
                yield from (self._sign(fact, option) for option in ticked if option.catalogue)

    def _sign(self, fact: str, option: model.Option) -> contents.Sign:
        return contents.Sign.model_validate(
            {
                "id": option.id,
                "label": self._renderer.line(option.label),
                "domain": option.attributes.get("domain"),
                "heading": self._renderer.line(option.group) if option.group else None,
                "urgency": option.attributes.get("urgency"),
                "list": option.attributes.get("list"),
                "question": fact,
            }
        )

    def _plan(self) -> Iterator[contents.Due]:
        context = self._inputs.context
        for item in self._explainer.plan_items:
            yield contents.Due(
                id=item.id,
                words=self._masked_text(item.do),
                who=item.who,
                unit=item.by.unit,
                amount=item.by.amount,
                due=context.due(item.by, context.now),
                source=item.source,
            )

    def _explanations(self) -> Iterator[contents.Explanation]:
        """Yield the reasons for each decision, each duty or danger shown, and each plan item."""
        filled = {
            entry.origin.id: entry.path
            for entry in self._flow.record
            if isinstance(entry.origin, model.FromConclusion)
        }
        for name in self._flow.decisions:
            found = self._explain("decision", name)
            value = self._explainer.row(name).value
            yield found.model_copy(update={"value": value, "path": filled.get(name)})
        for name in self._trail.path:
            step = self._flow.steps[name]
            if step.level in {"duty", "danger"} and step.say:
                yield self._explain("step", name, step.say)
        for item in self._explainer.plan_items:
            yield self._explain("plan", item.id, item.do)

    def _explain(
        self, kind: Literal["decision", "step", "plan"], name: str, text: model.Text | None = None
    ) -> contents.Explanation:
        found = self._explainer.explain(name)
        if found is None or found.kind != kind:  # a step on the path has the same name
            found = Justification(name, kind)
        because = [words for _, words in found.conditions] + [
            words for *_, words in found.decisions
        ]
        return contents.Explanation(
            kind=kind,
            id=name,
            words=self._masked_text(text) if text else None,
            because=tuple(dict.fromkeys(self._masked_text(one) for one in because if one)),
            answers=tuple(map(self._answer_behind, found.facts)),
        )

    def _answer_behind(self, fact: str) -> contents.Behind:
        behind = self._evidence.get(fact)
        if behind is None:
            words = self._mask(self._renderer.answer_text(fact, self._trail.answers[fact]))
            behind = contents.Behind(fact=fact, label=self._renderer.label(fact), answer=words)
            self._evidence[fact] = behind
        return behind

    def _masked_text(self, text: model.Text) -> str:
        return self._mask(self._renderer.plain(text))


# The fields that good practice expects in a record.
#
# None of them blocks sending: an empty one is listed with the reason why it is empty.

_CHILD_PATHS = (
    "child.name",
    "child.cpr",
    "child.address",
    "child.whereabouts",
    "child.interpreter",
)
_UNBORN_PATHS = (
    "unborn.mother_name",
    "unborn.mother_cpr",
    "unborn.mother_address",
    "unborn.due_date",
)
_ALWAYS_PATHS = (
    "caregivers",
    "setting.institution",
    "notifier.name",
    "notifier.title",
    "notifier.workplace",
    "notifier.phone",
    "notifier.email",
    "notifier.category",
    "notifier.relation",
    "first_worry_on",
    "reasons",
    "knowledge_level",
    "urgency",
    "observations",
    "functioning",
    "strengths",
    "measures",
    "parents_informed.informed",
)
_ABUSE_REASONS = frozenset({"abuse_by_parents", "abuse_by_others", "honour_control"})
_CONDITIONAL_PATHS: Mapping[str, Callable[[contents.Record], bool]] = {
    "suspected": lambda record: not _ABUSE_REASONS.isdisjoint(record.reasons),
    "parents_informed.reason": lambda record: record.parents_informed.informed == "no",
    "parents_view.view": lambda record: record.parents_informed.informed in {"both", "one"},
    "immediate_safety.danger": lambda record: record.urgency == "act_now",
    "immediate_safety.where_now": lambda record: record.urgency in {"act_now", "today"},
    "phone_log": lambda record: record.urgency == "act_now",
    "attachments": lambda record: "school_absence" in record.legal_basis,
}


def expected_paths(record: contents.Record) -> Iterator[str]:
    """Yield the paths that should be filled in a record like this one."""
    # A stand-in counts: with a birth date the CPR number is not missed, and so on.
    stand_ins = {
        "child.cpr": record.child.birth_date is not None,
        "child.whereabouts": record.immediate_safety.where_now is not None,
    }
    yield from (
        _UNBORN_PATHS
        if record.unborn
        else (path for path in _CHILD_PATHS if not stand_ins.get(path))
    )
    yield from _ALWAYS_PATHS
    yield from (path for path, holds in _CONDITIONAL_PATHS.items() if holds(record))
