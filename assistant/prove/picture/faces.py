"""What a card or a label shows: its lines of words, and so its size."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.prove.picture.chart import Arrow, Card
from assistant.prove.picture.geometry import Size
from assistant.prove.picture.leaves import REFERENCE
from assistant.prove.picture.measure import lines, width

HEAD, BODY = 11.0, 13.0  # sizes of type
LEADING = 16.0  # from line to line of the body
PAD = 10.0
HEAD_ROOM = 24.0  # from a card's upper edge to its body
_CARD = 190.0
FOOT = 13.0
_TITLE_LINES = 3
_LABEL_ROOM, _LABEL_LINES = 158.0, 3
LABEL_LEADING = 13.0
SYMBOL = 14.0  # a symbol is as wide as high


@dataclass(frozen=True, slots=True)
class Face:
    """The lines that a card or label shows; `foot` is the small one below."""

    body: tuple[str, ...]
    foot: str
    size: Size


def card_face(card: Card) -> Face:
    """Return what a card shows: head, title in up to three lines, where it is come to from elsewhere."""
    if card.look in {"return", REFERENCE}:
        return _small_face(card)
    foot = ", ".join(str(number) for number in card.comes_from)
    foot = f"← {foot}" if foot else ""
    side = inset(card)
    wide = head_width(card) + width(f" {card.step} {card.number}", HEAD) + 2 * side + PAD
    if card.look == "decide":
        return Face((), foot, Size(wide, 30 + FOOT * bool(foot)))
    wide = max(_CARD, wide)
    body = lines(card.title, BODY, wide - 2 * side, _TITLE_LINES)
    high = HEAD_ROOM + LEADING * len(body) + FOOT * bool(foot) + 4
    return Face(body, foot, Size(wide, high))


def _small_face(card: Card) -> Face:
    """Return what a way on to another sheet shows: one line."""
    if card.look == "return":
        return Face((), "", Size(head_width(card) + 2 * PAD + 4, 24))
    words = f"→ {card.number} {card.step}"
    return Face((), words, Size(width(words, HEAD, bold=True) + 2 * PAD, 24))


def inset(card: Card) -> float:
    """Return how far a card's words stand from its sides; round and pointed ones need more room."""
    if card.look.startswith("end_"):
        return PAD + 10
    return PAD + (7 if card.look == "decide" else 4)


def head_width(card: Card) -> float:
    """Return how far a card's symbol and word reach from its padding."""
    return SYMBOL + 6 + width(card.word, HEAD, bold=True)


def label_face(arrow: Arrow) -> Face | None:
    """Return what an arrow's label shows; none where an arrow has no label."""
    if arrow.label is None:
        return None
    turn = f"{arrow.turn}. " if arrow.turn else ""
    body = lines(turn + arrow.label, HEAD, _LABEL_ROOM, _LABEL_LINES)
    wide = max(width(line, HEAD) for line in body) + 12
    return Face(body, "", Size(wide, LABEL_LEADING * len(body) + 5))
