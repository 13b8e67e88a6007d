"""`assistant prove`: the proof of each guarantee over all conversations."""

from __future__ import annotations

import json
from pathlib import Path
from shlex import quote
from time import perf_counter

import click

from assistant.cli.inputs import find_flow_folders, path_from_here, today
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.flow.load import load_valid_flow
from assistant.prove.prover import Verdict, VerdictWord, most_questions, prove_flow
from assistant.prove.report import FlowProof, answer_file, describe_counterexample, proofs_json

STYLES: dict[VerdictWord, str] = {
    "proved": "green",
    "broken": "red",
    "vacuous": "yellow",
    "not decided": "yellow",
}
MEANINGS: dict[VerdictWord, str] = {
    "proved": "no conversation breaks it",
    "broken": "the shortest conversation that breaks it:",
    "vacuous": 'its "when" can never hold, so it guarantees nothing',
    "not decided": "too many answers are involved at once; ask a question of its own for part of the conditions it reads",
}


@click.command("prove", epilog=example_epilog("assistant prove concern"))
@click.argument("flows", nargs=-1, metavar="[FLOW]...")
@json_option
def command(flows: tuple[str, ...], *, machine: bool) -> None:
    """Prove the guarantees of FLOW, or of every flow, over every conversation.

    A guarantee is proved, broken (with the shortest conversation that breaks it), vacuous (its "when" never
    holds) or not decided. The exit status is 1 unless all are proved.
    """
    proofs = {folder: _prove_flow(folder) for folder in find_flow_folders(flows)}
    if machine:
        print_json(proofs_json(tuple(proofs.values())))
    else:
        for folder, proof in proofs.items():
            _print_proof(folder, proof)
    if not all(proof.all_proved for proof in proofs.values()):
        raise SystemExit(1)


def _prove_flow(folder: Path) -> FlowProof:
    flow = load_valid_flow(folder)
    begun = perf_counter()
    return FlowProof(flow, prove_flow(flow, today()), perf_counter() - begun)


def _print_proof(folder: Path, proof: FlowProof) -> None:
    for verdict in proof.verdicts:
        if verdict.word != "proved":
            _print_verdict(folder, proof, verdict)
    done = sum(verdict.word == "proved" for verdict in proof.verdicts)
    states = sum(verdict.states for verdict in proof.verdicts)
    click.secho(
        f"{proof.flow.id}: {done} of {len(proof.verdicts)} guarantees proved over every conversation"
        f" ({states} states, {proof.seconds:.1f} s).",
        fg="green" if proof.all_proved else "red",
        err=True,
    )
    most = most_questions(proof.flow, today()).items()
    longest = ", ".join(f"{end} {screens}" for end, screens in most)
    click.echo(f"Most questions before each end: {longest}.", err=True)


def _print_verdict(folder: Path, proof: FlowProof, verdict: Verdict) -> None:
    place = verdict.guarantee.place
    file = path_from_here(folder, place)
    name, word = verdict.guarantee.name, verdict.word
    click.secho(f"{file}:{place.line}: {name} is {word}: {MEANINGS[word]}", fg=STYLES[word])
    for line in describe_counterexample(proof.flow, verdict):
        click.echo(f"    {line}")
    if verdict.trail is not None:
        # The counterexample as a command to paste, so that an author can look at it step by step.
        answers = quote(json.dumps(answer_file(proof.flow, verdict.trail), ensure_ascii=False))
        day = verdict.trail.today.isoformat()
        click.echo(f"    echo {answers} | assistant run {folder} --answers - --today {day}")
