"""The words that `assistant graph` and `assistant proof` show, in a language that the flow speaks."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.flow.model import Flow
from assistant.prove.picture.reader import Reader
from assistant.text.catalogue import languages
from assistant.text.ui import SOURCE, Ui, ui_languages


def reader(flow: Flow, language: str | None, locales: Path) -> Reader:
    """Return the words of `flow` in `language` as `locales` has it, or in its own.

    Raises:
        click.UsageError: the flow does not speak that language.
    """
    if language is None or language == flow.language:
        return Reader(say=interface(flow.language).say)
    texts = languages(flow, locales)
    if language not in texts:
        raise click.UsageError(
            f'The flow does not speak "{language}"; it speaks {", ".join(texts)}.'
        )
    return Reader(texts[language].of, interface(language).say, language)


def interface(language: str) -> Ui:
    """Return the interface's words in `language`; in Danish where it does not speak that."""
    return Ui(language if language in ui_languages() else SOURCE)
