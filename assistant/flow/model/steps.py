"""The steps of a conversation, as frozen data, and what sets each kind apart.

Each kind says by its own members what it asks, shows and leads to; `Step` has what holds for most.
So checks, dialog, prover and pictures read members, and a new kind is written here and read in
`reading/step_reader.py`. The members are no fields, so they are no part of the logic hash.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, get_args

from assistant.flow.model.basics import NOWHERE, Guard, Place, Text

Level = Literal["info", "advice", "duty", "danger"]
Outcome = Literal["notify", "consult", "follow_up", "none"]


@dataclass(frozen=True, slots=True)
class Route:
    """A way on from a step: to `to` when `guard` holds, always when there is none."""

    to: str
    guard: Guard | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The base of all kinds of step; `routes` are tried in order, the last has no guard."""

    id: str
    routes: tuple[Route, ...] = ()
    section: Text | None = None
    say: Text | None = None
    help: Text | None = None
    part: str | None = None
    place: Place = field(default=NOWHERE, compare=False)

    kind: ClassVar[str]
    is_question: ClassVar[bool] = False  # it waits for an answer
    is_message: ClassVar[bool] = False  # it is shown, and read
    is_end: ClassVar[bool] = False  # the conversation is over here
    is_silent: ClassVar[bool] = False  # it shows nothing and asks nothing
    is_listed: ClassVar[bool] = True  # it stands in a path, and authors write it as its kind

    # A field of a subclass may replace one of these properties. Where it has no default, it needs a
    # bare `field()`: a dataclass would else take the property itself for the default.

    @property
    def fields(self) -> tuple[str, ...]:
        """The ids under which its answers are kept."""
        return ()

    @property
    def asked_facts(self) -> tuple[str, ...]:
        """The facts that it asks, those asked in rows included."""
        return ()

    @property
    def row_facts(self) -> tuple[str, ...]:
        """The facts that it asks in each row of a list."""
        return ()

    @property
    def leading_field(self) -> str | None:
        """The field whose label heads the screen of a question without `say`."""
        return None

    @property
    def label(self) -> Text | None:
        """What the step is called where it is answered as one."""
        return None

    @property
    def level(self) -> Level | None:
        """How grave its message is; None where it has none."""
        return None

    @property
    def pin(self) -> bool:
        """True if its message stays visible to the end."""
        return False

    @property
    def outcome(self) -> Outcome | None:
        """What the conversation comes to here; None unless it ends."""
        return None

    @property
    def runs(self) -> str | None:
        """The part that begins here."""
        return None

    @property
    def look(self) -> str:
        """Its shape in pictures: that of its kind, of a message's level or an end's outcome."""
        return self.kind

    def texts(self) -> tuple[Text | None, ...]:
        """Return its own texts, in the order in which a reader meets them."""
        return (self.section, self.say, self.help, self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Step):
    """One question."""

    kind: ClassVar[str] = "ask"
    is_question: ClassVar[bool] = True
    fact: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The one fact."""
        return (self.fact,)

    @property
    def asked_facts(self) -> tuple[str, ...]:
        """The one fact."""
        return (self.fact,)

    @property
    def leading_field(self) -> str:
        """The one fact."""
        return self.fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Step):
    """One screen with several questions."""

    kind: ClassVar[str] = "form"
    is_question: ClassVar[bool] = True
    facts: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The facts on the screen."""
        return self.facts

    @property
    def asked_facts(self) -> tuple[str, ...]:
        """The facts on the screen."""
        return self.facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Step):
    """A list whose rows answer `each`; answered as one, under the step's own id."""

    kind: ClassVar[str] = "repeat"
    is_question: ClassVar[bool] = True
    each: tuple[str, ...]
    at_least: int
    at_most: int
    label: Text | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The step's own id: its rows are one answer."""
        return (self.id,)

    @property
    def asked_facts(self) -> tuple[str, ...]:
        """The facts of a row."""
        return self.each

    @property
    def row_facts(self) -> tuple[str, ...]:
        """The facts of a row."""
        return self.each

    @property
    def leading_field(self) -> str:
        """The step's own id."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Step):
    """A message; pinned ones stay visible to the end."""

    kind: ClassVar[str] = "tell"
    is_message: ClassVar[bool] = True
    level: Level = field()
    pin: bool = field()

    @property
    def look(self) -> str:
        """The level: each has a shape of its own."""
        return self.level


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Step):
    """A fork without words."""

    kind: ClassVar[str] = "decide"
    is_silent: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Do(Step):
    """The start of a part: its one route leads to the part's first step."""

    kind: ClassVar[str] = "do"
    is_silent: ClassVar[bool] = True
    runs: str = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Step):
    """The end of a part: has the routes of the `do` step that ran it. Never listed in a path."""

    kind: ClassVar[str] = "return"
    is_silent: ClassVar[bool] = True
    is_listed: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Step):
    """The end of the conversation; `notify` builds the record and shows the review."""

    kind: ClassVar[str] = "end"
    is_message: ClassVar[bool] = True
    is_end: ClassVar[bool] = True
    outcome: Outcome = field()

    @property
    def look(self) -> str:
        """The outcome: each has a shape of its own."""
        return f"end_{self.outcome}"


AnyStep = Ask | Form | Repeat | Tell | Decide | Do | Return | End
STEP_CLASSES: tuple[type[AnyStep], ...] = get_args(AnyStep)
