"""What two versions say in other words: it changes what is read, not what the flow does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.flow.basics import NOWHERE, Place
from assistant.flow.model import Flow
from assistant.flow.texts import texts

_OPTION = 4  # facts.<fact>.options.<option>: the parts of a context that say whose text it is
_OWNER = 2


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that is other words than before; None where the version has no such text."""

    context: str
    old: str | None
    new: str | None
    place: Place = NOWHERE


def wording(old: Flow, new: Flow) -> tuple[Wording, ...]:
    """Return the texts that have other words, of everything that stands in both versions."""
    return tuple(_wording(old, new))


def _wording(old: Flow, new: Flow) -> Iterator[Wording]:
    before = {text.context: text for text in texts(old)}
    after = {text.context: text for text in texts(new)}
    shared = _owners(before) & _owners(after)
    for context in dict.fromkeys((*after, *before)):
        was, is_ = before.get(context), after.get(context)
        words = (was.words if was else None, is_.words if is_ else None)
        if words[0] != words[1] and _owner(context) in shared:
            place = is_.place if is_ else NOWHERE
            yield Wording(context, *words, place)


def _owners(by_context: Mapping[str, object]) -> set[str]:
    return {_owner(context) for context in by_context}


def _owner(context: str) -> str:
    parts = context.split(".")
    return ".".join(parts[: _OPTION if "options" in parts else _OWNER])
