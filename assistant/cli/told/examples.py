"""How the help of a command ends: with an example that runs."""

from __future__ import annotations

_AS_IT_STANDS = "\b\n"  # click rewraps a paragraph that does not begin with this
_HEAD = "Example:\n"


def example(*lines: str) -> str:
    """Return the end of a help text: these command lines, one below the other."""
    return _AS_IT_STANDS + _HEAD + "\n".join(f"  {line}" for line in lines)


def examples(epilog: str | None) -> list[str]:
    """Return the command lines of a help text's end."""
    return [line.strip() for line in (epilog or "").partition(_HEAD)[2].splitlines()]
