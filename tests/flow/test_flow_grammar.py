"""Conditions: how they bind, what they mean, and that printing and reading are inverse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.flow.expressions.grammar import (
    RESERVED,
    ParseProblem,
    Word,
    parse_condition,
    unparse,
)
from assistant.flow.expressions.resolver import resolve_condition
from assistant.flow.expressions.subjects import Symbol, SymbolTable
from assistant.flow.findings.registry import Wording
from assistant.flow.model import Place
from assistant.flow.model.expression import (
    And,
    Answered,
    Atom,
    Compare,
    Count,
    Days,
    Expression,
    HasAll,
    HasAny,
    HasNone,
    HasTag,
    IsNot,
    Named,
    Not,
    OneOf,
    Operator,
    Or,
    SubjectKind,
    Test,
)
from tests.flow.compound import compound

KINDS: dict[str, SubjectKind] = {"seen": "repeat", "risk": "score", "urgency": "decision"}
FACTS = ("role", "signs", "danger", "born", "age")
CONDITIONS = ("violence", "neglect", "nothing")
NAMES = SymbolTable(
    symbols={
        **{name: Symbol("fact", Place("f", 1, 1)) for name in FACTS},
        **{name: Symbol(kind, Place("f", 1, 1)) for name, kind in KINDS.items()},
        **{name: Symbol("condition", Place("f", 1, 1)) for name in CONDITIONS},
    }
)
NAMES.rows.update({"what": "seen"})


def complain(
    word: Word, wording: Wording, /, *, fix: str | None = None, **fills: str | int
) -> None:
    raise AssertionError(f"{wording.key} at {word}: {fix} {fills}")


def meaning(text: str) -> Expression:
    syntax = parse_condition(text)
    assert not isinstance(syntax, ParseProblem), syntax
    expression = resolve_condition(syntax, NAMES, complain)
    assert expression is not None
    return expression


def misread(text: str) -> tuple[str, int]:
    syntax = parse_condition(text)
    assert isinstance(syntax, ParseProblem), syntax
    return syntax.wording.key, syntax.at


V, N, X = (Named(name) for name in CONDITIONS)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("violence", V),
        ("not violence and neglect or nothing", Or((And((Not(V), N)), X))),
        ("violence or neglect and nothing", Or((V, And((N, X))))),
        ("violence and neglect and nothing", And((V, N, X))),
        ("(violence or neglect) and nothing", And((Or((V, N)), X))),
        ("not (violence or neglect)", Not(Or((V, N)))),
        ("not not violence", Not(Not(V))),
        ("  violence\n or  neglect ", Or((V, N))),
    ],
)
def test_not_binds_tightest_then_and_then_or(text: str, expression: Expression) -> None:
    assert meaning(text) == expression


def atom(subject: str, test: Test) -> Atom:
    return Atom(subject, KINDS.get(subject, "fact"), test)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("role is teacher", atom("role", OneOf(frozenset({"teacher"})))),
        ("role is not teacher", atom("role", IsNot("teacher"))),
        ("role is one of [a, b]", atom("role", OneOf(frozenset({"a", "b"})))),
        ("urgency is today", atom("urgency", OneOf(frozenset({"today"})))),
        ("signs has bruise", atom("signs", HasAny(frozenset({"bruise"})))),
        ("signs has any of [a, b]", atom("signs", HasAny(frozenset({"a", "b"})))),
        ("signs has all of [a, b]", atom("signs", HasAll(frozenset({"a", "b"})))),
        ("signs has none", atom("signs", HasNone())),
        ("signs has tag violence", atom("signs", HasTag(frozenset({"violence"})))),
        ("signs has any tag of [a, b]", atom("signs", HasTag(frozenset({"a", "b"})))),
        ("count signs >= 2", atom("signs", Count(">=", 2))),
        ("count seen<1", atom("seen", Count("<", 1))),
        ("age = 3", atom("age", Compare("=", 3))),
        ("risk <= -3", atom("risk", Compare("<=", -3))),
        ("days since born > 30", atom("born", Days("since", ">", 30))),
        ("days until born <= 7", atom("born", Days("until", "<=", 7))),
        ("role is answered", atom("role", Answered())),
        ("signs has 12", atom("signs", HasAny(frozenset({"12"})))),
    ],
)
def test_every_test_of_the_language_is_understood(text: str, expression: Expression) -> None:
    assert meaning(text) == expression


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", ("F10/expected", 0)),
        ("role is", ("F10/expected", 7)),
        ("role is one of a", ("F10/expected", 15)),
        ("role is one of []", ("F10/expected", 16)),
        ("role is one of [a b]", ("F10/expected", 18)),
        ("(violence", ("F10/expected", 9)),
        ("violence)", ("F10/more", 8)),
        ("violence neglect", ("F10/more", 9)),
        ("violence and", ("F10/expected", 12)),
        ("and violence", ("F10/expected", 0)),
        ("age >= x", ("F10/expected", 7)),
        ("age >= 12345678901", ("F10/expected", 7)),
        ("count signs", ("F10/expected", 11)),
        ("days since >= 3", ("F10/expected", 11)),
        ("role is 'a'", ("F10/letter", 8)),
        ("__import__('os')", ("F10/letter", 11)),
        ("role.__class__ is a", ("F10/letter", 4)),
        ("age >= 3 # more", ("F10/letter", 9)),
        ("(" * 500 + "violence" + ")" * 500, ("F10/deep", 16)),
        ("not " * 500 + "violence", ("F10/deep", 64)),
    ],
)
def test_what_makes_no_sense_is_shown_where_it_stops_making_sense(
    text: str, why: tuple[str, int]
) -> None:
    assert misread(text) == why


words = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True).filter(
    lambda word: word not in RESERVED | {"one", "answered", "any", "all", "none", "tag", "not"}
)
some = st.frozensets(words, min_size=1, max_size=3)
operators: st.SearchStrategy[Operator] = st.sampled_from((">=", "<=", ">", "<", "="))
numbers = st.integers(-999_999, 999_999)
tests: st.SearchStrategy[Test] = st.one_of(
    some.map(OneOf),
    words.map(IsNot),
    some.map(HasAny),
    some.map(HasAll),
    st.just(HasNone()),
    some.map(HasTag),
    st.builds(Count, operators, numbers),
    st.builds(Compare, operators, numbers),
    st.builds(Days, st.sampled_from(("since", "until")), operators, numbers),
    st.just(Answered()),
)
leaves: st.SearchStrategy[Expression] = st.one_of(
    st.sampled_from(CONDITIONS).map(Named),
    st.builds(atom, st.sampled_from(FACTS), tests),
    st.builds(atom, st.just("seen"), st.builds(Count, operators, numbers)),
    st.builds(atom, st.just("risk"), st.builds(Compare, operators, numbers)),
    st.builds(atom, st.just("urgency"), st.one_of(some.map(OneOf), words.map(IsNot))),
)


@given(compound(leaves, 12))
def test_a_condition_that_is_printed_reads_the_same(expression: Expression) -> None:
    assert meaning(unparse(expression)) == expression


@given(st.text(alphabet="ab_ isnotr()[],<>=0123-hasofy'é\n", max_size=60))
def test_any_text_is_read_or_refused_at_a_place_within_it(text: str) -> None:
    syntax = parse_condition(text)

    assert not isinstance(syntax, ParseProblem) or 0 <= syntax.at <= len(text)
