"""`assistant check`, `test`, `new` and `explain`: what an author does all day."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.command_line import Said, assistant

FLOW = Path("flows/my_flow/flow.yaml")
TEST = Path("flows/my_flow/tests/first.yaml")


@pytest.fixture(autouse=True)
def new(here: Path) -> Said:  # noqa: ARG001 - it runs there
    return assistant("new", "my_flow")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_new_writes_a_flow_and_its_test(new: Said) -> None:
    assert new.status == 0
    assert new.out == f"wrote {FLOW}\nwrote {TEST}\n"
    assert FLOW.is_file()
    assert TEST.is_file()


def test_a_new_flow_has_nothing_to_mend_and_passes_its_test() -> None:
    assert assistant("check", "my_flow") == Said(0, "", "1 flow checked: no problems.\n")
    assert assistant("test", "my_flow") == Said(0, "", "3 passed, 0 failed\n")


def test_new_can_write_into_any_folder() -> None:
    said = assistant("new", "own/other_flow", "--json")

    assert said.json == {
        "flow": "other_flow",
        "files": ["own/other_flow/flow.yaml", "own/other_flow/tests/first.yaml"],
    }
    assert assistant("check", "own/other_flow").status == 0
    assert assistant("test", "own/other_flow").status == 0


def test_new_overwrites_nothing() -> None:
    said = assistant("new", "my_flow")

    assert said.status == 2
    assert "flows/my_flow already exists." in said.err


def test_new_refuses_a_name_that_cannot_be_an_id() -> None:
    said = assistant("new", "Min samtale")

    assert said.status == 2
    assert '"Min samtale" is not a valid id' in said.err


def test_check_shows_the_line_a_caret_and_what_was_meant() -> None:
    change(FLOW, "to: duty}", "to: dutty}")
    said = assistant("check", "my_flow")

    assert said.status == 1
    assert said.err == "1 flow checked: 2 errors, 1 warning.\n" or said.err.startswith(
        "1 flow checked: "
    )
    assert f"{FLOW}:54:27: R01 " in said.out
    assert "^^^^^" in said.out
    assert 'fix: did you mean "duty"?' in said.out


def test_check_gives_findings_as_one_json_document() -> None:
    change(FLOW, "to: duty}", "to: dutty}")
    said = assistant("check", "my_flow", "--json")
    found = {finding["code"]: finding for finding in said.json["findings"]}

    assert said.status == 1
    assert found["R01"] == {
        "code": "R01",
        "severity": "error",
        "file": str(FLOW),
        "line": 54,
        "column": 27,
        "text": found["R01"]["text"],
        "fix": 'did you mean "duty"?',
    }


def test_check_finds_what_is_wrong_in_scripted_conversations_too() -> None:
    change(TEST, "passes: [duty]", "passes: [dutty]")
    said = assistant("check", "my_flow")

    assert said.status == 1
    assert said.out == (
        f'{TEST}:7:12: A02 "dutty" is no step of this flow.\n'
        "   7 |   passes: [dutty]\n"
        "     |            ^^^^^\n"
        '  fix: did you mean "duty"?\n'
    )


def test_check_says_nothing_wrong_as_an_empty_list() -> None:
    assert assistant("check", "--json").json == {"findings": []}


@pytest.mark.parametrize(
    "flow", ["my_flow", "flows/my_flow", "flows/my_flow/", "flows/my_flow/flow.yaml", str(TEST)]
)
def test_a_flow_is_named_by_id_folder_or_a_file_in_it(flow: str) -> None:
    assert [case["flow"] for case in assistant("test", flow, "--json").json["cases"]] == [
        "my_flow"
    ] * 3


def test_no_name_means_every_flow() -> None:
    assistant("new", "another")

    assert assistant("check").err == "2 flows checked: no problems.\n"
    assert assistant("test").err == "6 passed, 0 failed\n"


def test_a_flow_that_is_not_there_is_wrong_use_and_names_the_nearest() -> None:
    said = assistant("check", "my_flo")

    assert said.status == 2
    assert 'Did you mean "my_flow"?' in said.err


def test_outside_any_flows_folder_the_shipped_flows_are_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    said = assistant("check", "nothing_like_it")

    assert said.status == 2
    assert "concern" in said.err


def test_a_failing_case_tells_its_place_and_why() -> None:
    change(TEST, "  never: [duty]\n  ends: consult", "  never: [duty]\n  ends: notify")
    said = assistant("test", "my_flow")

    assert said.status == 1
    assert said.out == (
        "flows/my_flow/tests/first.yaml:12: Et sultent barn drøftes med lederen\n"
        '    it should end in "notify", but it ends in "talk_it_over" (consult);'
        " the path is signs > talk_it_over\n"
    )
    assert said.err == "2 passed, 1 failed\n"


def test_a_file_that_does_not_parse_fails() -> None:
    change(TEST, "passes: [duty]", "passes: [duty")
    said = assistant("test", "my_flow", "--json")

    assert said.status == 1
    assert said.json["failed"] == 1
    assert said.json["cases"][0]["case"] == "(the file)"
    assert said.json["cases"][0]["passed"] is False


def test_a_flow_with_an_error_is_not_played() -> None:
    change(FLOW, "to: duty}", "to: dutty}")
    said = assistant("test", "my_flow")

    assert said.status == 1
    assert "R01" in said.err


def test_junit_is_written_where_it_is_asked_for() -> None:
    said = assistant("test", "my_flow", "--junit", "test.xml")

    assert said.status == 0
    assert ET.parse("test.xml").getroot().attrib == {"tests": "3", "failures": "0"}  # noqa: S314


def test_explain_tells_the_long_story() -> None:
    said = assistant("explain", "a02")

    assert said.status == 0
    assert said.out.startswith("# A02: a name that the flow does not have\n")
    assert assistant("explain", "A02", "--json").json == {
        "code": "A02",
        "text": said.out.rstrip("\n") + "\n",
    }


def test_explain_knows_the_codes_of_flows_too() -> None:
    assert assistant("explain", "F01").out.startswith("# F01")


def test_an_unknown_code_is_wrong_use_and_names_those_that_are() -> None:
    said = assistant("explain", "R99")

    assert said.status == 2
    assert "The codes are A01, A02, " in said.err
