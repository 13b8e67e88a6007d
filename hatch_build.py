"""Compile locales/*/LC_MESSAGES/*.po to .mo while the wheel is built; nothing compiled is kept in git."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling has no types
    """Adds the compiled catalogues to the wheel; an editable install reads the working tree."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        self._compiled = tempfile.TemporaryDirectory()
        root = Path(self.root, "locales")
        for po in sorted(root.glob("*/LC_MESSAGES/*.po")):
            inside = po.relative_to(root).with_suffix(".mo")
            mo = Path(self._compiled.name, inside)
            mo.parent.mkdir(parents=True, exist_ok=True)
            with po.open("rb") as source, mo.open("wb") as target:
                catalog = read_po(source, locale=inside.parts[0], abort_invalid=True)
                write_mo(target, catalog, use_fuzzy=False)
            build_data["force_include"][str(mo)] = f"assistant/_data/locales/{inside.as_posix()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        if version != "editable":
            self._compiled.cleanup()
