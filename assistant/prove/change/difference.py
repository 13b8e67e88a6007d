"""All that changed from one version of a flow to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.dialog.dialog import Dialog
from assistant.prove.change.classes import grouped
from assistant.prove.change.compare import MOST, Comparison, compared
from assistant.prove.change.example import Example
from assistant.prove.change.outcome import Aspect
from assistant.prove.change.promises import PromiseChange, promises, promises_as_written
from assistant.prove.change.questions import QuestionChange, questions
from assistant.prove.change.sampled import examples
from assistant.prove.change.wording import Wording, wording
from assistant.prove.diagram import SpentError


@dataclass(frozen=True, slots=True)
class Class:
    """Conversations that change alike: in `differs`, as `example` shows.

    `held` is the person of the example, as the variables of the comparison that hold; None where there is none.
    """

    differs: tuple[Aspect, ...]
    example: Example
    held: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed. Where it is `exact`, everything that is not listed is proved to be as it was.

    `same` are the aspects that are; `comparison` is None where there was nothing to compare, or too much.
    """

    dialogs: tuple[Dialog, Dialog]
    wording: tuple[Wording, ...]
    questions: tuple[QuestionChange, ...] = ()
    promises: tuple[PromiseChange, ...] = ()
    classes: tuple[Class, ...] = ()
    same: tuple[Aspect, ...] = ()
    comparison: Comparison | None = None
    exact: bool = True

    @property
    def same_logic(self) -> bool:
        """Whether both versions do the same, whatever their words are."""
        return self.dialogs[0].flow.logic == self.dialogs[1].flow.logic

    @property
    def changed(self) -> tuple[Aspect, ...]:
        """The aspects that differ for somebody, in the order of the classes that show them."""
        return tuple(dict.fromkeys(aspect for each in self.classes for aspect in each.differs))


def difference(old: Dialog, new: Dialog, today: date, most_forks: int = MOST) -> Difference:
    """Return what changed, for conversations begun on `today`."""
    dialogs, said = (old, new), wording(old.flow, new.flow)
    if old.flow.logic == new.flow.logic:
        return Difference(dialogs, said)
    asked = questions(old.flow, new.flow)
    try:
        comparison = compared(dialogs, today, most_forks)
        groups, promised = grouped(comparison), promises(comparison)
    except (SpentError, RecursionError):
        shown = tuple(Class(each.differs, each) for each in examples(dialogs, today))
        written = promises_as_written(old.flow, new.flow)
        return Difference(dialogs, said, asked, written, shown, exact=False)
    classes = tuple(Class(each.differs, each.example, each.held) for each in groups)
    same = comparison.same
    return Difference(dialogs, said, asked, promised, classes, same, comparison)
