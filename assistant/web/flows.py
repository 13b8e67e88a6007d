"""The live flows: those served now, and the superseded logic of open conversations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.dialog.engine import Dialog
from assistant.errors import ConversationGoneError
from assistant.flow.files import FlowFiles
from assistant.flow.load import load
from assistant.flow.model import Flow
from assistant.lru import LruCache
from assistant.text.translations import FlowTexts, offered_languages
from assistant.text.ui import ui_languages

_MAX_SUPERSEDED = 16  # flows of superseded logic kept in memory (least recently used go first)


@dataclass(frozen=True, slots=True)
class LiveFlow:
    """A flow's dialog and its texts by language."""

    dialog: Dialog
    texts: Mapping[str, FlowTexts]

    def choose_language(self, wanted: str) -> str:
        """Return `wanted` if the flow has been translated into it, else the flow's own language."""
        return wanted if wanted in self.texts else self.dialog.flow.language


def build_live_flow(flow: Flow, locales: Path) -> LiveFlow:
    """Return `flow` in the languages that both it and the interface offer."""
    offered = ui_languages()
    texts = {
        name: texts for name, texts in offered_languages(flow, locales).items() if name in offered
    }
    return LiveFlow(Dialog(flow), texts)


class FlowRegistry:
    """Finds the flow that a conversation runs on.

    A conversation finishes on the logic that it began with. `load_files` returns the stored files of a
    logic that is no longer served.
    """

    def __init__(
        self,
        served: Mapping[str, LiveFlow],
        load_files: Callable[[str], Awaitable[FlowFiles | None]],
        locales: Path,
    ) -> None:
        self.served = served
        self._load_files = load_files
        self._locales = locales
        self._superseded: LruCache[str, LiveFlow] = LruCache(_MAX_SUPERSEDED)

    async def resolve(self, flow: str, logic: str) -> LiveFlow:
        """Return the flow to go on with: as served now if the logic is unchanged, else as it was stored.

        Raises:
            ConversationGoneError: the logic that the conversation began with is not stored.
        """
        served = self.served.get(flow)
        if served is not None and served.dialog.flow.logic == logic:
            return served
        older = self._superseded.find(logic) or await self._load_superseded(flow, logic)
        self._superseded.put(logic, older)
        return older

    async def _load_superseded(self, flow: str, logic: str) -> LiveFlow:
        files = await self._load_files(logic)
        loaded = None if files is None else load(files, flow).flow
        if loaded is None:
            raise ConversationGoneError(
                f"the logic {logic[:12]} of an open conversation is missing"
            )
        return build_live_flow(loaded, self._locales)
