"""Files become a flow, or all findings at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.errors import FlowError
from assistant.flow.files import flow_folders, read_flow_files
from assistant.flow.load import load, load_folder, load_valid_flow
from tests.flow.flow_examples import flow_text

SOUND = Path(__file__).parent / "sound"


def test_only_what_a_flow_uses_is_read() -> None:
    assert list(read_flow_files(SOUND / "worry")) == [
        *("worry/flow.yaml", "catalogue/signs.yaml", "parts/child.yaml"),
        *("catalogue/law.yaml", "catalogue/sources.yaml"),
    ]


def test_a_flow_uses_no_file_outside_its_root(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("part: secret")
    (tmp_path / "flows" / "example").mkdir(parents=True)
    flow = tmp_path / "flows" / "example" / "flow.yaml"
    flow.write_text(flow_text("use: [../../secret]\n"), encoding="utf-8")

    assert list(read_flow_files(flow.parent)) == ["example/flow.yaml"]
    assert [finding.code for finding in load_folder(flow.parent).findings] == ["F06"]


def test_the_folders_of_flows_are_those_with_a_flow_file() -> None:
    assert flow_folders(SOUND) == (SOUND / "worry",)


def test_a_flow_outside_the_repository_has_catalogues_and_parts_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path / "elsewhere")

    moved = load_valid_flow(tmp_path / "elsewhere" / "worry")

    assert moved == load_valid_flow(SOUND / "worry")


def test_a_broken_flow_tells_its_author_everything_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    text = flow_text("steps:\n  - ask: rolle\n    go: stopp\n  - end: stop\n    outcome: none\n")
    (folder / "flow.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(FlowError) as caught:
        load_valid_flow(folder)

    assert str(caught.value) == (
        f'{folder}/flow.yaml:8:10: R01 the step "rolle" names the fact "rolle", but nothing has that name.\n'
        "   8 |   - ask: rolle\n"
        "     |          ^^^^^\n"
        '  fix: did you mean "role"?\n'
        f'{folder}/flow.yaml:9:9: R01 "go" of the step "rolle" names the step "stopp", but nothing has that name.\n'
        "   9 |     go: stopp\n"
        "     |         ^^^^^\n"
        '  fix: did you mean "stop"?'
    )


def test_findings_come_in_the_order_of_the_files() -> None:
    files = {
        "example/flow.yaml": flow_text(
            "use: [signs, child]\nsteps:\n  - do: child\n    go: stopp\n  - end: stop\n    outcome: none\n"
        ),
        "parts/child.yaml": "part: child\nlanguage: da\nsteps:\n  - ask: role\n    goo: done\n  - end: done\n",
        "catalogue/signs.yaml": "catalogue: signs\nlanguage: da\nitems: [{id: A}]\n",
        "catalogue/sources.yaml": "sources: sources\nitems: [{id: BL, titel: A, publisher: B, url: C, read_on: D}]\n",
    }

    assert [(f.place.file, f.place.line, f.code) for f in load(files, "example").findings] == [
        ("example/flow.yaml", 9, "R01"),
        ("example/flow.yaml", 12, "R02"),
        ("parts/child.yaml", 5, "F01"),
        ("catalogue/sources.yaml", 2, "F01"),
        ("catalogue/sources.yaml", 2, "F09"),
        ("catalogue/signs.yaml", 3, "F06"),
    ]


def test_a_warning_leaves_the_flow_usable() -> None:
    files = {
        "example/flow.yaml": flow_text(
            "conditions:\n  teaches: {if: role is teacher, because: Du er lærer}\n"
        )
    }
    loaded = load(files, "example")

    assert loaded.flow is not None
    assert [(f.code, f.severity) for f in loaded.findings] == [("R02", "warning")]
