"""The files of a flow: parsed once, each held against the place where it was found."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.flow.basics import Place
from assistant.flow.diagnostics import Report
from assistant.flow.model import Law
from assistant.flow.nodes import Node, Scalar, Table
from assistant.flow.reading.catalogues import read_catalogue
from assistant.flow.reading.context import Context
from assistant.flow.reading.law import read_law, read_sources
from assistant.flow.source import normal, parse


class Library:
    """Opens the files of one flow, and remembers in which order they are told about."""

    def __init__(self, files: Mapping[str, str], report: Report) -> None:
        self._files = files
        self._lines: dict[str, list[str]] = {}
        self.order: list[str] = []
        self.parts: dict[str, Node] = {}
        self.context = Context(report, self._lines)

    def open(self, path: str, kind: str, id_: str) -> Node | None:
        """Return the top node of a file that must be of this kind and bear this id."""
        if path not in self.order:
            self.order.append(path)
        if path not in self._files:
            self.context.report.spot(Place(path, 1, 1), 1, "F11/missing", wanted=path)
            return None
        text = normal(self._files[path])
        self._lines[path] = text.split("\n")
        parsed = parse(text, path)
        self.context.report.findings.extend(parsed.findings)
        if parsed.node is None or not self._placed(parsed.node, kind, id_):
            return None
        return parsed.node

    def _placed(self, node: Node, kind: str, id_: str) -> bool:
        report = self.context.report
        if not isinstance(node, Table) or not node.entries or node.entries[0].key.text != kind:
            head = node.entries[0].key if isinstance(node, Table) and node.entries else node
            report.at(head, "F11/kind", wanted=kind)
            return False
        value = node.entries[0].value
        found = value.text if isinstance(value, Scalar) else ""
        if found != id_:
            report.at(value, "F11/id", found=found, wanted=id_)
        return True

    def used(self, names: tuple[Scalar, ...]) -> None:
        """Open the parts, the list of sources and the catalogues that a flow uses."""
        for name in names:
            part, catalogue = f"parts/{name.text}.yaml", f"catalogue/{name.text}.yaml"
            if not self.context.sound_id(name):
                self.context.unread.add(name.text)
            elif part in self._files:
                self._part(name.text, part)
            elif catalogue not in self._files:
                self.context.unread.add(name.text)
                self.context.report.at(name, "F11/use", part=part, catalogue=catalogue)
        self._sources()
        for name in names:
            self._catalogue(name.text)

    def _part(self, id_: str, path: str) -> None:
        node = self.open(path, "part", id_)
        if node is None:
            self.context.unread.add(id_)
        else:
            self.parts[id_] = node

    def _catalogue(self, id_: str) -> None:
        path = f"catalogue/{id_}.yaml"
        if path not in self._files:
            return
        node = self.open(path, "catalogue", id_)
        if node is None:
            self.context.unread.add(id_)
        else:
            self.context.catalogues[id_] = read_catalogue(node, id_, self.context)

    def _sources(self) -> None:
        """Read the list of sources, where there is one."""
        path = "catalogue/sources.yaml"
        node = self.open(path, "sources", "sources") if path in self._files else None
        if node is not None:
            self.context.sources = read_sources(node, self.context)

    def law(self) -> dict[str, Law]:
        """Return what the law says, where there is a file of it."""
        path = "catalogue/law.yaml"
        node = self.open(path, "law", "law") if path in self._files else None
        return {} if node is None else read_law(node, self.context)
