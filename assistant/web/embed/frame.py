"""The frame: the page of our own origin that the guide's script runs in, and all its texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from aiohttp import web

from assistant.dialog.render_context import RenderContext
from assistant.flow.markup import Message, Paragraph, SpanShown
from assistant.record.export import EXPORT_FORMATS
from assistant.text.formats import direction, own_name
from assistant.text.ui import Ui, say
from assistant.web.flows import LiveFlow
from assistant.web.pages.contacts import (
    CONTACT_SITUATIONS,
    EMERGENCY_ADVICE,
    contact_spans,
    current_render_context,
    introduction,
    requested_flow,
)
from assistant.web.pages.render import PageModel, preferred_language, render_page
from assistant.web.services import SERVICES

_RETENTION_TEXT = say(
    "Intet sendes, før du selv trykker send. Dine svar gemmes krypteret og slettes efter {hours} timer, hvis du ikke sender."
)
_DANGER_TEXT = say("Er barnet i fare lige nu? Vent ikke på guiden:")


async def show_frame(request: web.Request) -> web.Response:
    """Show the guide's frame: the advice that must appear whatever loads, and the script's data.

    200 always.
    """
    live, payload = requested_flow(request), _build_payload(request)
    language = live.choose_language(preferred_language(request))
    shows = {
        "flow": live.dialog.flow.id,
        "brought": payload,
        "here": payload["tongues"][language],
    }
    response = render_page(request, PageModel("embed.html", language, shows))
    response.enable_compression()  # safe from BREACH: it holds nothing secret, so its length reveals nothing
    return response


async def serve_frame_payload(request: web.Request) -> web.Response:
    """Serve the script's data to a page of our origin that does not contain it.

    200 always.
    """
    return web.json_response(_build_payload(request))


class FramePayload(TypedDict):
    """The script's data: texts in every language, origins that may frame it, endings of files."""

    tongues: Mapping[str, Mapping[str, object]]
    hosts: list[str]
    endings: list[str]


def _build_payload(request: web.Request) -> FramePayload:
    live, settings = requested_flow(request), request.app[SERVICES].settings
    tongues = {language: _language_payload(request, live, language) for language in live.texts}
    return FramePayload(
        tongues=tongues, hosts=list(settings.embed_origins), endings=list(EXPORT_FORMATS)
    )


def _language_payload(request: web.Request, live: LiveFlow, language: str) -> Mapping[str, object]:
    """Return the texts in one language; the contacts are those of this moment."""
    context, ui, flow = (
        current_render_context(request, live, language),
        Ui(language),
        live.dialog.flow,
    )
    hours = request.app[SERVICES].settings.ttl_hours
    return {
        "name": own_name(language),
        "dir": direction(language),
        "title": context.words(flow.title),
        "about": [*introduction(live, context), _paragraph(ui.say(_RETENTION_TEXT, hours=hours))],
        "danger": [_paragraph(ui.say(_DANGER_TEXT), *contact_spans(context, "contact.emergency"))],
        "acute": _emergency_message(context, ui),
        "words": translate_script_texts(ui),
    }


def _emergency_message(context: RenderContext, ui: Ui) -> Message:
    """Return the contacts for an emergency, and the advice until help arrives."""
    contacts: Message = [
        _paragraph(ui.say(when), *contact_spans(context, f"contact.{who}"))
        for who, when in CONTACT_SITUATIONS.items()
    ]
    advice: Message = [{"li": [{"t": ui.say(words)}]} for words in EMERGENCY_ADVICE]
    return contacts + advice


def _paragraph(words: str, *contact: SpanShown) -> Paragraph:
    """Return a paragraph; if a contact follows, `words` become its bold lead."""
    if not contact:
        return {"p": [{"t": words}]}
    return {"p": [{"t": f"{words.rstrip(':')}: ", "strong": True}, *contact]}


# The texts of the guide's script, in one table, so that switching languages needs no request.

SCRIPT_TEXTS: Mapping[str, str] = {
    "guide": say("Guiden:"),
    "you": say("Du:"),
    "talk": say("Samtale"),
    "step": say("Trin {index} af {of}"),
    "pinned": say("Vigtigt lige nu"),
    "acute": say("Akut fare?"),
    "on": say("Videre, når du har læst det"),
    "hide": say("Skjul"),
    "more": say("Mere"),
    "full": say("Åbn i fuld side"),
    "privacy": say("Privatliv (nyt vindue)"),
    "accessibility": say("Tilgængelighed (nyt vindue)"),
    "read_more": say("Læs mere"),
    # Before a conversation
    "start": say("Sådan foregår det"),
    "begin": say("Begynd"),
    "begin_new": say("Begynd en ny"),
    "was_sent": say("Underretningen er sendt"),
    "was_sent_means": say("Du har sendt en underretning fra denne browser."),
    # A question
    "go": say("Fortsæt"),
    "back": say("Tilbage"),
    "change": say("Ret"),
    "changing": say("Du retter et tidligere svar. Dine andre svar bliver stående."),
    "save": say("Gem rettelsen"),
    "cancel": say("Fortryd"),
    "error": say("Fejl:"),
    "wrong": say("Der er noget, du skal rette"),
    "tick": say("Sæt kryds ved alle, der passer"),
    "picked": say("{n} valgt"),
    "or": say("eller"),
    "yes": say("Ja"),
    "no": say("Nej"),
    "unknown": say("Ved ikke"),
    "optional": say("(kan springes over)"),
    "skip": say("Du kan springe over det, du ikke ved."),
    "keys": say("Et tal på tastaturet vælger og går videre."),
    "date_hint": say("For eksempel 27 3 2026"),
    "day": say("Dag"),
    "month": say("Måned"),
    "year": say("År"),
    "left": say("Du har {n} tegn tilbage"),
    "over": say("Der er {n} tegn for meget"),
    "cpr_warning": say("Det ligner et cpr-nummer. Skriv det ikke her."),
    "row": say("Nr. {n}"),
    "drop": say("Fjern nr. {n}"),
    "add": say("Tilføj en til"),
    # Why
    "why": say("Hvorfor?"),
    "why_asked": say("Hvorfor bliver jeg spurgt om det?"),
    "parked": say("Det her sendes ikke med, fordi du har ændret et svar"),
    # The end
    "review": say("Gennemse og send"),
    "to_send": say("Gå ned til send-knappen"),
    "receiver": say("Underretningen sendes til:"),
    "send": say("Send til {team}"),
    "draft": say("Hent kladde (PDF)"),
    "next_steps": say("Dine næste skridt"),
    "nothing_sent": say(
        "Der er ikke sendt noget. Skriv det ned, eller udskriv siden, hvis du vil gemme det;"
        " svarene slettes af sig selv."
    ),
    "plan": say("Det gør du nu og bagefter"),
    # The receipt
    "sent": say("Underretningen er sendt"),
    "reference": say("Reference"),
    "copy": say("Kopiér referencen"),
    "copied": say("Referencen er kopieret"),
    "not_copied": say("Referencen er markeret. Tryk Ctrl+C for at kopiere den"),
    "submitted_at": say("Sendt"),
    "to": say("Modtager"),
    "assess_by": say("Vurderes senest"),
    "receipt_by": say("Kvittering til dig senest"),
    "what_now": say("Det sker der nu"),
    "now_1": say("Du får en kvittering for, at de har modtaget underretningen."),
    "now_2": say(
        "De kan ringe til dig for at høre mere. Bliver du mere bekymret, så ring selv, eller underret igen."
    ),
    "your_copy": say("Din kopi"),
    "fetching": say("Henter din kopi …"),
    **{f"copy_{form.ending}": form.copy_label for form in EXPORT_FORMATS.values()},
    "keep_copy": say(
        "Gem kopien nu, og gem den der, hvor I må gemme personoplysninger. Den er her, til du lukker siden."
    ),
    "print": say("Udskriv"),
    "close": say("Luk kvitteringen"),
    # Erasing
    "erase": say("Slet og luk"),
    "erase_asked": say("Vil du slette det, du har svaret?"),
    "erase_asked_means": say("Alt, hvad du har svaret, slettes. Der er ikke sendt noget. Det kan ikke fortrydes."),
    "stay": say("Nej, gå tilbage"),
    "erased": say("Det er slettet"),
    "erased_means": say(
        "Der ligger ingen svar tilbage i denne browser eller i guiden. Du kan lukke vinduet."
    ),
    "closed": say("Det er slettet"),
    "closed_means": say(
        "Dine svar og din kopi er slettet her. Den underretning, du sendte, bliver hos familieteamet. Du kan lukke vinduet."
    ),
    # How sending goes
    "saved": say("Dit svar er gemt"),
    "sending": say("Sender …"),
    "again": say("Det gik ikke igennem. Vi prøver igen …"),
    "offline": say("Der er ingen forbindelse. Dit svar står her og sendes, når der er net."),
    "stopped": say("Det er ikke sendt endnu. Dit svar står her stadig."),
    "try_again": say("Prøv igen"),
    "ready": say("Næste spørgsmål er klar"),
    # What can go wrong
    "stale": say("Samtalen er ændret et andet sted"),
    "stale_means": say("Her er spørgsmålet, som det står nu. Se svaret igennem, og fortsæt."),
    "gone": say("Samtalen findes ikke længere"),
    "gone_means": say("Den er slettet, eller den er udløbet. Du kan begynde en ny."),
    "too_large": say("Det er for meget tekst på én gang"),
    "too_large_means": say("Gør teksten kortere, og prøv igen."),
    "problem": say("Noget gik galt hos os"),
    "problem_means": say("Det, du har skrevet, står her stadig. Prøv igen om lidt, eller ring."),
    "expires": say("Samtalen slettes om få minutter"),
    "expires_means": say("Send, hvis du er klar, eller hent en kladde. Ellers slettes dine svar af sig selv."),
    "go_on": say("Gå videre"),
}  # fmt: skip


def translate_script_texts(ui: Ui) -> Mapping[str, str]:
    """Return the script's texts in a language, by the names that the script uses."""
    return {name: ui.say(text) for name, text in SCRIPT_TEXTS.items()}
