"""The flows that can be talked with: those served now, and the older logic of open conversations."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.dialog.dialog import Dialog
from assistant.errors import ConversationGoneError
from assistant.flow.files import FlowFiles
from assistant.flow.load import load
from assistant.flow.model import Flow, FromFacts
from assistant.text.catalogue import Texts, languages
from assistant.text.ui import ui_languages

_OLDER = 16  # dialogs of superseded logic kept ready at a time


@dataclass(frozen=True, slots=True)
class LiveFlow:
    """A flow with its dialog and its words by language; `workplace` are the facts that name where one works."""

    dialog: Dialog
    texts: Mapping[str, Texts]
    workplace: tuple[str, ...] = ()

    def language(self, wanted: str) -> str:
        """Return `wanted` where the flow speaks it, else the flow's own language."""
        return wanted if wanted in self.texts else self.dialog.flow.language


def live_flow(flow: Flow, locales: Path) -> LiveFlow:
    """Return `flow` in the languages that it and the interface both speak."""
    spoken = ui_languages()
    texts = {name: texts for name, texts in languages(flow, locales).items() if name in spoken}
    return LiveFlow(Dialog(flow), texts, _workplace(flow))


def _workplace(flow: Flow) -> tuple[str, ...]:
    origins = (entry.origin for entry in flow.record if entry.path == "setting.institution")
    return tuple(
        fact for origin in origins if isinstance(origin, FromFacts) for fact in origin.facts
    )


class Flows:
    """Finds the flow of a conversation; `kept` gives the files of a logic that is no longer served."""

    def __init__(
        self,
        served: Mapping[str, LiveFlow],
        kept: Callable[[str], Awaitable[FlowFiles | None]],
        locales: Path,
    ) -> None:
        self.served = served
        self._kept = kept
        self._locales = locales
        self._older: OrderedDict[str, LiveFlow] = OrderedDict()

    async def of(self, flow: str, logic: str) -> LiveFlow:
        """Return the flow to go on with: today's wording where the logic is today's, else as kept.

        Raises:
            ConversationGoneError: the logic that the conversation began with was not kept.
        """
        served = self.served.get(flow)
        if served is not None and served.dialog.flow.logic == logic:
            return served
        older = self._older.get(logic) or await self._revive(flow, logic)
        self._older[logic] = older
        self._older.move_to_end(logic)
        while len(self._older) > _OLDER:
            self._older.popitem(last=False)
        return older

    async def _revive(self, flow: str, logic: str) -> LiveFlow:
        files = await self._kept(logic)
        loaded = None if files is None else load(files, flow).flow
        if loaded is None:
            raise ConversationGoneError(
                f"the logic {logic[:12]} of an open conversation is missing"
            )
        return live_flow(loaded, self._locales)
