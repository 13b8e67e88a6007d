from __future__ import annotations

from pathlib import Path

from assistant.text import files
from assistant.text.roots import flows_root, locales_root
from hatch_build import CatalogueHook

ROOT = Path(__file__).parents[2]


def build_wheel(version: str) -> dict[str, int]:
    """Return what the hook puts into the wheel: where it goes -> how large it is."""
    data: dict[str, dict[str, str]] = {"force_include": {}}
    hook = CatalogueHook(str(ROOT), {}, None, None, "", "wheel")  # type: ignore[arg-type]  # unused
    hook.initialize(version, data)
    included = {to: Path(made).stat().st_size for made, to in data["force_include"].items()}
    hook.finalize(version, data, "")
    return included


def test_the_wheel_gets_every_translation_compiled() -> None:
    inside = {file.relative_to(locales_root()) for file in locales_root().rglob("*.po")}

    sizes = build_wheel("standard")

    assert sizes.keys() == {
        f"assistant/_data/locales/{file.with_suffix('.mo').as_posix()}" for file in inside
    }
    assert min(sizes.values()) > 1_000


def test_an_editable_install_gets_none() -> None:
    assert build_wheel("editable") == {}


def test_a_working_tree_is_read_where_it_stands() -> None:
    assert (flows_root(), locales_root()) == (ROOT / "flows", ROOT / "locales")
    assert files.languages_on_disk(locales_root(), "ui") == ("en",)
