"""Everything that changed from one version of a flow to another: the answer of `assistant diff`.

Exact where the diagrams fit their budget; otherwise by example, which shows changes and proves
nothing (`sample_differences`). Wording and what each question accepts are compared as written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from assistant.dialog.conversation import AnswerTurn
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import (
    NONE,
    NOWHERE,
    AnyFact,
    Ask,
    Flow,
    Form,
    Place,
    Repeat,
    texts,
)
from assistant.prove.change.aspects import Aspect, differing_aspects, observe_aspects
from assistant.prove.change.classes import Example, exact_classes, sample_answer
from assistant.prove.change.comparison import MOST_COMPARISON_FORKS, Comparison, compare_versions
from assistant.prove.change.guarantees import (
    GuaranteeChange,
    guarantee_changes,
    guarantee_changes_as_written,
)
from assistant.prove.coverage.case import Raw, scripted_answer, scripted_answers
from assistant.prove.coverage.report import measure_coverage
from assistant.prove.coverage.search import Search
from assistant.prove.coverage.suggestions import suggestions
from assistant.prove.diagram import BudgetSpentError


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """Conversations that change alike in the aspects `differs`, as `example` shows.

    `witness` is the person of the example as an assignment; None where the comparison is by
    example.
    """

    differs: tuple[Aspect, ...]
    example: Example
    witness: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes. If `exact`, everything that is not listed is proved to be as it was.

    `unchanged_aspects` are those proved the same; `comparison` is None if there was nothing to
    compare, or too much.
    """

    dialogs: tuple[Dialog, Dialog]
    wording: tuple[WordingChange, ...]
    questions: tuple[QuestionChange, ...] = ()
    guarantees: tuple[GuaranteeChange, ...] = ()
    classes: tuple[ChangeClass, ...] = ()
    unchanged_aspects: tuple[Aspect, ...] = ()
    comparison: Comparison | None = None
    exact: bool = True

    @property
    def has_same_logic(self) -> bool:
        """True if both versions do the same, whatever their words are."""
        return self.dialogs[0].flow.logic == self.dialogs[1].flow.logic

    @property
    def changed_aspects(self) -> tuple[Aspect, ...]:
        """The aspects that differ for somebody, in the order of the classes that show them."""
        return tuple(dict.fromkeys(aspect for each in self.classes for aspect in each.differs))


def find_difference(
    old: Dialog, new: Dialog, today: date, most_forks: int = MOST_COMPARISON_FORKS
) -> Difference:
    """Compare two versions, for conversations begun on `today`."""
    dialogs, said = (old, new), wording_changes(old.flow, new.flow)
    if old.flow.logic == new.flow.logic:
        return Difference(dialogs, said)
    asked = question_changes(old.flow, new.flow)
    try:
        comparison = compare_versions(dialogs, today, most_forks)
        groups, promised = exact_classes(comparison), guarantee_changes(comparison)
    except (
        BudgetSpentError,
        RecursionError,
    ):  # too many forks, or a diagram too deep for the stack
        shown = tuple(
            ChangeClass(each.differs, each) for each in sample_differences(dialogs, today)
        )
        written = guarantee_changes_as_written(old.flow, new.flow)
        return Difference(dialogs, said, asked, written, shown, exact=False)
    classes = tuple(ChangeClass(each.differs, each.example, each.witness) for each in groups)
    same = comparison.unchanged_aspects
    return Difference(dialogs, said, asked, promised, classes, same, comparison)


# The fallback, by example.
#
# Conversations that together take every branch, plan item and end of either version are played in
# both. That shows changes, and proves nothing about what it does not show.

DialogPair = tuple[Dialog, Dialog]


def sample_differences(dialogs: DialogPair, today: date) -> tuple[Example, ...]:
    """Return the shortest conversation for each set of differing aspects that turns up."""
    found: dict[tuple[Aspect, ...], Example] = {}
    for given in _covering_answers(dialogs, today):
        old, new = (_play_with_defaults(dialog, given, today) for dialog in dialogs)
        differs = differing_aspects(
            observe_aspects(dialogs[0], old), observe_aspects(dialogs[1], new)
        )
        known = found.get(differs)
        if known is None or len(known.new.screens) > len(new.screens):
            found[differs] = Example(old, new, differs)
    return tuple(found[differs] for differs in found if differs)


def _covering_answers(dialogs: DialogPair, today: date) -> Iterator[Mapping[str, Raw]]:
    for dialog in dialogs:
        search = Search(dialog, today)
        holes = measure_coverage(search, (), ("branches", "plan", "ends")).holes
        yield from (scripted_answers(dialog, each.trail) for each in suggestions(search, holes))


def _play_with_defaults(dialog: Dialog, given: Mapping[str, Raw], today: date) -> Trail:
    """Play answers through a version; what they leave open, or it refuses, gets a default."""
    at = datetime.combine(today, time(12), UTC)
    conversation = dialog.begin(dialog.flow.language, today)
    trail = dialog.trail(conversation)
    while trail.waiting is not None:
        plain = {
            fact: _default_answer(dialog, trail, fact)
            for fact in dialog.replay.fields[trail.waiting]
        }
        wanted = {**plain, **{fact: given[fact] for fact in plain if fact in given}}
        taken = dialog.take_turn(conversation, AnswerTurn(trail.waiting, wanted), at, trail)
        if taken.refusals:  # the other version's answer does not fit here
            taken = dialog.take_turn(conversation, AnswerTurn(trail.waiting, plain), at, trail)
        if taken.refusals:
            return trail
        conversation, trail = taken.conversation, taken.trail
    return trail


def _default_answer(dialog: Dialog, trail: Trail, subject: str) -> Raw:
    """Return a default answer to a waiting question: skipped, none, or the first option shown."""
    step = dialog.flow.steps.get(subject)
    if isinstance(step, Repeat):
        row = {fact: _default_answer(dialog, trail, fact) for fact in step.each}
        return [row for _ in range(step.at_least)]
    fact = dialog.flow.facts[subject]
    if fact.optional:
        return None
    if fact.none:
        return NONE
    options = dialog.logic.options(fact, trail)
    return scripted_answer(
        dialog, subject, sample_answer(fact, [option.id for option in options], trail.today)
    )


# The answers that each question accepts, compared as the files have them.


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """Options that a question newly or no longer accepts; `changes` has the rest, in words."""

    fact: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changes: tuple[str, ...] = ()


def question_changes(old: Flow, new: Flow) -> tuple[QuestionChange, ...]:
    """Return the changes of the questions that both versions ask."""
    before, after = _accepted_answers(old), _accepted_answers(new)
    return tuple(
        QuestionChange(
            fact,
            tuple(each for each in after[fact][0] if each not in before[fact][0]),
            tuple(each for each in before[fact][0] if each not in after[fact][0]),
            tuple(_describe_setting_changes(before[fact][1], after[fact][1])),
        )
        for fact in before
        if fact in after and before[fact] != after[fact]
    )


_AcceptedAnswers = tuple[
    tuple[str, ...], Mapping[str, str]
]  # options, and the other settings in words


def _accepted_answers(flow: Flow) -> Mapping[str, _AcceptedAnswers]:
    found: dict[str, _AcceptedAnswers] = {}
    for step in flow.steps.values():
        match step:
            case Ask(fact=fact):
                found[fact] = _accepted_by_fact(flow.facts[fact])
            case Form(facts=facts):
                found |= {fact: _accepted_by_fact(flow.facts[fact]) for fact in facts}
            case Repeat(id=repeat, each=facts):
                rows = {"rows": f"{step.at_least} to {step.at_most}", "each row": ", ".join(facts)}
                found[repeat] = ((), rows)
                found |= {fact: _accepted_by_fact(flow.facts[fact]) for fact in facts}
            case _:
                pass
    return found


def _accepted_by_fact(fact: AnyFact) -> _AcceptedAnswers:
    rest = {
        "type": fact.type,
        "skipped": _permission(fact.optional),
        '"don\'t know"': _permission(fact.unknown),
        **fact.describe_limits(),
    }
    return tuple(option.id for option in fact.options), rest


def _permission(allowed: bool) -> str:  # noqa: FBT001 - it is the one thing that is said
    return "allowed" if allowed else "not allowed"


def _describe_setting_changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield f"{name}: {before.get(name, 'none')}, now {after.get(name, 'none')}"


# Wording: texts that read differently while the flow does the same.

# The leading parts of a text's context that say whose text it is: facts.<fact>.options.<option>,
# and for everything else two, as in steps.<step>.
_OPTION_DEPTH = 4
_OWNER_DEPTH = 2


@dataclass(frozen=True, slots=True)
class WordingChange:
    """A text whose words changed; None for a version without that text."""

    context: str
    old: str | None
    new: str | None
    place: Place = NOWHERE


def wording_changes(old: Flow, new: Flow) -> tuple[WordingChange, ...]:
    """Return the texts whose words changed, of everything that exists in both versions."""
    return tuple(_find_wording_changes(old, new))


def _find_wording_changes(old: Flow, new: Flow) -> Iterator[WordingChange]:
    before = {text.context: text for text in texts(old)}
    after = {text.context: text for text in texts(new)}
    shared = _text_owners(before) & _text_owners(after)
    for context in dict.fromkeys((*after, *before)):
        was, is_ = before.get(context), after.get(context)
        words = (was.words if was else None, is_.words if is_ else None)
        # What is new or gone as a whole is no change of wording.
        if words[0] != words[1] and _text_owner(context) in shared:
            place = is_.place if is_ else NOWHERE
            yield WordingChange(context, *words, place)


def _text_owners(by_context: Mapping[str, object]) -> set[str]:
    return {_text_owner(context) for context in by_context}


def _text_owner(context: str) -> str:
    parts = context.split(".")
    return ".".join(parts[: _OPTION_DEPTH if "options" in parts else _OWNER_DEPTH])
