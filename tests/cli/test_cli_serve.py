"""`assistant serve` as a process of its own: what it says, and what it refuses."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.cli.serve import with_flows
from assistant.settings import read_settings
from assistant.text.roots import locales_root
from assistant.web.config import Settings
from tests.cli.command_line import assistant

ROOT = Path(__file__).parents[2]
LINES = 4


@pytest.fixture(autouse=True)
def new(here: Path) -> None:  # noqa: ARG001 - it runs there
    assistant("new", "my_flow")


@contextmanager
def serving(*words: str) -> Iterator[list[str]]:
    """Serve on a free port and give the lines that it greets with; stop it as an operator would.

    Not before it answers: started in the background of a shell, it would be deaf to Ctrl-C till then.
    """
    command = [sys.executable, "-m", "assistant", "serve", "--demo", "--port", "0", *words]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert process.stdout is not None
    try:
        greeting = [process.stdout.readline().rstrip("\n") for _ in range(LINES)]
        urllib.request.urlopen(f"{greeting[0].split()[1]}healthz", timeout=20).close()  # noqa: S310
        yield greeting
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert process.returncode == 0


@pytest.mark.disk
def test_serve_says_where_guide_inbox_and_data_are_and_they_are_there() -> None:
    with serving("--data", "kept") as greeting:
        address = greeting[0].split()[1]
        pages = {
            path: urllib.request.urlopen(address.rstrip("/") + path, timeout=10).status  # noqa: S310
            for path in ("/", "/my_flow", "/inbox", "/healthz")
        }

    assert greeting == [
        f"guide  {address}   (my_flow)",
        f"inbox  {address}inbox   (practice data, no sign-in)",
        "data   kept",
        "Press Ctrl-C to stop.",
    ]
    assert pages == {"/": 200, "/my_flow": 200, "/inbox": 200, "/healthz": 200}
    assert Path("kept").stat().st_mode & 0o077 == 0


def test_a_port_that_is_taken_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = assistant("serve", "--demo", "--port", str(port))

    assert said.status == 1
    assert said.err == f"Error: Port {port} is already in use; choose another with --port.\n"


def test_an_address_that_is_not_ours_is_told() -> None:
    said = assistant("serve", "--demo", "--port", "0", "--host", "192.0.2.1")

    assert said.status == 1
    assert "\nError: Cannot listen on 192.0.2.1:0: " in said.err


@pytest.mark.parametrize(
    ("host", "origin", "warned"),
    [
        ("192.0.2.1", "", True),
        ("192.0.2.1", "http://guide.example.dk", True),
        ("192.0.2.1", "https://guide.example.dk", False),
        ("127.0.0.2", "", False),
        ("localhost", "", False),
    ],
)
def test_serving_others_without_an_https_address_is_warned_about(
    host: str, origin: str, monkeypatch: pytest.MonkeyPatch, *, warned: bool
) -> None:
    Path("taken").write_text("", encoding="utf-8")  # so that it never comes to listening
    monkeypatch.setenv("ASSISTANT_ORIGIN", origin)
    said = assistant("serve", "--demo", "--port", "0", "--host", host, "--data", "taken/data")

    assert said.err.startswith(f"Warning: other machines can reach {host}") is warned


@pytest.mark.disk
def test_a_lost_key_file_is_told_by_what_where_and_how_to_mend() -> None:
    with serving("--data", "kept"):
        Path("kept/keys").unlink()
    said = assistant("serve", "--demo", "--port", "0", "--data", "kept")

    assert said.status == 1
    assert "Error: The key file kept/keys is missing" in said.err
    assert "Restore it from" in said.err
    assert not Path("kept/keys").exists()


def test_a_data_folder_that_cannot_be_made_is_told() -> None:
    Path("taken").write_text("", encoding="utf-8")
    said = assistant("serve", "--demo", "--port", "0", "--data", "taken/data")

    assert said.status == 1
    assert said.err == "Error: Cannot create the data folder taken/data: Not a directory.\n"


def test_a_data_folder_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's answer is made up: root, whom tests may run as, can write anywhere."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    said = assistant("serve", "--demo", "--port", "0", "--data", "kept")

    assert said.err == "Error: The data folder kept is not writable; choose another with --data.\n"


def test_without_a_municipality_only_the_demo_is_served() -> None:
    said = assistant("serve", "--port", "0")

    assert said.status == 2
    assert "ASSISTANT_DIRECTORY is not set" in said.err


def test_a_flow_with_an_error_is_not_served() -> None:
    file = Path("flows/my_flow/flow.yaml")
    file.write_text(
        file.read_text(encoding="utf-8").replace("to: duty}", "to: dutty}"), encoding="utf-8"
    )
    said = assistant("serve", "--demo", "--port", "0")

    assert said.status == 1
    assert "my_flow/flow.yaml:54:27: R01 " in said.err
    assert said.err.endswith(
        "Nothing is served until this is fixed; run: assistant check, assistant prove\n"
    )


def test_a_flow_that_is_not_proved_is_not_served_and_prove_is_named() -> None:
    file = Path("flows/my_flow/flow.yaml")
    file.write_text(
        file.read_text(encoding="utf-8").replace("passes: duty", "never: duty"), encoding="utf-8"
    )
    said = assistant("serve", "--demo", "--port", "0")

    assert (said.status, said.out) == (1, "")
    assert "my_flow: not proved: violence_means_duty." in said.err
    assert said.err.endswith("run: assistant check, assistant prove\n")


def test_a_folder_without_a_flow_is_not_served(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    (here / "nothing").mkdir()
    monkeypatch.setenv("ASSISTANT_FLOWS", "nothing")

    said = assistant("serve", "--demo", "--port", "0")

    assert (said.status, said.out) == (2, "")
    assert said.err == (
        "Error: There are no flows in nothing: set ASSISTANT_FLOWS to the folder that contains your flows' folders.\n"
    )


def test_flows_are_served_in_the_languages_that_stand_beside_them(here: Path) -> None:
    (here / "locales").mkdir()
    beside = with_flows(read_settings({"ASSISTANT_DATA": "kept"}), demo=True)
    elsewhere = with_flows(
        read_settings({"ASSISTANT_FLOWS": str(here / "own" / "flows")}), demo=True
    )

    assert (beside.flows, beside.locales) == (Path("flows"), here / "locales")
    assert elsewhere.locales == locales_root()


def test_settings_reach_the_guide() -> None:
    decided = read_settings(
        {
            "ASSISTANT_DATA": "kept",
            "ASSISTANT_KEY_FILE": "apart/key",
            "ASSISTANT_DIRECTORY": "kommune.yaml",
            "ASSISTANT_FLOWS": "own",
            "ASSISTANT_HOST": "::1",
            "ASSISTANT_PORT": "9000",
            "ASSISTANT_TTL_HOURS": "24",
            "ASSISTANT_ORIGIN": "https://guide.example.dk",
            "ASSISTANT_EMBED_ORIGINS": "https://intra.example.dk",
            "ASSISTANT_TRUSTED_PROXIES": "192.0.2.1",
        }
    )

    assert with_flows(decided, demo=False) == Settings(
        data=Path("kept"),
        host="::1",
        port=9000,
        demo=False,
        directory=Path("kommune.yaml"),
        flows=Path("own"),
        locales=locales_root(),
        ttl_hours=24,
        origin="https://guide.example.dk",
        embed_origins=("https://intra.example.dk",),
        key_file=Path("apart/key"),
        trusted_proxies=("192.0.2.1",),
    )
