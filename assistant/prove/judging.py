"""What one answer makes true, asked of the conversation's own code: nothing here can drift from the engine."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from assistant.dialog.dialog import Dialog
from assistant.dialog.memory import Memory
from assistant.dialog.recorded import recorded
from assistant.dialog.trail import Trail
from assistant.flow.atoms import judge
from assistant.flow.expression import Atom, Compare, Test
from assistant.flow.model import Score, Text
from assistant.flow.values import Value
from assistant.prove.diagram import mask
from assistant.prove.variables import Fills, Said, Sayings, sources

Amounts = tuple[tuple[str, int], ...]  # score -> amount, in order of the scores' names


@dataclass(frozen=True, slots=True)
class AnswerClass:
    """Answers that nothing tells apart: the variables that hold, what they add to scores, and one such answer."""

    held: int
    amounts: Amounts
    witness: Value


class Judging:
    """Judges answers to the questions of a flow, one at a time, on the day `today`."""

    def __init__(self, dialog: Dialog, sayings: Mapping[str, Sayings], today: date) -> None:
        self.dialog = dialog
        self.sayings = sayings
        self.today = today
        scores = dialog.flow.scores.values()
        self.caps: Mapping[str, int] = {
            s.id: _cap(s, sayings[s.id]) for s in scores if s.id in sayings
        }
        self._recorders: dict[str, Dialog] = {}

    def of(self, subject: str, value: Value) -> AnswerClass:
        """Return the class of one answer."""
        trail = Trail((), {}, {subject: value}, self.today, None, None, (), (), Memory())
        held = mask(n for n, said in self.sayings.get(subject, ()) if self._says(said, trail))
        return AnswerClass(held, self._amounts(subject, trail), value)

    def scored(self, test: Test, total: int) -> bool:
        """Return whether a test of a score holds at `total`."""
        return judge(test, ())(total, self.today)

    def summed(self, sums: Amounts, amounts: Amounts) -> Amounts:
        """Return the sums with the amounts of an answer added, each as far as anything can tell it."""
        if not amounts:
            return sums
        total = dict(sums)
        for score, amount in amounts:
            total[score] = min(total.get(score, 0) + amount, self.caps[score])
        return tuple(sorted(total.items()))

    def _says(self, said: Said, trail: Trail) -> bool:
        if isinstance(said, Atom):
            return self.dialog.logic.says(said, trail)
        return said.path in self._recorded(said, trail)

    def _recorded(self, said: Fills, trail: Trail) -> Mapping[str, object]:
        recorder = self._recorders.get(said.subject)
        if recorder is None:
            recorder = copy(self.dialog)
            record = recorder.flow.record
            kept = tuple(entry for entry in record if said.subject in sources(entry.origin))
            recorder.flow = replace(recorder.flow, record=kept)
            self._recorders[said.subject] = recorder
        return recorded(recorder, trail, _words)

    def _amounts(self, subject: str, trail: Trail) -> Amounts:
        scores, logic = self.dialog.flow.scores, self.dialog.logic
        read = sorted(score for score in self.caps if subject in scores[score].facts)
        totals = ((score, min(logic.total(score, trail), self.caps[score])) for score in read)
        return tuple((score, total) for score, total in totals if total)


def _cap(score: Score, sayings: Sayings) -> int:
    """Return the total above which nothing tells totals apart."""
    tests = (said.test for _, said in sayings if isinstance(said, Atom))
    return min(score.cap, 1 + max(test.number for test in tests if isinstance(test, Compare)))


def _words(text: Text) -> str:
    return text.words
