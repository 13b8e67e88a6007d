"""`assistant diff`: for whom a new version of a flow changes something, and what."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.given.clock import now, today
from assistant.cli.given.versions import version
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.prove.change.difference import Class, Difference, difference
from assistant.prove.change.meeting import met
from assistant.prove.change.report import as_json
from assistant.prove.change.words import told
from assistant.prove.coverage.case import answers

if TYPE_CHECKING:
    from assistant.cli.given.open_conversations import OpenConversations


@click.command("diff", epilog=example("assistant diff HEAD:concern concern"))
@click.argument("old")
@click.argument("new")
@click.option(
    "--open",
    "data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Count the open conversations in this data folder that may meet each class.",
)
@json_option
def command(old: str, new: str, data: Path | None, *, machine: bool) -> None:
    """Tell for whom NEW does something else than OLD, and what.

    OLD and NEW are flows, or REV:FLOW for a flow as it was in a git revision (HEAD~1:concern,
    v1.0:flows/concern). Conversations that are told, asked, offered, planned or recorded something else, or
    end or are judged otherwise, are put into classes, each with a shortest example. What is not listed is
    proved to be as it was, where it does not say "by example". Guarantees that were removed or promise less
    come next, then what the questions take, then the wording alone. The exit status is 1 when a guarantee
    is weaker than it was.

    --open reads conversations, which the audit log keeps; nothing but counts is shown. They finish on the
    logic that they began with.
    """
    found = difference(Dialog(version(old)), Dialog(version(new)), today())
    held = None if data is None else _open(data, found.dialogs[0])
    counts = None if held is None else met(found, held.trails)
    if machine:
        print_json({**as_json(found, counts), "open": _document(held)})
    else:
        _print(found, counts)
        _print_open(held)
    if any(each.weaker for each in found.promises):
        raise SystemExit(1)


def _open(data: Path, dialog: Dialog) -> OpenConversations:
    """Return the open conversations of a data folder."""
    from assistant.cli.given.open_conversations import (  # noqa: PLC0415  # only here: the store takes as long to import as a comparison
        open_conversations,
    )

    return asyncio.run(open_conversations(data, dialog, now()))


def _document(held: OpenConversations | None) -> dict[str, object] | None:
    if held is None:
        return None
    return {"conversations": len(held.trails), "elsewhere": held.elsewhere, "can_finish": held.kept}


def _print_open(held: OpenConversations | None) -> None:
    if held is None:
        return
    click.echo(
        f"\nOpen conversations of the old version: {len(held.trails)}; of others: {held.elsewhere}."
    )
    if held.trails and not held.kept:
        click.secho("The logic that they began with is not kept: they cannot finish.", fg="red")
    elif held.trails:
        click.echo("They finish on the logic that they began with, which is kept.")


def _print(found: Difference, counts: Sequence[int] | None) -> None:
    old, new = (dialog.flow for dialog in found.dialogs)
    click.secho(f"{old.id} version {old.version} > {new.id} version {new.version}", bold=True)
    click.echo(_verdict(found))
    for number, each in enumerate(found.classes, 1):
        _class(found, number, each)
        if counts is not None:
            click.echo(f"   Open conversations that may come to it: {counts[number - 1]}")
    if len(found.classes) > 1:
        click.echo("\nConversations may meet these changes in other mixtures too.")
    _guarantees(found)
    _questions(found)
    _wording(found)


def _verdict(found: Difference) -> str:
    if found.same_logic:
        return "Nothing changes: the logic is the same, and proved so by its hash."
    same = (
        f"{len(found.same)} things that a conversation can come to are proved to be as they were."
    )
    if not found.exact:
        return "By example: the versions are too much to be compared exactly, so more may change than stands here."
    if not found.classes:
        return f"Nothing changes for anybody: {same}"
    raised = found.dialogs[0].flow.version < found.dialogs[1].flow.version
    hint = "" if raised else " The version should be raised."
    number = len(found.changed)
    return f"{number} {'thing changes' if number == 1 else 'things change'}; {same}{hint}"


def _class(found: Difference, number: int, each: Class) -> None:
    click.secho(f"\n{number}. A conversation that now", bold=True)
    for text in told(found.dialogs, each).values():
        click.secho(f"   - {text}", fg="yellow")
    old, new = each.example.old, each.example.new
    now = answers(found.dialogs[1], new)
    before = answers(found.dialogs[0], old)
    click.echo(f"   Example: {_listed(now)}")
    if only := {fact: raw for fact, raw in before.items() if now.get(fact) != raw}:
        click.echo(f"   Before, also: {_listed(only)}")
    ways = _parting((*old.path, *_waits(old)), (*new.path, *_waits(new)))
    for when, way in zip(("Before:", "Now:   "), ways, strict=True):
        if ways[0] != ways[1]:
            click.echo(f"   {when} {way}")


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many steps two ways begin with together."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)


def _waits(trail: Trail) -> tuple[str, ...]:
    return ("(waits)",) if trail.waiting else ()


def _parting(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str]:
    """Return two ways where they part, from the step before to the step where they meet again."""
    head = max(_alike(one, other) - 1, 0)
    tail = max(_alike(one[head:][::-1], other[head:][::-1]) - 1, 0)
    shown = [way[head : len(way) - tail] for way in (one, other)]
    before, after = ("… > " if head else ""), (" > …" if tail else "")
    return before + " > ".join(shown[0]) + after, before + " > ".join(shown[1]) + after


def _listed(given: Mapping[str, object]) -> str:
    shown = (
        f"{f}: {r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)}"
        for f, r in given.items()
        if r is not None
    )
    return ", ".join(shown) or "no answers"


def _guarantees(found: Difference) -> None:
    if found.promises:
        click.secho("\nGuarantees", bold=True)
    for each in found.promises:
        click.secho(f"  {each.name}: {', '.join(each.turns)}", fg="red" if each.weaker else None)
        if each.trail is not None:
            click.echo(f"    no longer binds: {_listed(answers(found.dialogs[1], each.trail))}")


def _questions(found: Difference) -> None:
    if found.questions:
        click.secho("\nQuestions", bold=True)
    for each in found.questions:
        added = [f"now takes {', '.join(each.added)}"] if each.added else []
        removed = [f"no longer takes {', '.join(each.removed)}"] if each.removed else []
        click.echo(f"  {each.fact}: {'; '.join([*added, *removed, *each.what])}")


def _wording(found: Difference) -> None:
    if found.wording:
        click.secho(f"\nWording alone, {len(found.wording)} texts", bold=True)
    for each in found.wording:
        click.echo(f"  {each.context}")
        for sign, words in (("-", each.old), ("+", each.new)):
            if words is not None:
                click.echo(f"    {sign} {' '.join(words.split())}")
