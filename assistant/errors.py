"""The root error and its leaves; each leaf names the guilty side. Imports nothing."""

from __future__ import annotations


class AssistantError(Exception):
    """Something that one of our users can fix; anything else that is raised is a bug."""


class FlowError(AssistantError):
    """A flow, part, catalogue or scripted conversation is not valid; its author can fix it."""


class DirectoryError(AssistantError):
    """A municipality's directory file is not valid; its operator can fix it."""


class SettingsError(AssistantError):
    """A setting is missing or not valid; the operator can fix it."""


class AnswerError(AssistantError):
    """An answer does not fit its question; the professional can give another."""


class StoreError(AssistantError):
    """The store could not keep what it was given; nothing was acknowledged."""


class ConversationGoneError(AssistantError):
    """The conversation has expired, was erased, or never existed."""


class StaleRevisionError(AssistantError):
    """Another tab answered first: the revision that the caller saw has moved on."""


class KeyReusedError(AssistantError):
    """An idempotency key was used again for another body."""
