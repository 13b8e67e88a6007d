"""The folders of the shipped flows and translations: inside the wheel, or in the working tree."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def flows_root() -> Path:
    """Return the folder with the shipped flows, their catalogues and parts."""
    return _data_folder("flows")


def locales_root() -> Path:
    """Return the folder with the translations, one sub-folder per language."""
    return _data_folder("locales")


@lru_cache
def _data_folder(name: str) -> Path:
    inside = _PACKAGE / "_data" / name  # only a wheel has this folder
    return inside if inside.is_dir() else _PACKAGE.parent / name
