"""`assistant diff`, as a shell gives it."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.dialog.conversation import AnswerTurn
from assistant.store.conversations import Conversations, LogEntry, NewConversation
from assistant.store.opening import open_store
from assistant.store.schema import audit
from assistant.web.guide.replay import encode_entry
from tests.cli.command_line import assistant
from tests.examples.home import FLOW, small

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def new(here: Path) -> Path:
    """Return a second version of the flow, in which hungry children are fed later."""
    shutil.copytree(here / "flows", here / "new")
    return here / "new" / "small"


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "flow.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_same_flow_has_not_changed() -> None:
    said = assistant("diff", "small", "flows/small/flow.yaml")

    assert said.status == 0
    assert "Nothing changes: the logic is the same, as its hash proves." in said.out


def test_a_change_is_told_with_an_example(new: Path) -> None:
    edit(new, 'if: "points >= 2"', 'if: "points >= 3"')

    said = assistant("diff", "small", str(new))

    assert said.status == 0
    assert said.out.splitlines()[1:5] == [
        "1 aspect changes; 12 aspects are proved to be unchanged. Raise the version of the flow.",
        "",
        "1. A conversation that now",
        "   - no longer plans feed",
    ]
    assert '   Example: age: 0, signs: ["hungry"], safe: yes\n' in said.out


def test_ways_are_shown_where_they_part(new: Path) -> None:
    edit(new, "{if: violence, to: duty}", "{if: violence, to: who}")

    said = assistant("diff", "small", str(new)).out

    assert "   Before: … > signs > duty > who > …\n   Now:    … > signs > who > …\n" in said


def test_a_weaker_guarantee_fails(new: Path) -> None:
    edit(new, "when: violence, ends", 'when: "violence and age < 10", ends')

    said = assistant("diff", "small", str(new), "--json")

    assert said.status == 1
    assert said.json["classes"] == []
    assert said.json["guarantees"] == [
        {
            "name": "violence_ends_in_notify",
            "changes": ["binds fewer"],
            "weaker": True,
            "answers": {"age": 10, "signs": ["bruises"], "child": None, "seen": []},
        }
    ]


def test_the_document_has_everything_for_machines(new: Path) -> None:
    edit(new, "version: 1", "version: 2")
    edit(new, "who: you, by: now", "who: leader, by: now")
    edit(new, "Giv barnet mad.", "Giv barnet noget at spise.")

    found = assistant("diff", "small", str(new), "--json").json

    assert (found["old"]["version"], found["new"]["version"]) == (1, 2)
    assert (found["exact"], found["same_logic"]) == (True, False)
    assert found["changes"] == [{"kind": "plan", "name": "feed"}]
    assert found["same"] == {
        "order": 1,
        "told": 2,
        "asked": 5,
        "offered": 1,
        "ends": 1,
        "plan": 1,
        "record": 1,
    }
    (group,) = found["classes"]
    text = "plans feed for someone else or at a different time"
    assert group["changes"] == [
        {"kind": "plan", "name": "feed", "text": text},
    ]
    assert group["new"] == {
        "answers": {"age": 0, "signs": ["hungry"], "safe": "yes"},
        "path": ["age", "signs", "look", "safe", "talk"],
        "ended": "talk",
        "waiting": None,
    }
    assert found["wording"] == [
        {
            "context": "plan.feed.do",
            "old": "Giv barnet mad.",
            "new": "Giv barnet noget at spise.",
            "file": "small/flow.yaml",
            "line": 1 + next(n for n, line in enumerate(FLOW.splitlines()) if "id: feed" in line),
        }
    ]


def test_a_revision_can_be_compared_with_what_is_there_now(here: Path) -> None:
    git = ["git", "-c", "user.name=Kim", "-c", "user.email=kim@example.dk"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Den første"]):
        subprocess.run([*git, *words], cwd=here, check=True, capture_output=True)
    edit(here / "flows" / "small", 'if: "points >= 2"', 'if: "points >= 3"')

    for old in ("HEAD:small", "HEAD:flows/small", "HEAD:flows/small/flow.yaml"):
        found = assistant("diff", old, "small", "--json").json
        assert found["changes"] == [{"kind": "plan", "name": "feed"}]
    assert assistant("diff", "HEAD:small", "HEAD:small").status == 0


@pytest.mark.parametrize("wanted", ["HEAD:small", "-x:small", "nothing"])
def test_what_is_no_version_is_said_to_be_none(wanted: str) -> None:
    assert assistant("diff", "small", wanted).status == 2


def answer_turns(*turns: tuple[str, object]) -> list[AnswerTurn]:
    return [AnswerTurn(step, raw) for step, raw in turns]


async def keep_talks(folder: Path, logic: str, *talks: list[AnswerTurn]) -> None:
    """Keep conversations of the small flow in a data folder."""
    store, keys = await open_store(folder / "assistant.db", folder / "keys")
    conversations = Conversations(store, keys)
    now = datetime.now(UTC)
    for number, talk in enumerate(talks):
        begun = NewConversation(
            bytes([number]) * 32, "small", 1, logic, "da", now.date(), now, now + timedelta(days=1)
        )
        stored = await conversations.begin(begun)
        for rev, turn in enumerate(talk, 1):
            key = bytes([number, rev]) * 16
            stored = await conversations.append(
                stored, LogEntry(key, key, now, encode_entry(turn, rev))
            )
    await conversations.keep_logic(logic, {})
    await store.close()


async def audited_reads(folder: Path) -> list[str]:
    """Return what the audit log of a data folder says was read."""
    store, _ = await open_store(folder / "assistant.db", folder / "keys")
    rows = await store.read(lambda conn: conn.execute(sa.select(audit)).mappings().all())
    await store.close()
    return [row["action"] for row in rows if row["action"] == "conversation.read"]


def test_open_conversations_are_counted_for_the_changes_that_they_may_meet(new: Path) -> None:
    edit(new, 'if: "points >= 2"', 'if: "points >= 3"')
    data = Path("data")
    data.mkdir()
    logic = small().flow.logic
    signs = [["hungry"], "none", ["bruises", "hungry"]]
    talks = [answer_turns(("age", 3), ("signs", ticked)) for ticked in signs]
    asyncio.run(keep_talks(data, logic, answer_turns(("age", 3)), *talks))

    found = assistant("diff", "small", str(new), "--open", "data", "--json").json

    assert found["open"] == {"conversations": 4, "elsewhere": 0, "can_finish": True}
    assert [group["open"] for group in found["classes"]] == [3]
    assert asyncio.run(audited_reads(data)) == ["conversation.read"] * 4
    said = assistant("diff", "small", str(new), "--open", "data")
    assert "   Open conversations that it may affect: 3\n" in said.out


def test_conversations_on_another_logic_are_only_counted(new: Path) -> None:
    data = Path("data")
    data.mkdir()
    asyncio.run(keep_talks(data, "f" * 64, answer_turns(("age", 3))))

    found = assistant("diff", str(new), "small", "--open", "data", "--json").json

    assert found["open"] == {"conversations": 0, "elsewhere": 1, "can_finish": False}
    assert asyncio.run(audited_reads(data)) == []


def test_a_folder_without_data_is_said_to_have_none() -> None:
    Path("data").mkdir()

    said = assistant("diff", "small", "small", "--open", "data")

    assert said.status == 1
    assert "There is no data in data." in said.err
