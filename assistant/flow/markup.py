r"""The markup of authors' texts: paragraphs, lists, strong words, links and placeholders.

`parse_markup` gives blocks; `render_message` fills the placeholders and gives a message as
renderers get it: a list of `{"p": spans}` and `{"li": spans}`, a span being `{"t", "strong"?,
"href"?}`.

The markup is small on purpose: a blank line parts paragraphs, a line that begins with `- ` is an
item of a list, `**words**` are strong, `[label](https://…)` or `[label](tel:…)` is a link, `{id}`
and `{kind.id}` are placeholders. A backslash before one of `\ * [ ] { }` takes its meaning away.
What an answer says is put in after parsing, so it is never read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NotRequired, cast, final, get_args

from typing_extensions import TypedDict  # pydantic describes no other before Python 3.12

from assistant.errors import FlowError

PlaceholderKind = Literal["fact", "decision", "law", "contact", "deadline"]

_DOTTED = tuple(kind for kind in get_args(PlaceholderKind) if kind not in ("fact", "decision"))
_ID = re.compile(r"[a-z][a-z0-9_]*")
_HREF = re.compile(r"https://[^\s/?#@]+(?:[/?#]\S*)?|tel:\+?[0-9]+")
_NUMBER = re.compile(r"\d[\d\s]*")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_TOKEN = re.compile(
    r"\\(?P<escaped>[\\*\[\]{}])"
    r"|(?P<strong>\*\*)"
    r"|\[(?P<label>[^\[\]{}]*)\]\((?P<href>[^()]*)\)"
    r"|\{(?P<placeholder>[^{}]*)\}"
    r"|(?P<stray>[\[\]{}])"
)


class SpanShown(TypedDict):
    """Words in one style; `href` makes them a link (https: or tel:)."""

    t: str
    strong: NotRequired[bool]
    href: NotRequired[str]


@final
class Paragraph(TypedDict):
    """A paragraph."""

    p: list[SpanShown]


@final
class Item(TypedDict):
    """An item of a list; items that follow each other are one list."""

    li: list[SpanShown]


Message = list[Paragraph | Item]


class MarkupError(FlowError):
    """A text's markup can't be read; `offset` counts characters from the start of the text."""

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one style; `href` makes them a link."""

    t: str
    strong: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place for words that are known only in the conversation.

    `{x}` has the kind "fact"; whether `x` is a fact or a decision is for the flow to say.
    """

    kind: PlaceholderKind
    id: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph ("p") or an item of a list ("li")."""

    kind: Literal["p", "li"]
    parts: tuple[Span | Placeholder, ...]


# Authors' texts are few and shown again and again, so parsed and rendered forms are cached.
@lru_cache(maxsize=4096)
def parse_markup(words: str) -> tuple[Block, ...]:
    """Return the blocks of an author's text. Not for a professional's words: results are cached.

    Raises:
        MarkupError: a bracket or a `**` is left open, an item is empty, a link leads elsewhere than https: or tel:, or a
            placeholder is not `{id}`, `{law.id}`, `{contact.id}` or `{deadline.id}`.
    """
    return tuple(
        Block(kind, _parse_block(words, start, end)) for kind, start, end in _split_blocks(words)
    )


def placeholders(blocks: tuple[Block, ...]) -> tuple[Placeholder, ...]:
    """Return the placeholders of a parsed text, in order."""
    return tuple(part for block in blocks for part in block.parts if isinstance(part, Placeholder))


def render_message(
    blocks: tuple[Block, ...], fill: Callable[[Placeholder], tuple[Span, ...]]
) -> Message:
    """Return `blocks` as a message, with the words that `fill` gives for each placeholder."""
    return [_render_block(block, fill) for block in blocks]


def _render_block(
    block: Block, fill: Callable[[Placeholder], tuple[Span, ...]]
) -> Paragraph | Item:
    spans = [_span_json(span) for span in _filled_spans(block, fill)]
    return {"p": spans} if block.kind == "p" else {"li": spans}


@lru_cache(maxsize=4096)
def fixed_message(words: str) -> Message | None:
    """Return a text without placeholders as a (shared) message, else None; don't change it."""
    blocks = parse_markup(words)
    return None if placeholders(blocks) else render_message(blocks, lambda _: ())


@lru_cache(maxsize=4096)
def fixed_line(words: str) -> str | None:
    """Return a text without placeholders as one line of plain words, else None."""
    message = fixed_message(words)
    return None if message is None else plain_line(message)


@lru_cache(maxsize=4096)
def fixed_text(words: str) -> str | None:
    """Return a text without placeholders as plain text, a line per block, else None."""
    message = fixed_message(words)
    return None if message is None else plain_text(message)


def paragraph_message(*spans: Span) -> Message:
    """Return a message of one paragraph with these spans."""
    return [{"p": [_span_json(span) for span in spans]}]


def plain_text(message: Message) -> str:
    """Return a message as text: a line per block, `- ` before items, addresses behind labels."""
    return "\n".join(
        ("- " if "li" in block else "") + "".join(_span_text(span) for span in spans_of(block))
        for block in message
    )


def spans_of(block: Paragraph | Item) -> list[SpanShown]:
    """Return the spans of a block of a message."""
    return block["p"] if "p" in block else block["li"]


def plain_line(message: Message) -> str:
    """Return a message as one line of plain words, as labels have it."""
    return " ".join(plain_text(message).split())


def _split_blocks(words: str) -> Iterator[tuple[Literal["p", "li"], int, int]]:
    """Yield each block's kind, start and end."""
    kind: Literal["p", "li"] = "p"
    start = end = -1
    offset = 0
    for line in words.split("\n"):
        indent = len(line) - len(line.lstrip())
        item = line.lstrip().startswith("- ")
        if start >= 0 and (item or not line.strip()):
            yield kind, start, end
            start = -1
        if line.strip():
            if start < 0:
                kind, start = ("li", offset + indent + 2) if item else ("p", offset + indent)
            end = offset + len(line.rstrip())
        offset += len(line) + 1
    if start >= 0:
        yield kind, start, end


def _parse_block(words: str, start: int, end: int) -> tuple[Span | Placeholder, ...]:
    if start >= end:
        raise MarkupError("an item of a list needs words behind `- `", start - 2)
    return tuple(_InlineParser(words, start, end).parts())


class _InlineParser:
    """Reads the inline markup of `words[start:end]`."""

    def __init__(self, words: str, start: int, end: int) -> None:
        self._words, self._start, self._end = words, start, end
        self._pending = ""
        self._opened: int | None = None  # where an open `**` stands

    def parts(self) -> Iterator[Span | Placeholder]:
        """Yield the spans and placeholders in order."""
        position = self._start
        for token in _TOKEN.finditer(self._words, self._start, self._end):
            self._pending += self._words[position : token.start()]
            position = token.end()
            yield from self._token(token)
        self._pending += self._words[position : self._end]
        if self._opened is not None:
            raise MarkupError("`**` is opened here and never closed", self._opened)
        yield from self._flush()

    def _token(self, token: re.Match[str]) -> Iterator[Span | Placeholder]:
        if token["escaped"]:
            self._pending += token["escaped"]
            return
        if token["stray"]:
            raise MarkupError(_stray_problem(token["stray"]), token.start())
        # `****` would open and close around nothing
        if token["strong"] and self._opened is not None and token.start() == self._opened + 2:
            raise MarkupError("there is nothing between `**` and `**`", self._opened)
        yield from self._flush()
        if token["strong"]:
            self._opened = token.start() if self._opened is None else None
        elif token["href"] is not None:
            yield self._link(token)
        else:
            placeholder = _read_placeholder(token["placeholder"], token.start())
            yield replace(placeholder, strong=self._opened is not None)

    def _link(self, token: re.Match[str]) -> Span:
        label, href = _BREAK.sub(" ", token["label"]).strip(), token["href"]
        if not label:
            raise MarkupError("a link needs words between `[` and `]`", token.start())
        if not _HREF.fullmatch(href):
            problem = f'a link leads to "https://…" or "tel:…", not to "{href}"'
            raise MarkupError(problem, token.start("href"))
        return Span(label, strong=self._opened is not None, href=href)

    def _flush(self) -> Iterator[Span]:
        if self._pending:
            yield Span(_BREAK.sub(" ", self._pending), strong=self._opened is not None)
            self._pending = ""


def _stray_problem(bracket: str) -> str:
    kind = "a link, `[label](https://…)`" if bracket in "[]" else "a placeholder, `{id}`"
    return f"`{bracket}` belongs to {kind}; write `\\{bracket}` for the character itself"


def _read_placeholder(inside: str, offset: int) -> Placeholder:
    kind, dot, of = inside.rpartition(".")
    if not dot:
        kind = "fact"
    if (dot and kind not in _DOTTED) or not _ID.fullmatch(of):
        known = ", ".join(f"`{{{kind}.id}}`" for kind in _DOTTED)
        raise MarkupError(f"`{{{inside}}}` is no placeholder: write `{{id}}`, {known}", offset)
    return Placeholder(cast("PlaceholderKind", kind), of)


def _filled_spans(block: Block, fill: Callable[[Placeholder], tuple[Span, ...]]) -> Iterator[Span]:
    for part in block.parts:
        if isinstance(part, Span):
            yield part
        elif part.strong:
            yield from (replace(span, strong=True) for span in fill(part))
        else:
            yield from fill(part)


def _span_json(span: Span) -> SpanShown:
    json: SpanShown = {"t": span.t}
    if span.strong:
        json["strong"] = True
    if span.href is not None:
        json["href"] = span.href
    return json


def _span_text(span: SpanShown) -> str:
    words, href = span["t"], span.get("href", "")
    address = href.removeprefix("tel:")
    shown = (
        not address or address in words or (href != address and _contains_number(words, address))
    )
    return words if shown else f"{words} ({address})"


def _contains_number(words: str, number: str) -> bool:
    """Return True where `words` contain a phone number, however grouped, with or without +45."""
    digits = number.removeprefix("+45").removeprefix("+")
    runs = ("".join(run.split()) for run in _NUMBER.findall(words))
    return any(run.endswith(digits) for run in runs)


# The ids of `{contact.id}` and `{deadline.id}`, which a municipality's directory fills.

CONTACTS = (
    "emergency",  # 112
    "police",  # 114
    "family_team",  # by the clock: the team when it is open, the duty officer otherwise
    "duty_officer",
    "advice",  # advice for professionals, without naming the child
    "children_line",
)
DEADLINES = ("assess", "receipt")
