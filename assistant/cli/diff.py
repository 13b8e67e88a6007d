"""`assistant diff`: the conversations that a new version of a flow changes, and how."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.inputs import load_version, now, today
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.prove.change.affected import count_affected
from assistant.prove.change.difference import ChangeClass, Difference, find_difference
from assistant.prove.change.report import describe_changes, difference_json
from assistant.prove.coverage.case import scripted_answers

if TYPE_CHECKING:
    from assistant.cli.open_conversations import OpenConversations


@click.command("diff", epilog=example_epilog("assistant diff HEAD:concern concern"))
@click.argument("old")
@click.argument("new")
@click.option(
    "--open",
    "data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Count the open conversations in this data folder that each change may affect.",
)
@json_option
def command(old: str, new: str, data: Path | None, *, machine: bool) -> None:
    """Show who is affected by the change from OLD to NEW, and how.

    OLD and NEW are flows, or REV:FLOW for a flow as it was at a git revision (HEAD~1:concern,
    v1.0:flows/concern). Conversations in which the professional is told, asked, offered or advised something
    different, or that end, are decided or are recorded differently, are grouped into classes, each with a
    shortest example. Anything not listed is proved to be unchanged, unless it says "by example". Then come
    guarantees that were removed or weakened, changes to what each question accepts, and changes of wording
    alone. The exit status is 1 if a guarantee is weaker than it was.

    --open reads conversations, which the audit log records; only counts are shown. Open conversations finish
    on the logic they began with.
    """
    found = find_difference(Dialog(load_version(old)), Dialog(load_version(new)), today())
    conversations = None if data is None else _load_open_conversations(data, found.dialogs[0])
    counts = None if conversations is None else count_affected(found, conversations.trails)
    if machine:
        print_json({**difference_json(found, counts), "open": _open_document(conversations)})
    else:
        _print_difference(found, counts)
        _print_open_conversations(conversations)
    if any(each.is_weaker for each in found.guarantees):
        raise SystemExit(1)


def _load_open_conversations(data: Path, dialog: Dialog) -> OpenConversations:
    """Return the open conversations of a data folder."""
    # Imported here because importing the store takes as long as a whole comparison.
    from assistant.cli.open_conversations import read_open_conversations  # noqa: PLC0415

    return asyncio.run(read_open_conversations(data, dialog, now()))


def _open_document(conversations: OpenConversations | None) -> dict[str, object] | None:
    if conversations is None:
        return None
    return {
        "conversations": len(conversations.trails),
        "elsewhere": conversations.on_other_logic,
        "can_finish": conversations.logic_kept,
    }


def _print_open_conversations(conversations: OpenConversations | None) -> None:
    if conversations is None:
        return
    click.echo(
        f"\nOpen conversations on the old version: {len(conversations.trails)}; on other versions: {conversations.on_other_logic}."
    )
    if conversations.trails and not conversations.logic_kept:
        click.secho("The logic they began with is missing: they cannot finish.", fg="red")
    elif conversations.trails:
        click.echo("They finish on the logic they began with, which is still stored.")


def _print_difference(found: Difference, counts: Sequence[int] | None) -> None:
    old, new = (dialog.flow for dialog in found.dialogs)
    click.secho(f"{old.id} version {old.version} > {new.id} version {new.version}", bold=True)
    click.echo(_summarise(found))
    for number, each in enumerate(found.classes, 1):
        _print_class(found, number, each)
        if counts is not None:
            click.echo(f"   Open conversations that it may affect: {counts[number - 1]}")
    if len(found.classes) > 1:
        click.echo("\nA conversation may also meet these changes in other combinations.")
    _print_guarantees(found)
    _print_questions(found)
    _print_wording(found)


def _summarise(found: Difference) -> str:
    if found.has_same_logic:
        return "Nothing changes: the logic is the same, as its hash proves."
    same = f"{len(found.unchanged_aspects)} aspects are proved to be unchanged."
    if not found.exact:
        return "By example: the versions are too large to compare exactly, so more may change than is shown here."
    if not found.classes:
        return f"Nothing changes for anyone: {same}"
    raised = found.dialogs[0].flow.version < found.dialogs[1].flow.version
    hint = "" if raised else " Raise the version of the flow."
    number = len(found.changed_aspects)
    return f"{number} {'aspect changes' if number == 1 else 'aspects change'}; {same}{hint}"


def _print_class(found: Difference, number: int, each: ChangeClass) -> None:
    click.secho(f"\n{number}. A conversation that now", bold=True)
    for text in describe_changes(found.dialogs, each).values():
        click.secho(f"   - {text}", fg="yellow")
    old, new = each.example.old, each.example.new
    now = scripted_answers(found.dialogs[1], new)
    before = scripted_answers(found.dialogs[0], old)
    click.echo(f"   Example: {_format_answers(now)}")
    if only := {fact: raw for fact, raw in before.items() if now.get(fact) != raw}:
        click.echo(f"   Before, also: {_format_answers(only)}")
    ways = _differing_stretches((*old.path, *_waiting_mark(old)), (*new.path, *_waiting_mark(new)))
    for when, way in zip(("Before:", "Now:   "), ways, strict=True):
        if ways[0] != ways[1]:
            click.echo(f"   {when} {way}")


def _common_prefix_length(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return the length of the common prefix of two paths."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)


def _waiting_mark(trail: Trail) -> tuple[str, ...]:
    return ("(waits)",) if trail.waiting else ()


def _differing_stretches(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str]:
    """Return the stretch where two paths differ, with one common step before and after it."""
    # The common suffix is the common prefix of the reversed rest, so that the two can't overlap.
    head = max(_common_prefix_length(one, other) - 1, 0)
    tail = max(_common_prefix_length(one[head:][::-1], other[head:][::-1]) - 1, 0)
    shown = [way[head : len(way) - tail] for way in (one, other)]
    before, after = ("… > " if head else ""), (" > …" if tail else "")
    return before + " > ".join(shown[0]) + after, before + " > ".join(shown[1]) + after


def _format_answers(given: Mapping[str, object]) -> str:
    shown = (
        f"{f}: {r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)}"
        for f, r in given.items()
        if r is not None
    )
    return ", ".join(shown) or "no answers"


def _print_guarantees(found: Difference) -> None:
    if found.guarantees:
        click.secho("\nGuarantees", bold=True)
    for each in found.guarantees:
        click.secho(f"  {each.name}: {', '.join(each.kinds)}", fg="red" if each.is_weaker else None)
        if each.trail is not None:
            click.echo(
                f"    no longer binds: {_format_answers(scripted_answers(found.dialogs[1], each.trail))}"
            )


def _print_questions(found: Difference) -> None:
    if found.questions:
        click.secho("\nQuestions", bold=True)
    for each in found.questions:
        added = [f"now accepts {', '.join(each.added)}"] if each.added else []
        removed = [f"no longer accepts {', '.join(each.removed)}"] if each.removed else []
        click.echo(f"  {each.fact}: {'; '.join([*added, *removed, *each.changes])}")


def _print_wording(found: Difference) -> None:
    if found.wording:
        click.secho(f"\nWording only ({len(found.wording)} texts)", bold=True)
    for each in found.wording:
        click.echo(f"  {each.context}")
        for sign, words in (("-", each.old), ("+", each.new)):
            if words is not None:
                click.echo(f"    {sign} {' '.join(words.split())}")
