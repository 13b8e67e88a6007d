"""Verdicts and the conversations behind them, as JSON and in words for authors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.dialog import phrases
from assistant.dialog.trail import Trail
from assistant.flow.model import NONE, UNKNOWN, AnyFact, Flow, Value
from assistant.prove.prover import Verdict


@dataclass(frozen=True, slots=True)
class FlowProof:
    """The verdicts on all guarantees of a flow, and the time they took."""

    flow: Flow
    verdicts: tuple[Verdict, ...]
    seconds: float

    @property
    def all_proved(self) -> bool:
        """True if every guarantee is proved."""
        return all(verdict.word == "proved" for verdict in self.verdicts)


def proofs_json(proofs: Sequence[FlowProof]) -> dict[str, object]:
    """Return the document that `assistant prove --json` prints."""
    return {"flows": [_flow_json(proof) for proof in proofs]}


def _flow_json(proof: FlowProof) -> dict[str, object]:
    return {
        "flow": proof.flow.id,
        "version": proof.flow.version,
        "guarantees": [_verdict_json(proof.flow, verdict) for verdict in proof.verdicts],
        "states": sum(verdict.states for verdict in proof.verdicts),
        "seconds": round(proof.seconds, 3),
    }


def _verdict_json(flow: Flow, verdict: Verdict) -> dict[str, object]:
    trail = verdict.trail
    return {
        "name": verdict.guarantee.name,
        "verdict": verdict.word,
        "path": list(trail.path) if trail else None,
        "answers": answer_file(flow, trail) if trail else None,
        "today": trail.today.isoformat() if trail else None,
        "states": verdict.states,
    }


def describe_counterexample(flow: Flow, verdict: Verdict) -> Iterator[str]:
    """Yield lines that describe the counterexample of a verdict; none if it has none."""
    if verdict.trail is None:
        return
    for question, answer in questions_and_answers(flow, verdict.trail):
        yield f"{question} — {answer}"
    yield f"It ends at {verdict.trail.ended}, by way of {', '.join(verdict.trail.path)}."


# Counterexamples as answer files for `assistant run`, and as questions and answers to read.

AnswerJson = str | int | list[str] | list[dict[str, "AnswerJson"]] | None


def answer_file(flow: Flow, trail: Trail) -> dict[str, AnswerJson]:
    """Return the answers of a conversation, in order, as an answer file holds them."""
    return {
        name: _answer_json(flow, flow.facts.get(name), value)
        for name, value in trail.answers.items()
    }


def questions_and_answers(flow: Flow, trail: Trail) -> Iterator[tuple[str, str]]:
    """Yield question and answer, in the author's words, of all that was not skipped."""
    for step in trail.screens:
        for name in flow.steps[step].fields:
            value = trail.answers[name]
            if value is not None:
                yield (
                    _question_words(flow, step, name),
                    _answer_words(flow, flow.facts.get(name), value),
                )


def _answer_json(flow: Flow, fact: AnyFact | None, value: Value) -> AnswerJson:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, tuple):
        return value
    if fact is not None and fact.may_be_empty:
        return [option for option in value if isinstance(option, str)] or NONE
    rows = (row for row in value if isinstance(row, Mapping))
    return [
        {name: _answer_json(flow, flow.facts[name], v) for name, v in row.items()} for row in rows
    ]


def _question_words(flow: Flow, step: str, name: str) -> str:
    fact = flow.facts.get(name)
    text = (fact.label if fact else None) or flow.steps[step].say
    lines = text.words.strip().splitlines() if text else [name]
    return lines[-1].replace("**", "")


def _answer_words(flow: Flow, fact: AnyFact | None, value: Value) -> str:
    if value == UNKNOWN and fact is not None and fact.unknown:
        return phrases.UNKNOWN_WORDS
    if fact is not None:
        none = fact.none.words if fact.none else ""
        return (
            "; ".join(fact.wording(value, lambda text: text.words, phrases.answer_phrase)) or none
        )
    if isinstance(value, tuple):
        return _row_words(flow, value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _row_words(flow: Flow, rows: tuple[object, ...]) -> str:
    descriptions = []
    for row in rows:
        given = row.items() if isinstance(row, Mapping) else ()
        descriptions.append(
            ", ".join(_answer_words(flow, flow.facts[n], v) for n, v in given if v is not None)
        )
    return "; ".join(descriptions) or phrases.EMPTY_LIST


# The answers of a conversation in the notation of conditions, for findings.


def describe_answers(flow: Flow, trail: Trail) -> str:
    """Return the answers of a conversation as a condition would test them, without skipped ones."""
    tests = [
        _as_test(flow, name, value) for name, value in trail.answers.items() if value is not None
    ]
    return " and ".join(tests) or "everything is skipped"


def _as_test(flow: Flow, name: str, value: Value) -> str:
    fact = flow.facts.get(name)
    if fact is not None and fact.is_opaque and value != UNKNOWN:
        return f"{name} is answered"
    if not isinstance(value, tuple):
        return f"{name} is {value}"
    if any(isinstance(item, Mapping) for item in value) or fact is None:
        return f"count {name} = {len(value)}"
    return f"{name} has {', '.join(map(str, value)) or 'none'}"
