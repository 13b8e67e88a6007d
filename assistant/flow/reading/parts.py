"""Which parts a flow runs: each at most once, none within itself."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.flow.diagnostics import meant
from assistant.flow.nodes import Node
from assistant.flow.reading import scan
from assistant.flow.reading.context import Context


def parts_run(flow: Node, parts: Mapping[str, Node], context: Context) -> dict[str, Node]:
    """Return the parts that the flow runs, in the order of `use`; report what cannot be run."""
    walk = _Walk(parts, context)
    walk.into(flow, ())
    return {id_: node for id_, node in parts.items() if id_ in walk.run}


class _Walk:
    def __init__(self, parts: Mapping[str, Node], context: Context) -> None:
        self._parts = parts
        self._context = context
        self.run: set[str] = set()

    def into(self, document: Node, within: tuple[str, ...]) -> None:
        """Follow the `do` steps of a file that is run by the parts `within`."""
        report = self._context.report
        for name in scan.runs(document):
            id_ = name.text
            if id_ in within:
                way = " → ".join((*within[within.index(id_) :], id_))
                report.at(name, "R05/circle", name=id_, way=way)
                self._context.loose = True
            elif id_ in self.run:
                report.at(name, "R05/twice", name=id_)
                self._context.loose = True
            elif id_ in self._parts:
                self.run.add(id_)
                self.into(self._parts[id_], (*within, id_))
            else:
                self._context.loose = True
                if id_ not in self._context.unread:
                    report.at(name, "R05/missing", name=id_, fix=meant(id_, self._parts))
