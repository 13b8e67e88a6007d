"""A conversation with all that is needed to show it and to hand its record over, for the web and the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, structs

from assistant.dialog.conversation import Conversation
from assistant.dialog.engine import Dialog, TurnResult
from assistant.dialog.record_filler import fill_path
from assistant.dialog.render_context import PhraseCache, RenderContext
from assistant.dialog.trail import Trail
from assistant.directory.deadlines import assess_by, end_of_day, receipt_by
from assistant.directory.municipality import Directory, Team, TeamIndex
from assistant.directory.placeholders import RenderContextCache
from assistant.flow.model import Text
from assistant.record.build import Frame, build_record
from assistant.record.contents import Receiver, Record
from assistant.text.translations import FlowTexts

_WORKPLACE = "setting.institution"  # the record's path that names where the professional works


class ConversationContext(Struct, frozen=True):
    """A conversation, where it stands, and the instant, language and family team to speak of it for.

    `languages` are those it is offered in; `refused_turn` is the last turn, if it was refused; `viewed_at` is when the conversation is viewed, if
    that is later than the instant it is rendered for.
    """

    directory: Directory
    dialog: Dialog
    conversation: Conversation
    trail: Trail
    render_context: RenderContext
    render_contexts: RenderContextCache
    team: Team
    languages: tuple[str, ...]
    refused_turn: TurnResult | None = None
    viewed_at: datetime | None = None

    @property
    def now(self) -> datetime:
        """The instant at which the conversation is viewed."""
        return self.viewed_at or self.render_context.now

    @property
    def hands_over(self) -> bool:
        """True if the conversation is at an end that hands a record over."""
        end = self.dialog.flow.steps[self.trail.ended] if self.trail.ended else None
        return end is not None and end.outcome == "notify"

    def record(
        self,
        created_at: datetime,
        reference: str | None = None,
        submitted_at: datetime | None = None,
    ) -> Record:
        """Return the record as it would be sent now, or as it is sent with `reference`."""
        now, language = self.render_context.now, self.render_context.language
        frame = Frame(
            reference=reference,
            created_at=created_at,
            submitted_at=submitted_at,
            receiver=Receiver(name=self.team.name_for(language), phone=self.team.phone),
            assess_by=assess_by(self.directory, now),
            receipt_by=end_of_day(receipt_by(self.directory, now)),
            municipality=self.directory.name,
        )
        dated = self._dated_render_context()
        return build_record(self.dialog, self.trail, self.conversation, dated, frame)

    def _dated_render_context(self) -> RenderContext:
        """Return the render context with every day written as a date: a record is read on other days."""
        then, flow = self.render_context, self.dialog.flow
        return self.render_contexts.at(
            flow, then.now, then.language, then.words, self.team, absolute=True
        )


class ContextFactory:
    """Builds the contexts of one municipality's conversations; caches what it says each minute."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._teams, self._render_contexts = TeamIndex(directory), RenderContextCache(directory)

    def at(
        self,
        dialog: Dialog,
        conversation: Conversation,
        trail: Trail,
        texts: Mapping[str, FlowTexts],
        now: datetime,
    ) -> ConversationContext:
        """Return the context of a conversation at the instant `now`.

        `texts` are the flow's by language; one that lacks there is replaced by the flow's own.
        """
        spoken = texts.get(conversation.language) or texts[dialog.flow.language]
        # The family team follows from the workplace, so it can change with every answer.
        team = self._teams.find_team(find_workplace(dialog, trail))
        render_context = self._render_contexts.at(
            dialog.flow, now, spoken.language, spoken.words_of, team
        )
        return ConversationContext(
            self._directory,
            dialog,
            conversation,
            trail,
            render_context,
            self._render_contexts,
            team,
            tuple(texts),
        )

    def revisit(self, context: ConversationContext, now: datetime) -> ConversationContext:
        """Return `context` as viewed later: deadlines stay as they were, contacts are those of `now`."""
        then, flow = context.render_context, context.dialog.flow
        today = self._render_contexts.at(flow, now, then.language, then.words, context.team)
        texts = {
            key: (then if key.startswith("deadline.") else today).placeholders[key]
            for key in today.placeholders
        }
        return structs.replace(
            context,
            render_context=structs.replace(then, placeholders=texts, cache=PhraseCache()),
            viewed_at=now,
        )


def find_workplace(dialog: Dialog, trail: Trail) -> str | None:
    """Return the professional's place of work as the record has it, if it is known.

    It is in the flow's own language whatever the guide was used in: the directory names places in it too.
    """
    words = fill_path(dialog, trail, _source_words, _WORKPLACE)
    return words if isinstance(words, str) else None


def _source_words(text: Text) -> str:
    return text.words
