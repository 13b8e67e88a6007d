"""Notices for when something goes wrong: what happened, whether input is safe, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from assistant.text.ui import Ui, say


class Notice(TypedDict):
    """A message to the professional about the request itself."""

    title: str
    text: str


_GONE = (
    say("Samtalen findes ikke længere"),
    say("Den er slettet, eller den er udløbet. Du kan begynde en ny."),
)
_NO_PAGE = (
    say("Siden findes ikke"),
    say("Adressen kan være forkert, eller siden er flyttet."),
)
_CHANGED = (
    say("Samtalen er ændret et andet sted"),
    say("Her er spørgsmålet, som det står nu. Se svaret igennem, og fortsæt."),
)
_NOT_KEPT = (
    say("Det er ikke gemt endnu"),
    say("Vi kunne ikke gemme lige nu. Det, du har skrevet, er ikke væk. Prøv igen om lidt."),
)
_OTHER = (
    say("Noget gik galt hos os"),
    say("Gå tilbage, og prøv igen."),
)
_NOT_READ = (
    say("Det kunne ikke læses"),
    say("Derfor er der ikke gjort noget. Gå tilbage, hent siden igen, og prøv en gang til."),
)
_NOTICES: Mapping[str, tuple[str, str]] = {
    "no_conversation": _GONE,
    "not_found": _NO_PAGE,
    "method_not_allowed": _NO_PAGE,
    "stale": _CHANGED,
    "key_reused": _CHANGED,
    "too_fast": (
        say("Vent et øjeblik"),
        say(
            "Der er sendt for meget på kort tid. Det, du har skrevet, er ikke væk. Prøv igen om lidt."
        ),
    ),
    "not_stored": _NOT_KEPT,
    "disk_full": _NOT_KEPT,
    "cross_site": (
        say("Det kom ikke fra guidens egen side"),
        say("Derfor er der ikke gjort noget. Gå til guidens forside, og fortsæt derfra."),
    ),
    "bad_request": _NOT_READ,
    "bad_form": _NOT_READ,
    "cut_off": _NOT_READ,
    "encoded": _NOT_READ,
    "not_a_form": _NOT_READ,
    "not_offered": _NOT_READ,
    "too_slow": (
        say("Det tog for lang tid at sende"),
        say("Det er ikke gemt endnu. Gå tilbage, og prøv igen."),
    ),
    "too_large": (
        say("Det er for meget tekst på én gang"),
        say("Gå tilbage, og gør teksten kortere."),
    ),
    "code_used": (
        say("Samtalen kunne ikke åbnes her"),
        say("Gå tilbage til det vindue, du kom fra, og åbn den igen derfra. Intet er tabt."),
    ),
    "ended": (
        say("Underretningen er sendt"),
        say("Derfor kan svarene ikke ændres mere."),
    ),
}


def build_notice(code: str, ui: Ui) -> Notice:
    """Return the notice for a problem with this code, in the professional's terms."""
    title, text = _NOTICES.get(code, _OTHER)
    return Notice(title=ui.say(title), text=ui.say(text))
