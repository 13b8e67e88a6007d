"""The sentences about words, languages and versions: findings `L…` and `V…`. See `sentences`."""

from __future__ import annotations

from collections.abc import Mapping

WORDING: Mapping[str, tuple[str, str | None]] = {
    "L01": (
        'the language "{language}" is not offered: {count} of {all} texts are missing or stale ({way}).',
        "assistant i18n update --lang {language}, then translate what it marks in {file}",
    ),
    "L02": (
        'the "{language}" translation has {found} where this text has {wanted}, so the language is not offered.',
        "take placeholders and addresses over unchanged, in {file}",
    ),
    "L03": ('the option "{name}" has no words to show.', 'add "label"'),
    "L04/lix": (
        "the words of this question have a LIX of {lix}; above {most} they are hard to read.",
        "shorter sentences, and words that you would say aloud",
    ),
    "L04/words": (
        "{words} words stand before the first answer of this question; at most {most} are read.",
        "say it shorter, or move some of it behind the answer",
    ),
    "L04/told": (
        "{words} words stand before the first answer here, with what is told just before ({way}); "
        "at most {most} are read.",
        "say it shorter, or move some of it behind the answer",
    ),
    "L05": ("{problem}.", None),
    "L05/host": (
        'no link can lead to "{host}": that is not the whole name of a page\'s host.',
        None,
    ),
    "L06": (
        '"{name}" leads to "{step}" and has no "because", so nobody can be told why.',
        'add "because": one sentence that the professional reads',
    ),
    "V01": (
        "the logic has changed since version {old}, and the version is still {new}.",
        "write version: {next}",
    ),
    "V02/gone": (
        'the option "{name}" of "{fact}" is gone; answers, scripted conversations and figures have it.',
        'leave it and hide it with "if", or say why in the change',
    ),
    "V02/renamed": (
        'the option "{name}" of "{fact}" is called "{other}" now; answers, scripted conversations and figures have '
        "the old id.",
        "keep the id {name}: only its words are shown",
    ),
    "V03/removed": ('the guarantee "{name}" is gone.', "put it back, or say why in the change"),
    "V03/when": (
        'the guarantee "{name}" no longer covers every conversation that it covered: {way}.',
        "put it back, or say why in the change",
    ),
    "V03/promise": (
        'the guarantee "{name}" promises less than before: {way}.',
        "put it back, or say why in the change",
    ),
}
