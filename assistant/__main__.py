"""The entry point of `python -m assistant`: the command line."""

from __future__ import annotations

from assistant.cli import main

if __name__ == "__main__":
    main(prog_name="assistant")
