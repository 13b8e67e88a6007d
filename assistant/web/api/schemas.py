"""What goes in over the API, checked, and what comes out, described."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    SkipValidation,
    Tag,
    TypeAdapter,
)

from assistant.dialog.conversation import Answering, Back, Changing, Speaking, Turn

Word = Annotated[str, Field(min_length=1, max_length=100)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


def _whole(number: object) -> object:
    """Return 7.0 as 7: to JSON they are the same number."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Rev = Annotated[int, Field(ge=0, le=1_000_000, strict=True), BeforeValidator(_whole)]


def _truth(said: object) -> object:
    """Return True as it is, and nothing that Python takes for it: to JSON, 1 is not true."""
    return said if said is True else None


Answer = Annotated[JsonValue, SkipValidation]  # it was JSON, so it is what JSON can say


class Body(BaseModel):
    """What a request brings; takes no field that it does not know, and never shows what was typed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class BeginBody(Body):
    """Begin a conversation."""

    flow: Word
    lang: Language | None = None


class AnswerBody(Body):
    """Answer the waiting question: its fact's value, or fact -> value where it has several fields."""

    rev: Rev
    step: Word
    answer: Answer

    def turn(self) -> Turn:
        """Return the turn that is asked for."""
        return Answering(self.step, self.answer)


class ChangeBody(Body):
    """Change an earlier answer: of a fact, of a list by its step's id, of a form by its step's id."""

    rev: Rev
    change: Word
    answer: Answer

    def turn(self) -> Turn:
        """Return the turn that is asked for."""
        return Changing(self.change, self.answer)


class BackBody(Body):
    """Go back to the latest answered question; its answer stays filled in."""

    rev: Rev
    back: Annotated[Literal[True], BeforeValidator(_truth)]

    def turn(self) -> Turn:
        """Return the turn that is asked for."""
        return Back()


class LanguageBody(Body):
    """Go on in another language."""

    rev: Rev
    lang: Language

    def turn(self) -> Turn:
        """Return the turn that is asked for."""
        return Speaking(self.lang)


class SubmitBody(Body):
    """Send the record that was reviewed at this revision."""

    rev: Rev


def _kind(body: object) -> str:
    if isinstance(body, dict):
        for key in ("change", "back", "lang"):
            if key in body:
                return key
    return "step"


TurnBody = Annotated[
    Annotated[AnswerBody, Tag("step")]
    | Annotated[ChangeBody, Tag("change")]
    | Annotated[BackBody, Tag("back")]
    | Annotated[LanguageBody, Tag("lang")],
    Discriminator(_kind),
]
TURN: TypeAdapter[AnswerBody | ChangeBody | BackBody | LanguageBody] = TypeAdapter(TurnBody)
BEGIN = TypeAdapter(BeginBody)
SUBMIT = TypeAdapter(SubmitBody)
NOTHING = TypeAdapter(Body)
