"""The replies of the API that are not the guide's own: with the view, all that `/openapi.json` describes.

The classes are published there, docstrings and all, under `published_name`.
"""

from __future__ import annotations

from typing import Literal, NotRequired

from pydantic.json_schema import (
    CoreModeRef,
    CoreRef,
    DefsRef,
    GenerateJsonSchema,
    JsonSchemaValue,
)
from pydantic_core.core_schema import TypedDictSchema
from typing_extensions import TypedDict  # pydantic describes no other before Python 3.12

from assistant.web.guide.handover import Receipt
from assistant.web.guide.views import View


class Begun(TypedDict):
    """A conversation that has begun. Keep the token: it is returned only once."""

    token: str
    view: View


class DeliveredReceipt(Receipt):
    """A receipt, the state of delivery, and the family team's feedback."""

    delivery: Literal["arrived"]
    feedback: None


class OneTimeCode(TypedDict):
    """A code that opens the conversation in another tab, once, within `seconds`."""

    code: str
    seconds: int


class Offered(TypedDict):
    """A flow, and its title by language."""

    flow: str
    version: int
    languages: list[str]
    titles: dict[str, str]


class Flows(TypedDict):
    """The flows that are served."""

    flows: list[Offered]


class Problem(TypedDict):
    """Why a request was not served (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    errors: NotRequired[list[dict[str, str]]]


class Health(TypedDict):
    """The process is alive."""

    alive: bool


class Ready(TypedDict):
    """An answer could be kept."""

    ready: bool


# Clients know each class by a name that is a contract, while ours may change.
_PUBLISHED_NAMES = {
    "AnswerShown": "Given",
    "ConclusionShown": "Concluded",
    "ConditionShown": "Because",
    "DeliveredReceipt": "Delivered",
    "ErrorShown": "Refused",
    "MessageShown": "Told",
    "OneTimeCode": "Code",
    "PlanStepShown": "Planned",
    "ReviewRow": "Row",
    "ReviewSection": "Section",
}


_PUBLISHED_MODULE = "assistant.web.api.replies"
"""Part of the name, by pydantic, of those classes whose name a part of the record has, too."""


def published_name(class_name: str) -> str:
    """Return the name by which clients know one of our classes."""
    return _PUBLISHED_NAMES.get(class_name) or class_name.removesuffix("Shown")


class ReplySchema(GenerateJsonSchema):
    """Writes the JSON Schema of replies: under their published names, with no undescribed field."""

    def get_defs_ref(self, core_mode_ref: CoreModeRef) -> DefsRef:
        """Return the name of a class among the definitions."""
        reference, mode = core_mode_ref
        path, _, identity = reference.rpartition(":")  # "assistant.dialog.view_model.Entry…:140231"
        name = path.rpartition(".")[2]
        if published_name(name) != name:
            reference = CoreRef(f"{_PUBLISHED_MODULE}.{published_name(name)}:{identity}")
        return super().get_defs_ref((reference, mode))

    def typed_dict_schema(self, schema: TypedDictSchema) -> JsonSchemaValue:
        """Return the schema of a reply or a part of one."""
        described = super().typed_dict_schema(schema)
        return {
            **described,
            "title": published_name(described["title"]),
            "additionalProperties": False,
        }
