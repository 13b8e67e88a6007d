"""The codes of findings, each with its severity and title; their long stories are in `explain`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding."""

    severity: Severity
    title: str


def _error(title: str) -> Code:
    return Code("error", title)


def _warning(title: str) -> Code:
    return Code("warning", title)


def _note(title: str) -> Code:
    return Code("note", title)


CODES: Mapping[str, Code] = {
    "F01": _error("Unknown key"),
    "F02": _error("The same key or name twice"),
    "F03": _error("A comment swallows the end of a text"),
    "F04": _error("A text that needs quotes"),
    "F05": _error("Something that a flow file may not contain"),
    "F06": _error("A name with letters that names may not have"),
    "F07": _error("A file that is too big or too deep"),
    "F08": _error("Something is missing"),
    "F09": _error("The wrong kind of value"),
    "F10": _error("A condition that cannot be read"),
    "F11": _error("A file that is not what its place says"),
    "F12": _error("A text whose marks cannot be read"),
    "R01": _error("A name that nothing has"),
    "R02": _warning("Something that nothing uses"),
    "R03": _error("A placeholder that nothing can fill"),
    "R04": _error("Conditions that go round in a circle"),
    "R05": _error("A part that is missing, runs itself or runs twice"),
    "R06": _error("A value that does not fit the record"),
    "R07": _warning("An answer that may be missing here"),
    "R08": _error("A fact that is not asked exactly once"),
    "T01": _error("A test that does not fit the kind of fact"),
    "T02": _error("A number that the fact can never reach"),
    "T03": _error("A condition that reads free text"),
    "T04": _error("A condition that always or never holds"),
    "T05": _error("A condition that reads one row of a list"),
    "T06": _error("Limits in the wrong order"),
    "G01": _error("A conversation without a beginning or an end"),
    "G02": _error("A fork without a way for everyone else"),
    "G03": _error("A step with no way on"),
    "G04": _error("Steps that go round in a circle"),
    "G05": _error("A step that nothing leads to"),
    "G06": _error("A question that can lose all its options"),
    "G07": _error("A screen whose options depend on the same screen"),
    "L01": _warning("A language with holes"),
    "L02": _error("A translation with other placeholders"),
    "L03": _error("An option without words"),
    "L04": _warning("A question with too many, or too hard words"),
    "L05": _error("A link that leads nowhere"),
    "L06": _warning("A grave step that cannot be explained"),
    "X01": _error("A step that no conversation reaches"),
    "X02": _warning("A branch that no conversation takes"),
    "X03": _error("A question that some cannot answer"),
    "X04": _warning("A condition that holds for want of an answer"),
    "X05": _warning("A question whose answer changes nothing"),
    "X06": _note("A record that may lack what matters"),
    "X07": _note("Options that come to the same"),
    "X08": _warning("An end with too many questions before it"),
    "P01": _error("A guarantee that a conversation breaks"),
    "P02": _error("A guarantee that is not decided"),
    "P03": _error("A guarantee that binds nobody"),
    "P04": _warning("A danger or a handover without a guarantee"),
    "S01": _error("Free text without a limit"),
    "S02": _warning("A question that invites a CPR number"),
    "S03": _warning("Personal data without a purpose"),
    "S04": _warning("Personal data that nobody is given"),
    "V01": _error("Changed logic under the old version"),
    "V02": _warning("An option that is gone, or has another id"),
    "V03": _warning("A guarantee removed or weakened"),
    "C01": _error("A catalogue item that is not complete"),
    "C02": _error("A law text without source or date"),
    "C03": _warning("A source that was read too long ago"),
    "C04": _error("A source that is not on the list of sources"),
}
