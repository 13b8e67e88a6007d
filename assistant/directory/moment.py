"""What a text needs to be said at an instant in a municipality: contacts, deadlines and law."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial

from assistant.dialog.moment import Moment
from assistant.dialog.moment import Said as Heard
from assistant.directory import says
from assistant.directory.deadlines import due
from assistant.directory.hours import Reached, contact_now, duty_now, reached
from assistant.directory.model import Directory, Team
from assistant.flow.basics import Text
from assistant.flow.markup import Span, parse, placeholders
from assistant.flow.model import Flow, Law
from assistant.flow.texts import texts
from assistant.text.ui import Ui

Said = tuple[Span, ...]

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_ASKED = ("contact", "deadline")


def _own_words(text: Text) -> str:
    return text.words


def moment(  # noqa: PLR0913, PLR0917 - a moment is where, what, when, in which words, for whom
    directory: Directory,
    flow: Flow,
    now: datetime,
    language: str,
    words: Callable[[Text], str],
    team: Team | None = None,
    *,
    absolute: bool = False,
) -> Moment:
    """Return the moment `now` of a conversation in `flow`, spoken of in `language`.

    `words` gives a text in that language; `team` is the family team that the conversation is for, the
    municipality's default one while that is not known. `absolute` has every day named, never "tomorrow": for
    what is read on another day.
    """
    ui = Ui(language)
    serving = team or directory.team(directory.default_team)
    spoken_at = says.Now(now, absolute)
    spoken = _contacts(directory, serving, spoken_at, ui) | {
        "deadline.assess": partial(says.assess, directory, spoken_at, ui),
        "deadline.receipt": partial(says.receipt, directory, spoken_at, ui),
        **{f"law.{law.id}": partial(_law, law, words, ui) for law in flow.law.values()},
    }
    return Moment(now, language, words, Spoken(spoken), partial(due, directory), ui.say, Heard())


def unsaid(directory: Directory, flow: Flow) -> tuple[str, ...]:
    """Return the places of `flow`'s texts that nothing in the directory fills, such as `contact.night_line`."""
    says = moment(directory, flow, _ANY_TIME, flow.language, _own_words).says
    places = (place for text in texts(flow) for place in placeholders(parse(text.words)))
    asked = (f"{place.kind}.{place.id}" for place in places if place.kind in _ASKED)
    return tuple(key for key in dict.fromkeys(asked) if key not in says)


class Moments:
    """The moments of one directory; what is said in a minute is worked out once and shared.

    Openings, deadlines and days change on the minute, so whoever asks later in it hears the same.
    """

    def __init__(self, directory: Directory, most: int = 64) -> None:
        self._directory, self._most = directory, most
        self._kept: OrderedDict[tuple[object, ...], Moment] = OrderedDict()

    def at(  # noqa: PLR0913 - as `moment`
        self,
        flow: Flow,
        now: datetime,
        language: str,
        words: Callable[[Text], str],
        team: Team,
        *,
        absolute: bool = False,
    ) -> Moment:
        """Return what `moment` does for `now`; `words` are always the same ones for a flow and a language."""
        key = (flow.id, flow.logic, language, team.id, now.timestamp() // 60, absolute)
        kept = self._kept.get(key)
        if kept is None:
            minute = now.replace(second=0, microsecond=0)
            kept = moment(self._directory, flow, minute, language, words, team, absolute=absolute)
            self._kept[key] = kept
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return Moment(now, language, kept.words, kept.says, kept.due, kept.ui, kept.said)


class Spoken(Mapping[str, Said]):
    """What each id says, worked out when it is first read: a conversation needs few of them."""

    def __init__(self, spoken: Mapping[str, Callable[[], Said]]) -> None:
        self._spoken = spoken
        self._said: dict[str, Said] = {}

    def __getitem__(self, key: str) -> Said:
        if key not in self._said:
            self._said[key] = self._spoken[key]()
        return self._said[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._spoken)

    def __len__(self) -> int:
        return len(self._spoken)


def _contacts(
    directory: Directory, team: Team, now: says.Now, ui: Ui
) -> dict[str, Callable[[], Said]]:
    """Return how each contact is told; a municipality without an advice line advises through its team."""
    own = {
        f"contact.{contact_id}": partial(
            _contact, partial(reached, directory, contact, now.at), now, ui
        )
        for contact_id, contact in directory.contacts.items()
    }
    serving = partial(_contact, partial(contact_now, directory, team, now.at), now, ui)
    duty = partial(_contact, partial(duty_now, directory, now.at), now, ui)
    return {
        "contact.advice": serving,
        **own,
        "contact.family_team": serving,
        "contact.duty_officer": duty,
    }


def _contact(find: Callable[[], Reached], now: says.Now, ui: Ui) -> Said:
    return says.contact(find(), now, ui)


def _law(law: Law, words: Callable[[Text], str], ui: Ui) -> Said:
    """Return the paragraph where it has been verified, else the act's name."""
    if law.verified and law.paragraph is not None:
        return (Span(words(law.paragraph)),)
    return (Span(ui.say("barnets lov")),)
