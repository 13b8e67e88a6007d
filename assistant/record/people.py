"""Who the record is about and who wrote it: all that is known, nothing that must be."""

from __future__ import annotations

from datetime import date

from assistant.flow.fields import NotifierCategory
from assistant.record.base import Group


class Child(Group):
    """The child or young person, so far as the notifier knows."""

    name: str | None = None
    cpr: str | None = None
    """The Danish personal number, never masked here."""
    birth_date: date | None = None
    age: int | None = None
    """Years; from the birth date where nobody gave it."""
    age_band: str | None = None
    """Roughly how old, in words, where the age is not known."""
    gender: str | None = None
    address: str | None = None
    """Also filled when the address is protected; then it stands nowhere else."""
    address_protected: bool | None = None
    whereabouts: str | None = None
    """Where the child is staying now."""
    interpreter: str | None = None
    special_needs: str | None = None


class Unborn(Group):
    """An unborn child, known by the mother."""

    mother_name: str | None = None
    mother_cpr: str | None = None
    mother_address: str | None = None
    address_protected: bool | None = None
    """Whether the mother's address is protected; it counts as protected unless this says no."""
    due_date: date | None = None


class Caregiver(Group):
    """A parent or another who cares for the child."""

    name: str | None = None
    relation: str | None = None
    phone: str | None = None
    address: str | None = None


class Sibling(Group):
    """A brother or sister, or another child in the home."""

    name: str | None = None
    age: int | None = None
    note: str | None = None


class Notifier(Group):
    """The professional who notifies, and how to reach them at work."""

    name: str | None = None
    title: str | None = None
    workplace: str | None = None
    phone: str | None = None
    email: str | None = None
    hours: str | None = None
    """When the notifier can be reached."""
    category: NotifierCategory | None = None
    relation: str | None = None
    """How the notifier knows the child."""
    known_since: str | None = None


class Setting(Group):
    """The institution that the child attends, and the class or group there."""

    institution: str | None = None
    group: str | None = None
