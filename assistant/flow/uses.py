"""Which catalogues and parts a flow says it uses, told without reading the whole file."""

from __future__ import annotations

import re

import yaml

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")


def used(text: str) -> tuple[str, ...]:
    """Return the names in a flow's `use`; nothing where the file cannot be read that far."""
    loader = yaml.CSafeLoader(text.encode("utf-8", "replace"))
    try:
        return tuple(name for name in _use(loader) if _ID.match(name))
    except yaml.YAMLError:
        return ()
    finally:
        loader.dispose()


def _use(loader: yaml.CSafeLoader) -> list[str]:
    """Return the scalars of the value at the top key `use`."""
    names: list[str] = []
    depth, key, at_key = 0, "", True
    while loader.check_event() and not (depth == 1 and at_key and key == "use"):
        event = loader.get_event()
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.ScalarEvent):
            if depth == 1 and at_key:
                key, at_key = event.value, False
                continue
            if key == "use":
                names.append(event.value)
        if depth == 1 and not isinstance(event, yaml.MappingStartEvent):
            at_key = True
    return names
