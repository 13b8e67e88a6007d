"""`assistant prove`: every guarantee of the flows, over every conversation."""

from __future__ import annotations

import json
from pathlib import Path
from shlex import quote
from time import perf_counter

import click

from assistant.cli.given.clock import today
from assistant.cli.given.places import flow_folders, found_at
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.flow.load import loaded_flow
from assistant.prove.prove import Verdict, Word, most_questions, proved
from assistant.prove.report import Proof, as_json, conversation
from assistant.prove.written import written

STYLES: dict[Word, str] = {
    "proved": "green",
    "broken": "red",
    "vacuous": "yellow",
    "not decided": "yellow",
}
MEANS: dict[Word, str] = {
    "proved": "no conversation breaks it",
    "broken": "the shortest conversation that breaks it:",
    "vacuous": 'its "when" can never hold, so it promises nothing',
    "not decided": "too much hangs together; give a piece of the conditions that it reads its own question",
}


@click.command("prove", epilog=example("assistant prove concern"))
@click.argument("flows", nargs=-1, metavar="[FLOW]...")
@json_option
def command(flows: tuple[str, ...], *, machine: bool) -> None:
    """Prove the guarantees of FLOW, or of every flow, over every conversation.

    A guarantee is proved, broken (with the shortest conversation that breaks it), vacuous (it never asks
    for anything) or not decided. The exit status is 1 unless all are proved.
    """
    proofs = {folder: _proof(folder) for folder in flow_folders(flows)}
    if machine:
        print_json(as_json(tuple(proofs.values())))
    else:
        for folder, proof in proofs.items():
            _print_words(folder, proof)
    if not all(proof.whole for proof in proofs.values()):
        raise SystemExit(1)


def _proof(folder: Path) -> Proof:
    flow = loaded_flow(folder)
    begun = perf_counter()
    return Proof(flow, proved(flow, today()), perf_counter() - begun)


def _print_words(folder: Path, proof: Proof) -> None:
    for verdict in proof.verdicts:
        if verdict.word != "proved":
            _print_verdict(folder, proof, verdict)
    done = sum(verdict.word == "proved" for verdict in proof.verdicts)
    states = sum(verdict.states for verdict in proof.verdicts)
    click.secho(
        f"{proof.flow.id}: {done} of {len(proof.verdicts)} guarantees proved over every conversation"
        f" ({states} states, {proof.seconds:.1f} s).",
        fg="green" if proof.whole else "red",
        err=True,
    )
    most = most_questions(proof.flow, today()).items()
    longest = ", ".join(f"{end} {screens}" for end, screens in most)
    click.echo(f"The most questions before an end: {longest}.", err=True)


def _print_verdict(folder: Path, proof: Proof, verdict: Verdict) -> None:
    place = verdict.guarantee.place
    file = found_at(folder, place)
    name, word = verdict.guarantee.name, verdict.word
    click.secho(f"{file}:{place.line}: {name} is {word}: {MEANS[word]}", fg=STYLES[word])
    for line in conversation(proof.flow, verdict):
        click.echo(f"    {line}")
    if verdict.trail is not None:
        answers = quote(json.dumps(written(proof.flow, verdict.trail), ensure_ascii=False))
        day = verdict.trail.today.isoformat()
        click.echo(f"    echo {answers} | assistant run {folder} --answers - --today {day}")
