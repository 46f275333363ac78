"""Reads and writes CriticMarkup, the marks by which people who write Markdown propose changes and comment on them:
``{++ written ++}``, ``{-- struck out --}``, ``{~~ one ~> other ~~}``, ``{== words ==}`` and ``{>> comment <<}``.

Marks: https://criticmarkup.com (2013). They do not cross; what only looks like a mark is text. A comment that follows a
mark, or another comment, without a space is about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from editor_app.issue.outline import NBSP
from editor_app.review.annotation import Annotation, Motivation, State
from editor_app.review.changes import Cell, Change

_OPENING: Final = re.compile(r"\{(?:\+\+|--|~~|==|>>)")
_CLOSING: Final = {"{++": "++}", "{--": "--}", "{~~": "~~}", "{==": "==}", "{>>": "<<}"}
_BECOMES: Final = "~>"
_SIGNED: Final = re.compile(rf"(?P<author>[^:\n]{{1,120}}?)(?:[ {NBSP}\u202f]*:\s+(?P<body>.*))?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Comment:
    """What is said of the cells ``[start, end)``. ``changes`` says whether these were changed, so that the comment is
    about the change; ``follows`` whether it answers the comment before it."""

    start: int
    end: int
    body: str
    changes: bool = False
    follows: bool = False


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with its marks taken out: ``base`` without the changes, the ``cells`` of both, the ``comments``."""

    base: str
    cells: list[Cell]
    comments: tuple[Comment, ...]


def read_marks(source: str, change: Change) -> MarkedText:
    """The marks in ``source``; ``change`` is to whom they are put down."""
    cells: list[Cell] = []
    comments: list[Comment] = []
    base: list[str] = []
    size = at = 0
    about: tuple[int, int, bool] | None = None  # the cells of the mark just before, and whether they were changed

    def keep(text: str, deleted: Change | None = None) -> None:
        nonlocal size
        for letter in text:
            cells.append(Cell(letter, (size, size + 1), deleted=deleted))
            base.append(letter)
            size += 1

    def write(text: str) -> None:
        cells.extend(Cell(letter, None, own=False, inserted=change) for letter in text)

    for mark in _marks(source):
        keep(source[at : mark.start])
        if mark.start > at:
            about = None
        at = mark.end
        first = len(cells)
        if mark.opening == "{>>":
            start, end, changed = about or (first, first, False)
            if body := mark.words.strip():
                follows = bool(comments) and source.endswith(_CLOSING["{>>"], 0, mark.start)
                comments.append(Comment(start, end, body, changed, follows))
            about = start, end, changed
            continue
        if mark.opening == "{++":
            write(mark.words)
        elif mark.opening == "{~~":
            before, _, after = mark.words.partition(_BECOMES)
            keep(before, change)
            write(after)
        else:
            keep(mark.words, change if mark.opening == "{--" else None)
        about = first, len(cells), mark.opening != "{=="
    keep(source[at:])
    return MarkedText("".join(base), cells, tuple(comments))


class _Mark(NamedTuple):
    opening: str
    words: str
    start: int
    end: int


def _marks(source: str) -> Iterator[_Mark]:
    """Every mark that is closed, one after the other."""
    closed: dict[str, int] = {}

    def following(wanted: str, at: int) -> int:
        """Where ``wanted`` stands next; looked for only once, however often it is asked."""
        if closed.get(wanted, -1) < at:
            found = source.find(wanted, at)
            closed[wanted] = found if found >= 0 else len(source)
        return closed[wanted]

    at = 0
    while found := _OPENING.search(source, at):
        opening, first = found[0], found.end()
        last = following(_CLOSING[opening], first)
        if last == len(source) or (opening == "{~~" and following(_BECOMES, first) >= last):
            at = first
            continue
        at = last + len(_CLOSING[opening])
        yield _Mark(opening, source[first:last], found.start(), at)


def signed(body: str, authors: Iterable[str]) -> tuple[str, str] | None:
    """Whose comment that is, when it begins with the name of one of the ``authors``, and what it says without it."""
    found = _SIGNED.match(body)
    if found is None or found["author"].strip() not in frozenset(authors):
        return None
    return found["author"].strip(), (found["body"] or "").strip()


def write_marks(text: str, remarks: Iterable[Annotation]) -> str:
    """``text``, that of a section, with the open ``remarks`` on it as marks, each signed. Of several on the same words
    the first is in the text, the others are told in comments after it."""
    remarks = tuple(remarks)
    answers: dict[str, list[Annotation]] = {}
    for remark in remarks:
        if remark.reply_to and remark.state is State.OPEN:
            answers.setdefault(remark.reply_to, []).append(remark)
    shown = [
        remark
        for remark in remarks
        if remark.state is State.OPEN and remark.motivation in (Motivation.COMMENTING, Motivation.EDITING)
    ]
    whole = [remark for remark in shown if remark.target.quote is None or remark.target.start == remark.target.end]
    placed = [remark for remark in shown if remark not in whole and remark.target.end <= len(text)]
    placed.sort(key=lambda remark: (remark.target.start, remark.target.end, remark.created, remark.id))
    written = [_comment(remark.author, _told(remark)) + _thread(remark, answers) for remark in whole]
    at = 0
    for remark in placed:
        start, end = remark.target.start, remark.target.end
        if start < at:
            written.append(_comment(remark.author, _told(remark)) + _thread(remark, answers))
            continue
        written += [text[at:start], _marked(text[start:end], remark), _thread(remark, answers)]
        at = end
    return "".join([*written, text[at:]])


def _marked(words: str, remark: Annotation) -> str:
    instead = remark.replacement
    if remark.motivation is not Motivation.EDITING or instead is None:
        return f"{{=={words}==}}{_comment(remark.author, remark.body)}"
    by = _comment(remark.author, remark.body)
    if any(mark in words + instead for mark in ("~>", "~~}", "++}", "--}", "{")):
        return f"{{=={words}==}}{_comment(remark.author, _told(remark))}"
    if not instead:
        return f"{{--{words}--}}{by}"
    if instead.startswith(words):
        return f"{words}{{++{instead.removeprefix(words)}++}}{by}"
    return f"{{~~{words}~>{instead}~~}}{by}"


def _told(remark: Annotation) -> str:
    """A remark as words alone."""
    quoted = f"«{NBSP}{remark.target.quote.exact}{NBSP}»" if remark.target.quote and remark.target.quote.exact else ""
    if remark.replacement is not None:
        said = f"{quoted} → «{NBSP}{remark.replacement}{NBSP}»"
        return f"{said}. {remark.body}" if remark.body else said
    return f"{quoted} {remark.body}".strip() if remark.target.quote else remark.body


def _thread(remark: Annotation, answers: dict[str, list[Annotation]]) -> str:
    return "".join(
        _comment(answer.author, answer.body)
        for answer in sorted(answers.get(remark.id, ()), key=lambda each: (each.created, each.id))
    )


def _comment(author: str, body: str) -> str:
    said = f"{author}{NBSP}: {body}" if body else author
    return f"{{>>{said.replace('<<}', '<< }')}<<}}"


def known_comments(remarks: Iterable[Annotation]) -> Iterator[tuple[str, str, Annotation]]:
    """What ``write_marks`` says of each remark: author, words, remark."""
    for remark in remarks:
        for body in {remark.body, _told(remark)}:
            yield remark.author, " ".join(body.replace("<<}", "<< }").split()), remark
