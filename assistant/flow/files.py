"""A flow's files, read from disk: the only I/O of the flow language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

FlowFiles = Mapping[str, str]  # path relative to the flows root -> text

_ALWAYS_READ = ("catalogue/law.yaml", "catalogue/sources.yaml")


def read_flow_files(folder: Path) -> dict[str, str]:
    """Return the files that the flow in `folder` uses; the folder's parent is the flows root."""
    root = folder.resolve().parent
    files = dict(_read_existing(root, (f"{folder.resolve().name}/flow.yaml",)))
    names = [name for text in files.values() for name in names_in_use(text)]
    wanted = [f"{place}/{name}.yaml" for name in names for place in ("parts", "catalogue")]
    files.update(_read_existing(root, wanted))
    files.update(_read_existing(root, _ALWAYS_READ))
    return files


def flow_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders under `root` that hold a flow, by name."""
    return tuple(sorted(file.parent for file in root.glob("*/flow.yaml")))


def _read_existing(root: Path, wanted: tuple[str, ...] | list[str]) -> Iterator[tuple[str, str]]:
    for name in wanted:
        path = root / name
        if path.is_file():
            # what is no UTF-8 stays visible as lone surrogates, which the strict loader reports
            yield name, path.read_text(encoding="utf-8", errors="surrogateescape")


# The `use` list of a flow file, read ahead to know which other files to open.
#
# It stops at the end of that list and reports nothing; the strict parser reads the file again.

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")


def names_in_use(text: str) -> tuple[str, ...]:
    """Return the names in a flow's `use`; nothing where the file cannot be read that far."""
    loader = yaml.CSafeLoader(text.encode("utf-8", "replace"))
    try:
        return tuple(name for name in _scalars_in_use(loader) if _ID.match(name))
    except yaml.YAMLError:
        return ()
    finally:
        loader.dispose()


def _scalars_in_use(loader: yaml.CSafeLoader) -> list[str]:
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
