"""Reads the words of a Word document with what people did to them: tracked changes, comments, bookmarks.

WordprocessingML: ECMA-376, part 1, 17.13 (annotations); replies: [MS-DOCX] 2.5.4 (commentsExtended). Formatting, and
what tracks it, is left aside.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from editor_app.review.changes import BREAK, OBJECT, PARAGRAPH, Change

MAX_CHARACTERS: Final = 600_000
"""Of the words of one document, those struck out included."""
MAX_COMMENT: Final = 20_000
MARK: Final = PARAGRAPH
"""Ends a paragraph."""

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH_ID: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_WRITTEN: Final = frozenset({f"{_W}ins", f"{_W}moveTo"})
_STRUCK: Final = frozenset({f"{_W}del", f"{_W}moveFrom"})
_TRANSPARENT: Final = frozenset(
    f"{_W}{name}"
    for name in ("hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "bdo", "dir", "r")
)
_LINE_ENDS: Final = re.compile("[\\n\\r\\v\u2029]")
_LETTERS: Final = {"tab": "\t", "ptab": "\t", "cr": BREAK, "noBreakHyphen": "\u2011"}
_OBJECTS: Final = frozenset({"drawing", "pict", "object", "sym", "oMath", "oMathPara", "contentPart"})
_NOTES: Final = frozenset({"footnoteReference", "endnoteReference"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one manner: written since by ``inserted``, struck out by ``deleted``, or both, or neither."""

    text: str
    inserted: Change | None = None
    deleted: Change | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment. ``start`` and ``end`` are code points of all the words of the document, those written and those struck
    out included; ``parent`` is the number of the comment that it answers."""

    number: str
    start: int
    end: int
    author: str
    when: datetime.datetime | None
    body: str
    parent: str | None = None


@dataclass(slots=True)
class Revised:
    """All words of a document in reading order, each paragraph ended by ``MARK``, notes last in the order in which they
    are called; its comments; and where each bookmark begins in these words."""

    pieces: list[Piece] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    bookmarks: dict[str, int] = field(default_factory=dict)


class TooLongError(Exception):
    """The document has more words than any letter."""


def read_revised(
    body: Any,
    notes: Mapping[str, Any],
    comments: Any = None,
    extended: Any = None,
    *,
    change: Callable[[str, str], Change] | None = None,
) -> Revised:
    """The words of ``body`` (element ``w:body``) and of the parts ``notes`` (root elements by the name of what calls
    for their notes: ``footnoteReference``, ``endnoteReference``); ``comments`` and ``extended`` are the root elements
    of the comments' parts. ``change`` makes the author and the date of a change from what is written there. Raises
    TooLongError."""
    reader = _Reader(change or (lambda author, date: Change(author, moment(date) or _NEVER)))
    reader.blocks(body, None, None)
    for kind, number in list(reader.called):
        root = notes.get(kind)
        note = _numbered(root, number) if root is not None else None
        if note is not None:
            reader.note(note)
    found = Revised(reader.pieces, [], reader.bookmarks)
    if comments is not None:
        found.remarks = list(_remarks(comments, extended, reader.ranges))
    return found


def answers_by_place(remarks: Iterable[Remark]) -> list[Remark]:
    """The comments with those on the very words of an earlier one as answers to it: older LibreOffice forgets which
    comment another answers, and writes both on the same words."""
    firsts: dict[tuple[int, int], Remark] = {}
    found = []
    for remark in sorted(
        remarks, key=lambda each: (each.when or _NEVER, int(each.number) if each.number.isdecimal() else 0)
    ):
        first = firsts.setdefault((remark.start, remark.end), remark)
        answers = first is not remark and remark.parent is None and remark.end > remark.start
        found.append(replace(remark, parent=first.number) if answers else remark)
    return found


def moment(written: str) -> datetime.datetime | None:
    """A date as Word writes it; without a time zone it is taken for UTC. None for anything else."""
    try:
        when = datetime.datetime.fromisoformat(written[:40])
        when = when if when.tzinfo else when.replace(tzinfo=datetime.UTC)
        return when.astimezone(datetime.UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None


_NEVER: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class _Reader:
    def __init__(self, change: Callable[[str, str], Change]) -> None:
        self.pieces: list[Piece] = []
        self.bookmarks: dict[str, int] = {}
        self.ranges: dict[str, tuple[int, int]] = {}
        self.called: dict[tuple[str, str], None] = {}
        self._change = change
        self._at = 0
        self._leading = False

    def blocks(self, parent: Any, inserted: Change | None, deleted: Change | None) -> None:
        """What stands in a body, a cell or a note."""
        for child in parent:
            name = _local(child)
            if name == "p":
                self._paragraph(child, inserted, deleted)
            elif name in ("tbl", "sdt", "sdtContent", "tc", "customXml", *(_local_names(_WRITTEN | _STRUCK))):
                self.blocks(child, *self._within(child, inserted, deleted))
            elif name == "tr":
                rows = child.find(f"{_W}trPr")
                state = inserted, deleted
                for mark in () if rows is None else rows:
                    state = self._within(mark, *state)
                self.blocks(child, *state)
            else:
                self._place(child)

    def note(self, note: Any) -> None:
        """A note; what stands between its number and its first word is not its own."""
        self._leading = True
        self.blocks(note, None, None)
        self._leading = False

    def _paragraph(self, paragraph: Any, inserted: Change | None, deleted: Change | None) -> None:
        mark = inserted, deleted
        properties = paragraph.find(f"{_W}pPr/{_W}rPr")
        for child in () if properties is None else properties:
            mark = self._within(child, *mark)
        self._runs(paragraph, inserted, deleted)
        self._add(MARK, *mark)

    def _runs(self, parent: Any, inserted: Change | None, deleted: Change | None) -> None:
        for child in parent:
            tag = child.tag
            if tag in _TRANSPARENT:
                self._runs(child, inserted, deleted)
            elif tag in _WRITTEN or tag in _STRUCK:
                self._runs(child, *self._within(child, inserted, deleted))
            else:
                self._leaf(child, inserted, deleted)

    def _leaf(self, leaf: Any, inserted: Change | None, deleted: Change | None) -> None:
        name = _local(leaf)
        if name in ("t", "delText"):
            self._add(_LINE_ENDS.sub(" ", leaf.text or ""), inserted, deleted)
        elif name in _LETTERS:
            self._add(_LETTERS[name], inserted, deleted)
        elif name == "br":
            if leaf.get(f"{_W}type") not in ("page", "column"):
                self._add(BREAK, inserted, deleted)
        elif name in _OBJECTS:
            self._add(OBJECT, inserted, deleted)
        elif name in _NOTES:
            if deleted is None or inserted is None:
                self.called.setdefault((name, leaf.get(f"{_W}id", "")))
            self._add(OBJECT, inserted, deleted)
        elif name == "AlternateContent":
            for choice in leaf:
                self._runs(choice, inserted, deleted)
                break
        else:
            self._place(leaf)

    def _place(self, mark: Any) -> None:
        name, number = _local(mark), mark.get(f"{_W}id", "")
        if name == "bookmarkStart":
            self.bookmarks.setdefault(mark.get(f"{_W}name", ""), self._at)
        elif name == "commentRangeStart":
            self.ranges.setdefault(number, (self._at, self._at))
        elif name in ("commentRangeEnd", "commentReference"):
            start, end = self.ranges.setdefault(number, (self._at, self._at))
            if name == "commentRangeEnd":
                self.ranges[number] = start, max(end, self._at)

    def _within(
        self, mark: Any, inserted: Change | None, deleted: Change | None
    ) -> tuple[Change | None, Change | None]:
        if mark.tag in _WRITTEN or _local(mark) == "cellIns":
            return self._made(mark), deleted
        if mark.tag in _STRUCK or _local(mark) == "cellDel":
            return inserted, self._made(mark)
        return inserted, deleted

    def _made(self, mark: Any) -> Change:
        return self._change(mark.get(f"{_W}author", ""), mark.get(f"{_W}date", ""))

    def _add(self, text: str, inserted: Change | None, deleted: Change | None) -> None:
        if self._leading:
            text = text.lstrip()
            self._leading = not text
        if not text:
            return
        self._at += len(text)
        if self._at > MAX_CHARACTERS:
            raise TooLongError
        self.pieces.append(Piece(text, inserted, deleted))


def _remarks(comments: Any, extended: Any, ranges: Mapping[str, tuple[int, int]]) -> Iterator[Remark]:
    parents = _parents(extended)
    numbers: dict[str, str] = {}
    found = [child for child in comments if child.tag == f"{_W}comment"]
    for comment in found:
        for paragraph in comment.iter(f"{_W}p"):
            if identifier := paragraph.get(_PARAGRAPH_ID):
                numbers[identifier] = comment.get(f"{_W}id", "")
    for comment in found:
        number = comment.get(f"{_W}id", "")
        if number not in ranges:
            continue
        paragraphs = list(comment.iter(f"{_W}p"))
        last = paragraphs[-1].get(_PARAGRAPH_ID, "") if paragraphs else ""
        body = "\n".join("".join(_said(paragraph)) for paragraph in paragraphs).strip()
        yield Remark(
            number,
            *ranges[number],
            comment.get(f"{_W}author", ""),
            moment(comment.get(f"{_W}date", "")),
            body[:MAX_COMMENT],
            numbers.get(parents.get(last, "")),
        )


def _said(paragraph: Any) -> Iterable[str]:
    for node in paragraph.iter():
        name = _local(node)
        if name == "t":
            yield node.text or ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "tab":
            yield " "


def _parents(extended: Any) -> dict[str, str]:
    """The paragraph of the comment answered, by that of the answer."""
    if extended is None:
        return {}
    return {
        each.get(f"{_EXTENDED}paraId", ""): each.get(f"{_EXTENDED}paraIdParent", "")
        for each in extended
        if each.get(f"{_EXTENDED}paraIdParent")
    }


def _numbered(root: Any, number: str) -> Any:
    return next((note for note in root if note.get(f"{_W}id") == number), None)


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _local_names(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(tag.rpartition("}")[2] for tag in tags)
