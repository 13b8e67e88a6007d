"""What was proved at an earlier start is not proved again, and nothing else is taken for proved."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import FlowError
from assistant.flow.load import load_folder
from assistant.flow.model import Flow
from assistant.prove import prover
from assistant.prove.prover import Verdict
from assistant.web import compose
from assistant.web.compose import ProofCache, open_services
from assistant.web.config import Settings
from tests.web.conftest import FLOWS
from tests.web.test_web_flows import change_flows

TODAY = date(2026, 3, 2)


def worry(flows: Path = FLOWS) -> Flow:
    flow = load_folder(flows / "worry").flow
    assert flow is not None
    return flow


def start(file: Path, flow: Flow, today: date = TODAY) -> tuple[Verdict, ...]:
    """Return what a start finds unproved of a flow."""
    found = ProofCache(file)
    unproved = found.find_unproved(flow, today)
    found.save()
    return unproved


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The logic of each flow that the prover is asked about."""
    logics: list[str] = []

    def find_unproved_noting(flow: Flow, today: date) -> tuple[Verdict, ...]:
        logics.append(flow.logic)
        return proving(flow, today)

    proving = prover.find_unproved
    monkeypatch.setattr(prover, "find_unproved", find_unproved_noting)
    return logics


def test_a_flow_is_proved_at_its_first_start_only(tmp_path: Path, asked: list[str]) -> None:
    flow = worry()
    starts = [start(tmp_path / "proofs.json", flow) for _ in range(3)]

    assert starts == [()] * 3
    assert asked == [flow.logic]


def test_a_changed_flow_is_proved_again(tmp_path: Path, asked: list[str]) -> None:
    old, new = worry(), worry(change_flows(tmp_path / "new", "int: [0, 17]", "int: [0, 5]"))
    for flow in (old, new, new):
        assert start(tmp_path / "proofs.json", flow) == ()

    assert old.logic != new.logic
    assert asked == [old.logic, new.logic]


def test_a_flow_is_proved_again_by_another_prover(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = worry()
    start(tmp_path / "proofs.json", flow)
    monkeypatch.setattr(compose, "hash_prover", lambda: "another")
    start(tmp_path / "proofs.json", flow)

    assert asked == [flow.logic] * 2


def test_a_proof_holds_from_its_own_day_on(tmp_path: Path, asked: list[str]) -> None:
    flow, day = worry(), timedelta(days=1)
    for today in (TODAY, TODAY + day, TODAY - day, TODAY):
        start(tmp_path / "proofs.json", flow, today)

    assert asked == [flow.logic] * 2


@pytest.mark.parametrize("kept", ["", "[]", '{"a": 1}', "{"])
def test_a_spoiled_file_proves_nothing(tmp_path: Path, asked: list[str], kept: str) -> None:
    flow = worry()
    start(tmp_path / "proofs.json", flow)
    (tmp_path / "proofs.json").write_text(kept, "utf-8")
    start(tmp_path / "proofs.json", flow)

    assert asked == [flow.logic] * 2


async def test_what_is_not_proved_is_refused_at_every_start(
    tmp_path: Path, asked: list[str]
) -> None:
    promise = "guarantees:\n  - {name: all_hear_of_danger, passes: call_now}\nsteps:\n"
    flows = change_flows(tmp_path / "new", "steps:\n", promise)
    for _ in range(2):
        with pytest.raises(FlowError, match="not proved"):
            await open_services(Settings(data=tmp_path / "data", demo=True, flows=flows))

    assert len(asked) == 2


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 2, 22, 59, tzinfo=UTC), "2026-03-02"),
        (datetime(2026, 3, 2, 23, 0, tzinfo=UTC), "2026-03-03"),
    ],
)
async def test_a_proof_is_of_the_danish_day_that_the_services_clock_has(
    tmp_path: Path, now: datetime, day: str
) -> None:
    config = Settings(data=tmp_path / "data", demo=True, flows=FLOWS)
    await (await open_services(config, lambda: now)).close()
    kept = json.loads((tmp_path / "data" / "proofs.json").read_text("utf-8"))

    assert list(kept.values()) == [day]
