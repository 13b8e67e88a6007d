"""The texts of a flow: their markup, links and placeholders, length and readability."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.flow.checks.dataflow import NOTHING, AnsweredBefore, facts_implied, topological_order
from assistant.flow.checks.satisfiability import Satisfiability, expand_names
from assistant.flow.findings import did_you_mean
from assistant.flow.findings.loader_codes import F12, F12_LINK, R07_PLACEHOLDER, S02_NUMBER
from assistant.flow.findings.registry import Wording, error, warning
from assistant.flow.markup import (
    CONTACTS,
    DEADLINES,
    Block,
    MarkupError,
    Placeholder,
    Span,
    parse_markup,
    placeholders,
)
from assistant.flow.model import AnyFact, AnyStep, Text, texts
from assistant.flow.model.expression import And, Expression, Not
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft

# What is found here.

R03 = error("R03", "A placeholder that nothing can fill").says(
    '"{{{name}}}" is a placeholder that nothing can fill.'
)
L04 = warning("L04", "A question with too many, or too hard words")
L04_LIX = L04.says(
    "the words of this question have a LIX of {lix}; above {most} they are hard to read.",
    fix="shorter sentences, and words that you would say aloud",
    variant="lix",
)
L04_WORDS = L04.says(
    "{words} words stand before the first answer of this question; at most {most} are read.",
    fix="say it shorter, or move some of it behind the answer",
    variant="words",
)
L04_TOLD = L04.says(
    "{words} words stand before the first answer here, with what is told just before ({way}); at most {most} are read.",
    fix="say it shorter, or move some of it behind the answer",
    variant="told",
)
L05 = error("L05", "A link that leads nowhere").says("{problem}.")
L05_HOST = L05.code.says(
    'no link can lead to "{host}": that is not the whole name of a page\'s host.', variant="host"
)

Marks = Mapping[str, tuple[Placeholder, ...]]  # a text's context -> what answers fill in it

_HAS_MARKS = re.compile(r"[*\[\]{}\\]|^- ?", re.MULTILINE)
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+")
_CPR_NUMBER = re.compile(r"(?<![0-9])[0-3][0-9][01][0-9]{3}-?[0-9]{4}(?![0-9])")


def check_texts(draft: Draft, context: Context) -> Marks:
    """Report markup that cannot be read and placeholders that nothing fills.

    Returns the placeholders that can be filled from an answer or a conclusion, by the text's
    context.
    """
    found: dict[str, tuple[Placeholder, ...]] = {}
    for text in texts(draft.to_flow(hashed=False)):
        _report_cpr_number(text, context)
        if not _HAS_MARKS.search(text.words):
            continue
        try:
            blocks = parse_markup(text.words)
        except MarkupError as error:
            place = context.place_in_text(text, error.offset)
            context.report.at_place(place, 1, _markup_finding(error.problem), problem=error.problem)
            continue
        marks = placeholders(blocks)
        _check_links(blocks, text, context)
        found[text.context] = tuple(
            mark for mark in marks if _is_filled_by_answer(mark, text, draft, context)
        )
    return found


def _markup_finding(problem: str) -> Wording:
    """Return the wording of the finding for a markup error."""
    if problem.startswith("a link "):
        return L05
    return F12_LINK if "link" in problem else F12


def _check_links(blocks: tuple[Block, ...], text: Text, context: Context) -> None:
    """Report links to a host that cannot be public: a name without a dot."""
    for part in (part for block in blocks for part in block.parts):
        address = part.href or "" if isinstance(part, Span) else ""
        host = re.split(r"[/?#:]", address.removeprefix("https://"))[0]
        if address.startswith("https://") and not _HOST.fullmatch(host):
            place = context.place_in_text(text, max(0, text.words.find(address)))
            context.report.at_place(place, len(address), L05_HOST, host=host)


def names_mentioned(marks: Marks) -> frozenset[str]:
    """Return the names that texts mention."""
    return frozenset(mark.id for found in marks.values() for mark in found)


def _report_cpr_number(text: Text, context: Context) -> None:
    match = _CPR_NUMBER.search(text.words)
    if match is not None:
        place = context.place_in_text(text, match.start())
        context.report.at_place(place, len(match.group()), S02_NUMBER)


def _is_filled_by_answer(mark: Placeholder, text: Text, draft: Draft, context: Context) -> bool:
    """Report a placeholder that nothing fills; True where an answer or conclusion fills it."""
    known = _known_ids(mark, draft, context)
    if mark.id in known:
        return mark.kind == "fact"
    if mark.kind != "fact" or mark.id not in context.names.symbols or mark.id in context.names.rows:
        shown = mark.id if mark.kind == "fact" else f"{mark.kind}.{mark.id}"
        prefix = shown.removesuffix(mark.id)
        near = did_you_mean(shown, [prefix + name for name in known])
        token = "{" + shown + "}"
        place = context.place_in_text(text, max(0, text.words.find(token)))
        context.report.at_place(place, len(token), R03, name=shown, fix=near)
    return False


def _known_ids(mark: Placeholder, draft: Draft, context: Context) -> list[str]:
    if mark.kind == "law":
        return list(draft.law)
    if mark.kind == "contact":
        return [*CONTACTS]
    if mark.kind == "deadline":
        return [*DEADLINES]
    rows = context.names.rows
    return [name for name in context.names.of_kinds(["fact", "decision"]) if name not in rows]


def check_placeholders(
    draft: Draft, marks: Marks, before: AnsweredBefore, context: Context
) -> None:
    """Report placeholders whose facts may be unanswered where the text is shown."""
    for step in draft.steps.values():
        if step.id in before:
            for text in _texts_shown_at(step, draft):
                _check_answered_here(text, marks, before[step.id] | set(draft.decisions), context)
    ends = [before[s.id] for s in draft.steps.values() if s.is_end and s.id in before]
    at_end = ends[0].intersection(*ends) if ends else NOTHING
    for item in draft.plan.values():
        held = facts_implied(item.guard.expression, draft) if item.guard else NOTHING
        _check_answered_here(item.do, marks, at_end | held | set(draft.decisions), context)


def _texts_shown_at(step: AnyStep, draft: Draft) -> list[Text]:
    """Return the texts that are shown while a step waits for an answer."""
    shown = [step.section, step.say, step.help]
    for name in step.asked_facts:
        fact = draft.facts.get(name)
        if fact is not None:
            shown += [fact.label, fact.help]
    return [text for text in shown if text is not None]


def _check_answered_here(
    text: Text, marks: Marks, answered: frozenset[str], context: Context
) -> None:
    for mark in marks.get(text.context, ()):
        if mark.id not in answered:
            token = "{" + mark.id + "}"
            place = context.place_in_text(text, max(0, text.words.find(token)))
            context.report.at_place(place, len(token), R07_PLACEHOLDER, name=mark.id)


# The length and difficulty of what is read before a question can be answered.
#
# The longest way of messages to a question is searched with branch and bound: a way is given up as
# soon as even the most words that may still follow could not bring it over the limit.

MOST_LIX = 40  # LIX
MOST_WORDS = 60
FEWEST_WORDS = 10  # fewer are read at a glance; LIX says nothing about them
_MOST_WAYS = 200  # ways that are followed from one question, at most

_SCANDINAVIAN = frozenset({"da", "nb", "nn", "no", "sv"})


@dataclass(frozen=True, slots=True)
class _Way:
    """A way from one question towards the next: the messages on it, and the guards it needs."""

    at: str
    told: tuple[str, ...] = ()
    guards: tuple[Expression, ...] = ()


def check_lengths(draft: Draft, context: Context) -> None:
    """Report questions that are hard to read or behind too many words. Needs an acyclic graph."""
    reading = _WordCounter(draft, context)
    for step in topological_order(draft.steps):
        if step.is_question:
            if draft.language in _SCANDINAVIAN:
                _check_lix(step, draft, context)
            reading.follow_ways(step)
    reading.report()


def _check_lix(step: AnyStep, draft: Draft, context: Context) -> None:
    words = "\n".join(words_shown(text) for text in _screen_texts(step, draft))
    if len(words_in(words)) >= FEWEST_WORDS and (index := lix(words)) > MOST_LIX:
        context.report.at_place(step.place, len(step.id), L04_LIX, lix=index, most=MOST_LIX)


def _screen_texts(step: AnyStep, draft: Draft) -> Iterator[Text | None]:
    """Yield the texts of a question's screen: its words, headings and help, not its options."""
    yield from _opening_texts(step, draft)
    yield step.label
    for fact in _facts_of(step, draft):
        if fact.id != step.leading_field:
            yield from (fact.label, fact.help)


def _opening_texts(step: AnyStep, draft: Draft) -> Iterator[Text | None]:
    """Yield the texts before the first field that can be answered."""
    leading = [fact for fact in _facts_of(step, draft) if fact.id == step.leading_field]
    yield from [step.say] if step.say is not None else (fact.label for fact in leading)
    yield step.help
    yield from (fact.help for fact in leading)


def _facts_of(step: AnyStep, draft: Draft) -> list[AnyFact]:
    return [draft.facts[name] for name in step.asked_facts if name in draft.facts]


class _WordCounter:
    """Counts the words on the ways between questions.

    Nothing is answered between two questions, so a way is taken only where all its guards hold
    together; those that never do are left out.
    """

    def __init__(self, draft: Draft, context: Context) -> None:
        self._draft, self._context = draft, context
        self._own = {step.id: _count_words(step, draft) for step in draft.steps.values()}
        self._most: dict[str, int] = {}  # step -> words from there up to the next answer, at most
        for step in reversed(topological_order(draft.steps)):
            onward = [self._most.get(route.to, 0) for route in step.routes]
            stops = step.is_question or step.is_end
            self._most[step.id] = self._own[step.id] + (0 if stops else max(onward, default=0))
        self._long: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._satisfiability = Satisfiability(draft)
        self._expanded: dict[Expression, Expression] = {}
        first = next(iter(draft.steps), None)
        if first is not None:
            self._walk(_Way(first), 0)

    def follow_ways(self, step: AnyStep) -> None:
        """Follow the ways from a question to the next ones."""
        for way in self._ways_onward(step, _Way(step.id)):
            self._walk(way, 0)

    def report(self) -> None:
        """Report the questions behind too many words, each with the longest way to it."""
        for name, (words, told) in self._long.items():
            step = self._draft.steps[name]
            wording = L04_TOLD if told else L04_WORDS
            counts = {"words": words, "most": MOST_WORDS}
            way = ", ".join(told)
            self._context.report.at_place(
                step.place, len(name), wording, fix=None, way=way, **counts
            )

    def _walk(self, way: _Way, words: int) -> None:
        """Follow a way to the questions that it leads to, as long as it can become too long."""
        stack = [(way, words)]
        looked = 0
        while stack and looked < _MOST_WAYS:
            at, before = stack.pop()
            step = self._draft.steps.get(at.at)
            if step is None or before + self._most.get(at.at, 0) <= MOST_WORDS:
                continue
            if step.is_question:
                looked += 1
                self._note_arrival(at, before + self._own[step.id])
            elif not step.is_end:
                told = (*at.told, step.id) if step.level else at.told
                onward = self._ways_onward(step, _Way(at.at, told, at.guards))
                stack.extend((next_way, before + self._own[step.id]) for next_way in onward)

    def _ways_onward(self, step: AnyStep, way: _Way) -> Iterator[_Way]:
        refused: list[Expression] = []
        for route in step.routes:
            own = [] if route.guard is None else [route.guard.expression]
            yield _Way(route.to, way.told, (*way.guards, *refused, *own))
            refused.extend(Not(expression) for expression in own)  # a later route needs these false

    def _note_arrival(self, way: _Way, words: int) -> None:
        if words > self._long.get(way.at, (MOST_WORDS, ()))[0] and self._can_hold(way.guards):
            self._long[way.at] = (words, way.told)

    def _can_hold(self, guards: tuple[Expression, ...]) -> bool:
        """Return False where the guards surely can't hold together."""
        written = tuple(self._expand(guard) for guard in guards)
        return self._satisfiability.can_hold(And(written)) is not False

    def _expand(self, guard: Expression) -> Expression:
        if guard not in self._expanded:
            self._expanded[guard] = expand_names(guard, self._draft)
        return self._expanded[guard]


def _count_words(step: AnyStep, draft: Draft) -> int:
    """Return the number of words that a question puts before its answer, or a message has."""
    if step.is_question:
        texts = list(_opening_texts(step, draft))
    else:
        texts = [step.say, step.help] if step.level else []
    return sum(len(words_in(words_shown(text))) for text in texts)


# LIX, the readability index that Scandinavian editors know.
#
# Below 25 is easy, up to 35 is how newspapers for everybody write, above 45 is for specialists.

LONG_WORD = 6  # letters; a word with more counts as long

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_PLACEHOLDER_WORD = "x"  # stands for a placeholder: one short word


def lix(words: str) -> int:
    """Return the LIX of `words`: words per sentence plus the percentage of long words."""
    count = len(words_in(words))
    if not count:
        return 0
    sentences = sum(bool(words_in(sentence)) for sentence in _SENTENCE.split(words))
    long = sum(len(re.sub(r"\W", "", word)) > LONG_WORD for word in words_in(words))
    return round(count / sentences + 100 * long / count)


def words_in(words: str) -> list[str]:
    """Return the words of a text; a number is one, a word with a hyphen too."""
    return _WORD.findall(words)


def words_shown(text: Text | None) -> str:
    """Return a text as a reader sees it: a line per paragraph, no marks, no link addresses."""
    if text is None:
        return ""
    try:
        blocks = parse_markup(text.words)
    except MarkupError:
        return text.words
    return "\n".join(
        "".join(part.t if isinstance(part, Span) else _PLACEHOLDER_WORD for part in block.parts)
        for block in blocks
    )
