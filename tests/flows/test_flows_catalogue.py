from __future__ import annotations

from collections import Counter
from typing import cast

from assistant.flow.model import Choice, Multi, Option
from assistant.flow.strict_yaml.nodes import plain_data
from assistant.flow.strict_yaml.parser import parse_yaml
from assistant.text.roots import flows_root
from tests.flows.strolls import concern

Sign = dict[str, object]
LETTERS = {"p": 13, "a": 19, "b": 20, "c": 36, "d": 27, "e": 14, "g": 8, "t": 35}
ROUTING = {"act_now": "now", "today": "today"}


def signs() -> dict[str, Sign]:
    file = flows_root() / "catalogue" / "signs.yaml"
    top = cast(
        "dict[str, list[Sign]]", plain_data(parse_yaml(file.read_text("utf-8"), file.name).node)
    )
    return {str(sign["id"]): sign for sign in top["items"]}


def tags(sign: Sign) -> set[str]:
    return set(cast("list[str]", sign["tags"]))


def shown_options() -> list[Option]:
    return [
        option
        for fact in concern().flow.facts.values()
        if isinstance(fact, Choice | Multi)
        for option in fact.options
        if option.catalogue == "signs"
    ]


def test_the_catalogue_has_every_sign_of_every_list() -> None:
    assert Counter(id_[0] for id_ in signs()) == LETTERS


def test_every_sign_stands_on_one_screen() -> None:
    assert Counter(option.id for option in shown_options()) == Counter(signs().keys())


def test_a_sign_that_is_not_checked_asks_for_soon_at_most() -> None:
    hasty = {
        id_
        for id_, sign in signs().items()
        if not sign["checked"] and tags(sign) & {"now", "today"}
    }

    assert hasty == set()


def test_a_checked_sign_asks_for_what_its_urgency_says() -> None:
    wrong = {
        id_
        for id_, sign in signs().items()
        if sign["checked"]
        and (tags(sign) & {"now", "today"}) != {ROUTING.get(str(sign["urgency"]), "")} - {""}
    }

    assert wrong == set()


def test_a_sign_weighs_when_it_asks_for_soon_on_its_own() -> None:
    heavy = {id_ for id_, sign in signs().items() if sign.get("weight") == 1}
    soon = {
        id_
        for id_, sign in signs().items()
        if sign["urgency"] == "soon" or (not sign["checked"] and sign["urgency"] in ROUTING)
    }

    assert heavy == soon


def test_violence_is_always_urgent_and_always_asks_who() -> None:
    slow = {
        id_
        for id_, sign in signs().items()
        if "violence" in tags(sign)
        and not ("abuse" in tags(sign) and tags(sign) & {"now", "today"})
    }

    assert slow == set()


def test_what_nobody_has_found_in_a_source_is_not_checked() -> None:
    unsourced = {
        id_
        for id_, sign in signs().items()
        if sign["checked"] and "PRACTICE" in cast("list[str]", sign["source"])
    }

    assert unsourced == set()


def test_a_paragraph_that_is_not_verified_is_not_there_to_print() -> None:
    law = concern().flow.law.values()

    assert [item.id for item in law if item.paragraph and not item.verified] == []


def test_every_law_and_every_source_says_when_it_was_read() -> None:
    flow = concern().flow

    days = [law.read_on for law in flow.law.values()]
    days += [source.read_on for source in flow.sources.values()]

    assert "" not in days
