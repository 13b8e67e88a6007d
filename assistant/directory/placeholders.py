"""Fills the placeholders of a flow's texts at an instant: contacts, deadlines and law.

`{contact.police}` becomes a name, a number and until when they answer; `{deadline.receipt}` a day;
`{law.x}` a verified paragraph. They are handed to the dialog as part of its `RenderContext`. Each
is worked out when it is first read, as a conversation uses few of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import partial

from assistant.dialog.render_context import PhraseCache, RenderContext
from assistant.directory.deadlines import assess_by, due_at, receipt_by
from assistant.directory.hours import CallTarget, call_target, duty_call_target, team_call_target
from assistant.directory.municipality import Directory, Team
from assistant.flow.markup import Span, parse_markup, placeholders
from assistant.flow.model import Flow, Law, Text, texts
from assistant.lru import LruCache
from assistant.text import formats
from assistant.text.ui import Ui

Spans = tuple[Span, ...]

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_DIRECTORY_KINDS = ("contact", "deadline")


def _source_words(text: Text) -> str:
    return text.words


def make_render_context(  # noqa: PLR0913, PLR0917
    directory: Directory,
    flow: Flow,
    now: datetime,
    language: str,
    words: Callable[[Text], str],
    team: Team | None = None,
    *,
    absolute: bool = False,
) -> RenderContext:
    """Return the context in which texts of `flow` are rendered at `now` in `language`.

    `words` translates a text; `team` is the family team that the conversation is for, the default
    one while that is not known. If `absolute`, every day is named (never "tomorrow"), for texts
    that are read on another day.
    """
    ui = Ui(language)
    serving = team or directory.team(directory.default_team)
    spoken_at = SpokenAt(now, absolute)
    makers = _contact_texts(directory, serving, spoken_at, ui) | {
        "deadline.assess": partial(assess_by_text, directory, spoken_at, ui),
        "deadline.receipt": partial(receipt_by_text, directory, spoken_at, ui),
        **{f"law.{law.id}": partial(_law_text, law, words, ui) for law in flow.law.values()},
    }
    return RenderContext(
        now,
        language,
        words,
        LazyPlaceholders(makers),
        partial(due_at, directory),
        ui.say,
        PhraseCache(),
    )


def unfilled_placeholders(directory: Directory, flow: Flow) -> tuple[str, ...]:
    """Return the placeholders of `flow` that the directory can't fill, as `contact.night_line`."""
    filled = make_render_context(
        directory, flow, _ANY_TIME, flow.language, _source_words
    ).placeholders
    places = (place for text in texts(flow) for place in placeholders(parse_markup(text.words)))
    wanted = (f"{place.kind}.{place.id}" for place in places if place.kind in _DIRECTORY_KINDS)
    return tuple(key for key in dict.fromkeys(wanted) if key not in filled)


class RenderContextCache:
    """A cache of render contexts, one for each minute, flow, language and team.

    Openings, deadlines and days change on the minute, so all texts within one are the same.
    """

    def __init__(self, directory: Directory, max_contexts: int = 64) -> None:
        self._directory = directory
        self._contexts: LruCache[tuple[object, ...], RenderContext] = LruCache(max_contexts)

    def at(  # noqa: PLR0913 - as `moment`
        self,
        flow: Flow,
        now: datetime,
        language: str,
        words: Callable[[Text], str],
        team: Team,
        *,
        absolute: bool = False,
    ) -> RenderContext:
        """Return `make_render_context(…)` for `now`.

        `words` must always be the same function for a flow and a language: it is not in the key.
        """
        key = (flow.id, flow.logic, language, team.id, now.timestamp() // 60, absolute)
        context = self._contexts.find(key)
        if context is None:
            minute = now.replace(second=0, microsecond=0)
            context = make_render_context(
                self._directory, flow, minute, language, words, team, absolute=absolute
            )
            self._contexts.put(key, context)
        return RenderContext(
            now,
            language,
            context.words,
            context.placeholders,
            context.due,
            context.ui,
            context.cache,
        )


class LazyPlaceholders(Mapping[str, Spans]):
    """A mapping from placeholder to text that works out each text when it is first read."""

    def __init__(self, makers: Mapping[str, Callable[[], Spans]]) -> None:
        self._makers = makers
        self._made: dict[str, Spans] = {}

    def __getitem__(self, key: str) -> Spans:
        if key not in self._made:
            self._made[key] = self._makers[key]()
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def _contact_texts(
    directory: Directory, team: Team, now: SpokenAt, ui: Ui
) -> dict[str, Callable[[], Spans]]:
    """Return the text of each contact; the family team gives advice if there is no advice line."""
    own = {
        f"contact.{contact_id}": partial(
            _find_and_say, partial(call_target, directory, contact, now.at), now, ui
        )
        for contact_id, contact in directory.contacts.items()
    }
    serving = partial(_find_and_say, partial(team_call_target, directory, team, now.at), now, ui)
    duty = partial(_find_and_say, partial(duty_call_target, directory, now.at), now, ui)
    return {
        "contact.advice": serving,
        **own,
        "contact.family_team": serving,
        "contact.duty_officer": duty,
    }


def _find_and_say(find: Callable[[], CallTarget], now: SpokenAt, ui: Ui) -> Spans:
    return contact_text(find(), now, ui)


def _law_text(law: Law, words: Callable[[Text], str], ui: Ui) -> Spans:
    """Return the paragraph if it has been verified, or else the name of the act.

    An unverified paragraph is never printed.
    """
    if law.verified and law.paragraph is not None:
        return (Span(words(law.paragraph)),)
    return (Span(ui.say("barnets lov")),)


# The texts of contacts and deadlines: whom to call now, and by when something happens.

_NATIONAL_DIGITS = 8  # digits of a Danish number; shorter ones (112, 116 111) have no country code
_NEAR_DAYS = 7  # days within which a weekday alone says which day is meant


@dataclass(frozen=True, slots=True)
class SpokenAt:
    """The instant of speaking.

    If `absolute`, every day is named (never "tomorrow"), for texts that are read on another day.
    """

    at: datetime
    absolute: bool = False


def contact_text(target: CallTarget, now: SpokenAt, ui: Ui) -> tuple[Span, ...]:
    """Return name and number as a link, followed by the hours in brackets: until or from when."""
    name = target.contact.name_for(ui.language)
    call = Span(f"{name}, {target.phone}", strong=True, href=tel_link(target.phone))
    when = _availability(target, now, ui)
    return (call, Span(f" ({when})")) if when else (call,)


def tel_link(phone: str) -> str:
    """Return the `tel:` link of `phone`."""
    digits = phone.replace(" ", "")
    return (
        f"tel:+45{digits}"
        if len(digits) == _NATIONAL_DIGITS and digits.isdigit()
        else f"tel:{digits}"
    )


def assess_by_text(directory: Directory, now: SpokenAt, ui: Ui) -> tuple[Span, ...]:
    """Return the time by which danger is assessed if the notification arrives now."""
    by = assess_by(directory, now.at)
    return (Span(ui.say("senest {when}", when=_instant_words(by, now, ui))),)


def receipt_by_text(directory: Directory, now: SpokenAt, ui: Ui) -> tuple[Span, ...]:
    """Return the day by which the notifier has a receipt if the notification arrives now."""
    day = formats.near_day(receipt_by(directory, now.at), ui.language)
    return (Span(ui.say("senest omkring {day}", day=day)),)


def _availability(target: CallTarget, now: SpokenAt, ui: Ui) -> str:
    if target.instead_of:
        return _closed_words(target.instead_of.name_for(ui.language), target.opens, now, ui)
    if target.until and now.absolute:
        return ui.say("åbent til {when}", when=_opening_words(target.until, now, ui))
    if target.until:
        return ui.say("åbent nu til {time}", time=_closing_words(target.until, now, ui))
    if target.opens:
        return ui.say("åbner {when}", when=_opening_words(target.opens, now, ui))
    return ""


def _closed_words(team: str, opens: datetime | None, now: SpokenAt, ui: Ui) -> str:
    """Return the words for a closed `team`: when it opens, or that it is closed now.

    The latter would be wrong on another day, so an absolute text leaves it out.
    """
    if opens is not None:
        return ui.say("{team} åbner {when}", team=team, when=_opening_words(opens, now, ui))
    return "" if now.absolute else ui.say("{team} har lukket", team=team)


def _closing_words(at: datetime, now: SpokenAt, ui: Ui) -> str:
    """Return a closing time, with its day if that is not today."""
    if _midnights_between(now.at, at) == 0:
        return formats.hour(at, ui.language)
    if _midnights_between(now.at, at) == 1 and at.astimezone(formats.ZONE).time() == time():
        return ui.say("midnat")
    return _opening_words(at, now, ui)


def _opening_words(at: datetime, now: SpokenAt, ui: Ui) -> str:
    return ui.say(
        "{day} kl. {time}", day=_day_words(at, now, ui), time=formats.hour(at, ui.language)
    )


def _instant_words(at: datetime, now: SpokenAt, ui: Ui) -> str:
    return ui.say(
        "{day} kl. {time}", day=_day_words(at, now, ui), time=formats.clock(at, ui.language)
    )


def _day_words(at: datetime, now: SpokenAt, ui: Ui) -> str:
    local = at.astimezone(formats.ZONE)
    if now.absolute:
        return formats.near_day(local, ui.language)
    match _midnights_between(now.at, at):
        case 0:
            return ui.say("i dag")
        case 1:
            return ui.say("i morgen")
        case days if 0 < days < _NEAR_DAYS:
            return formats.weekday(local, ui.language)
        case _:
            return formats.near_day(local, ui.language)


def _midnights_between(now: datetime, at: datetime) -> int:
    """Return the number of Danish midnights between `now` and `at`."""
    return (at.astimezone(formats.ZONE).date() - now.astimezone(formats.ZONE).date()).days
