"""Values of a scripted conversation out of nodes; what does not fit becomes a finding."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assistant.flow.diagnostics import Finding, meant
from assistant.flow.nodes import Entry, Node, Scalar, Series, Table, plain
from assistant.scenario.codes import wrong
from assistant.scenario.model import Raw


class Reader:
    """Reads nodes and adds what is wrong to `findings`; a node that is None reads as nothing."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def keys(self, table: Table, known: Collection[str], what: str) -> Mapping[str, Node]:
        """Return the values of `table` by key, with a finding for each key that is not `known`."""
        for entry in table.entries:
            if entry.key.text not in known:
                text = f'"{entry.key.text}" is no key of {what}.'
                fix = meant(entry.key.text, known) or f"the keys are {', '.join(known)}"
                self.findings.append(wrong("A01", entry.key, text, fix))
        return {entry.key.text: entry.value for entry in table.entries if entry.key.text in known}

    def entries(self, node: Node | None, what: str, known: Collection[str]) -> tuple[Entry, ...]:
        """Return the entries of a mapping whose keys are names of a `what`."""
        if node is None:
            return ()
        if not isinstance(node, Table):
            self.findings.append(
                wrong("A03", node, f"Here a mapping is wanted: {what}, colon, value.")
            )
            return ()
        return tuple(entry for entry in node.entries if self.name(entry.key, what, known))

    def word(self, node: Node | None) -> str | None:
        """Return a text."""
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text:
            return node.text
        self.findings.append(wrong("A03", node, "Here a text is wanted."))
        return None

    def name(self, node: Node | None, what: str, known: Collection[str]) -> str | None:
        """Return a name that is one of `known`."""
        name = self.word(node)
        if node is None or name is None or name in known:
            return name
        fix = meant(name, known) or _some(known)
        self.findings.append(wrong("A02", node, f'"{name}" is no {what} of this flow.', fix))
        return None

    def names(self, node: Node | None, what: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of names, all among `known`."""
        if node is None:
            return ()
        if not isinstance(node, Series):
            self.findings.append(wrong("A03", node, f"Here a list is wanted: [{what}, …]."))
            return ()
        read = (self.name(item, what, known) for item in node.items)
        return tuple(name for name in read if name is not None)

    def answers(self, node: Node | None, known: Collection[str] | None) -> Mapping[str, Raw]:
        """Return answers by fact; the facts are not looked at when `known` is None."""
        if known is not None:
            entries = self.entries(node, "question", known)
            return {entry.key.text: plain(entry.value) for entry in entries}
        if isinstance(node, Table):
            return {entry.key.text: plain(entry.value) for entry in node.entries}
        if node is not None:
            self.findings.append(
                wrong("A03", node, "Answers are a mapping: question, colon, answer.")
            )
        return {}

    def plain(self, node: Node) -> Raw:
        """Return the node as plain data."""
        return plain(node)


def _some(known: Collection[str]) -> str | None:
    shown = sorted(known)[:12]
    more = ", …" if len(known) > len(shown) else ""
    return f"there are {', '.join(shown)}{more}" if shown else None
