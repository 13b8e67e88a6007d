"""A flow's files, read from disk. The only I/O of the flow language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.flow.uses import used

FlowFiles = Mapping[str, str]  # path relative to the flows root -> text

_ALWAYS = ("catalogue/law.yaml", "catalogue/sources.yaml")


def read(folder: Path) -> dict[str, str]:
    """Return the files that the flow in `folder` uses; the folder's parent is the flows root."""
    root = folder.resolve().parent
    files = dict(_read(root, (f"{folder.resolve().name}/flow.yaml",)))
    names = [name for text in files.values() for name in used(text)]
    wanted = [f"{place}/{name}.yaml" for name in names for place in ("parts", "catalogue")]
    files.update(_read(root, wanted))
    files.update(_read(root, _ALWAYS))
    return files


def flow_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders under `root` that hold a flow, by name."""
    return tuple(sorted(file.parent for file in root.glob("*/flow.yaml")))


def _read(root: Path, wanted: tuple[str, ...] | list[str]) -> Iterator[tuple[str, str]]:
    for name in wanted:
        path = root / name
        if path.is_file():
            # what is no UTF-8 stays visible as lone surrogates, which the strict loader reports
            yield name, path.read_text(encoding="utf-8", errors="surrogateescape")
