from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command_line import assistant
from tests.prove.picture.reading import elements, words

FOLDER = Path("flows/my_flow")


@pytest.fixture(autouse=True)
def earlier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an older copy of the flows folder; in the one at hand a text was reworded and another added."""
    monkeypatch.chdir(tmp_path)
    assert assistant("new", "my_flow").status == 0
    older = tmp_path / "older"
    FOLDER.parent.rename(older)
    assert assistant("new", "my_flow").status == 0
    return older


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "flow.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


TITLE = "title: Bekymret for et barn\n"
LABEL = "    label: Barnets navn\n"
PHONE = "    label: Dit telefonnummer\n"


def test_a_text_that_was_reworded_is_marked_with_its_former_words(earlier: Path) -> None:
    edit(earlier / "my_flow", TITLE, "title: Er du bekymret?\n")

    root = elements(assistant("signoff", "my_flow", "--since", str(earlier)).out)
    changed = [row for row in root.iter("tr") if row.get("class") == "changed"]

    assert [words(row) for row in changed] == ["Titel Bekymret for et barnFør: Er du bekymret?"]
    assert str(earlier) in [words(each) for each in root.iter("dd")]


def test_texts_that_are_new_or_gone_are_named(earlier: Path) -> None:
    edit(FOLDER, LABEL, f"{LABEL}    help: Fornavn er nok.\n")
    edit(earlier / "my_flow", PHONE, f"{PHONE}    help: Det, du har på dig.\n")

    said = assistant("signoff", "my_flow", "--since", str(earlier), "--json").json

    assert (said["added"], said["reworded"]) == (["facts.child.help"], [])
    assert said["removed"] == ["facts.phone.help"]


def test_nothing_is_marked_where_nothing_changed(earlier: Path) -> None:
    said = assistant("signoff", "my_flow", "--since", str(earlier)).out

    assert "changed" not in [row.get("class") for row in elements(said).iter("tr")]
    assert "Fjernede tekster" not in said


def test_a_version_that_is_none_is_wrong_use() -> None:
    said = assistant("signoff", "my_flow", "--since", "gone")

    assert said.status == 2
    assert '"gone" is neither a folder nor a git revision' in said.err
