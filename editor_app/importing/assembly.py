"""Puts the pieces of a published letter in their places: title, editorial, *sommaire*, sections, dates, picture."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from editor_app.importing import recognition
from editor_app.importing.notes import bring_home
from editor_app.importing.pieces import Piece
from editor_app.issue.model import Issue, Picture
from editor_app.issue.naming import section_file, section_id
from editor_app.issue.outline import Kind, Outline, Person, Section, Status

UNSORTED: Final = "Texte à classer"
"""Title of the section for text whose place could not be told."""
_MAX_TITLE: Final = 300
_PICTURE: Final = re.compile(r'!\[(?P<alt>[^\[\]]*)\]\((?P<file>media/[^()\s]+)(?:\s+"(?P<caption>[^"]*)")?\)')
_WITH_ARTICLES: Final = (Kind.PROGRAMME, Kind.PRIORITY)


@dataclass(frozen=True, slots=True)
class Imported:
    """A letter out of a file. ``texts`` has Markdown by section id, ``media`` pictures by path in the issue's folder
    (``media/…``); ``not_understood`` are French sentences on what was guessed or could not be placed."""

    issue: Issue
    texts: dict[str, str]
    media: dict[str, bytes] = field(default_factory=dict)
    not_understood: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class _Draft:
    """A section being filled."""

    kind: Kind
    title: str
    author: Person | None = None
    number: int | None = None
    body: list[str] = field(default_factory=list)
    children: list[_Draft] = field(default_factory=list)


def assemble(
    pieces: Iterable[Piece],
    *,
    name: str,
    language: str | None = None,
    picture: Picture | None = None,
    media: Mapping[str, bytes] | None = None,
    notes: Iterable[str] = (),
    number: int | None = None,
    date: datetime.date | None = None,
) -> Imported:
    """The letter in ``pieces``. ``name`` stands in for a title that is not there; ``language``, ``picture``, ``media``,
    ``notes``, ``number`` and ``date`` are what the reader of the file found already."""
    letter = _Letter(list(pieces), list(notes))
    letter.read()
    title = letter.title
    if not title:
        title = name
        letter.note(None, f"aucun titre n’a été trouvé ; « {name} » en tient lieu")
    number = number or recognition.letter_number(title)
    if number is None:
        number = 1
        letter.note(None, "le numéro de la lettre n’a pas été trouvé ; 1 en tient lieu")
    if language is None:
        language = recognition.language(letter.all_text())
        if language is None:
            letter.note(None, "trop peu de texte pour reconnaître la langue ; le français est supposé")
    sections, texts = letter.sections()
    issue = Issue(
        id=str(uuid.uuid4()),
        number=number,
        title=title,
        outline=Outline(sections),
        language=language or "fr",
        date=date or letter.date,
        modified=letter.modified,
        picture=picture or letter.picture,
    )
    return Imported(issue, texts, dict(media or {}), tuple(letter.notes))


class _Letter:
    """Reads the pieces once, in order; each goes to the section that is open."""

    def __init__(self, pieces: list[Piece], notes: list[str]) -> None:
        self.title = ""
        self.notes = notes
        self.date: datetime.date | None = None
        self.modified: datetime.date | None = None
        self.picture: Picture | None = None
        self._pieces = pieces
        self._drafts: list[_Draft] = []
        self._open: _Draft | None = None
        self._entries: list[str] = []
        self._section_level = 0
        self._first_level = 0

    def note(self, line: int | None, sentence: str) -> None:
        self.notes.append(f"{sentence[0].upper()}{sentence[1:]}." if line is None else f"Ligne {line} : {sentence}.")

    def read(self) -> None:
        pieces = self._without_title()
        levels = [piece.level for piece in pieces if piece.level]
        self._section_level = min(levels, default=0)
        self._entries = _entries(pieces)
        for piece in pieces:
            self._place(piece)
        self._complete_from_entries()

    def all_text(self) -> str:
        return " ".join(piece.plain for piece in self._pieces)

    # Placing

    def _without_title(self) -> list[Piece]:
        index = _title_index(self._pieces)
        if index is None:
            return self._pieces
        self.title = self._pieces[index].plain
        return [*self._pieces[:index], *self._pieces[index + 1 :]]

    def _place(self, piece: Piece) -> None:
        line = piece.plain
        if not piece.items and "\n" not in line:
            if recognition.is_furniture(line) or self._take_date(line):
                return
            if recognition.is_picture_mark(line):
                self._take_picture(piece)
                return
            if self._opens_section(piece):
                return
            if self._is_lead_picture(piece):
                return
        if self._open is not None and self._open.kind is Kind.SUMMARY and self._is_entries(piece):
            return
        if piece.level:
            self._heading(piece)
        else:
            self._text(piece)

    def _take_date(self, line: str) -> bool:
        changed, out = recognition.modified(line), recognition.published(line)
        if changed is not None and (self.modified is None or self.modified == changed):
            self.modified = changed
            return True
        if changed is None and out is not None and (self.date is None or self.date == out):
            self.date = out
            return True
        return False

    def _take_picture(self, piece: Piece) -> None:
        if self.picture is None and not any(draft.body for draft in self._drafts):
            self.picture = Picture()
        else:
            self.note(piece.line, f"une image se trouvait là (« {piece.plain} ») ; remettez-la en place")

    def _is_lead_picture(self, piece: Piece) -> bool:
        """Take a picture that stands alone before any text for the letter's."""
        found = _PICTURE.fullmatch(piece.markdown.strip())
        if found is None or self.picture is not None or any(draft.body for draft in self._drafts):
            return False
        description = "" if recognition.is_picture_mark(found["alt"]) else found["alt"]
        self.picture = Picture(found["file"], description, found["caption"] or "")
        return True

    def _opens_section(self, piece: Piece) -> bool:
        """Whether the line is the heading of a section, which is then open."""
        line = piece.plain
        if piece.level and piece.level > max(self._section_level, 1) + 1:
            return False
        signed = recognition.editorial(line)
        if signed is not None and not self._has(Kind.EDITORIAL):
            self._start(_Draft(Kind.EDITORIAL, signed[0], signed[1]))
        elif recognition.is_summary(line) and not self._has(Kind.SUMMARY):
            self._start(_Draft(Kind.SUMMARY, line))
        elif (found := recognition.priority(line)) is not None:
            self._start(self._again(*found) or _Draft(Kind.PRIORITY, found[1] or line, number=found[0]))
        elif not piece.level and recognition.folded(line) in self._entries:
            self._start(_Draft(self._kind(line), line))
        else:
            return False
        return True

    def _has(self, kind: Kind) -> bool:
        return any(draft.kind is kind for draft in self._drafts)

    def _kind(self, title: str) -> Kind:
        kind = recognition.kind_of(title)
        return Kind.FREE if self._has(kind) else kind

    def _again(self, number: int, title: str) -> _Draft | None:
        """The priority that a *sommaire* without bullets has announced, and whose text begins now."""
        for draft in self._drafts:
            if (
                draft.number == number
                and not draft.body
                and recognition.folded(draft.title) == recognition.folded(title)
            ):
                return draft
        return None

    def _start(self, draft: _Draft) -> None:
        if draft not in self._drafts:
            self._drafts.append(draft)
        self._open = draft

    def _heading(self, piece: Piece) -> None:
        """A heading that no pattern knows: a section, an article of one, or a subheading of the text."""
        if piece.level <= self._section_level:
            self._start(_Draft(self._kind(piece.plain), piece.plain))
            return
        parent = self._drafts[-1] if self._drafts else None
        if parent is not None and parent.kind in _WITH_ARTICLES and piece.level == self._section_level + 1:
            self._open = _Draft(Kind.ARTICLE, piece.plain)
            parent.children.append(self._open)
            return
        depth = piece.level - self._section_level - (self._open is not None and self._open.kind is Kind.ARTICLE)
        self._text(replace(piece, markdown=f"{'#' * max(1, depth)} {piece.markdown}"))

    def _is_entries(self, piece: Piece) -> bool:
        """Whether the piece lists sections, under the heading of the *sommaire*."""
        assert self._open is not None  # noqa: S101  asked only then
        return bool(piece.items) and not self._open.body

    def _text(self, piece: Piece) -> None:
        if self._open is None or self._open.kind is Kind.SUMMARY:
            unsorted = next((draft for draft in self._drafts if draft.title == UNSORTED), None)
            if unsorted is None:
                unsorted = _Draft(Kind.FREE, UNSORTED)
                self._drafts.append(unsorted)
            self._open = unsorted
        if self._open.title == UNSORTED and self._open.kind is Kind.FREE:
            start = " ".join(piece.plain.split())[:50]
            self.note(piece.line, f"« {start}… » n’est sous aucune rubrique ; ce texte est dans « {UNSORTED} »")
        elif _looks_like_heading(piece):
            self.note(piece.line, f"« {piece.plain} » ressemble à un intertitre ; ce texte est gardé en paragraphe")
        self._open.body.append(piece.markdown)

    # Completing

    def _complete_from_entries(self) -> None:
        """A section for each entry of the *sommaire* that has none yet, after that of the entry before it."""
        summary = next((draft for draft in self._drafts if draft.kind is Kind.SUMMARY), None)
        if summary is None:
            return
        after = summary
        for piece in self._pieces:
            if not piece.items or not self._lists_sections(piece):
                continue
            for item in piece.items:
                after = self._entry(item, after)

    def _lists_sections(self, piece: Piece) -> bool:
        return {recognition.folded(item) for item in piece.items} <= set(self._entries)

    def _entry(self, item: str, after: _Draft) -> _Draft:
        found = recognition.priority(item)
        number, title = found if found else (None, item)
        title = title or item
        kind = Kind.PRIORITY if found else self._kind(item)
        for draft in self._drafts:
            same = recognition.folded(draft.title) == recognition.folded(title)
            if same or (number is not None and draft.number == number):
                if not same:
                    self.note(None, f"priorité {number} : « {title} » au sommaire, « {draft.title} » dans le texte")
                return draft
        new = _Draft(kind, title, number=number)
        self._drafts.insert(self._drafts.index(after) + 1, new)
        return new

    def sections(self) -> tuple[tuple[Section, ...], dict[str, str]]:
        """The sections in their order, the editorial first, and the text of each that has a file."""
        drafts = sorted(self._drafts, key=lambda draft: draft.kind is not Kind.EDITORIAL)
        numbers = [draft.number for draft in drafts if draft.kind is Kind.PRIORITY]
        for rank, number in enumerate(numbers, start=1):
            if number is not None and number != rank:
                self.note(None, f"la priorité {number} devient la priorité {rank}, d’après sa place")
        bring_home([each.body for draft in drafts for each in (draft, *draft.children)])
        texts: dict[str, str] = {}
        taken: set[str] = set()
        return tuple(_section(draft, texts, taken) for draft in drafts), texts


def _section(draft: _Draft, texts: dict[str, str], taken: set[str]) -> Section:
    identifier = section_id(draft.kind, draft.title, taken)
    taken.add(identifier)
    derived = draft.kind is Kind.SUMMARY
    if not derived:
        texts[identifier] = "\n\n".join(draft.body) + ("\n" if draft.body else "")
    return Section(
        id=identifier,
        kind=draft.kind,
        title=draft.title,
        status=Status.DRAFT if draft.body or derived else Status.TODO,
        file=None if derived else section_file(identifier),
        author=draft.author,
        children=tuple(_section(child, texts, taken) for child in draft.children),
    )


def _entries(pieces: list[Piece]) -> list[str]:
    """The folded entries of the lists that follow the heading of the *sommaire*."""
    entries: list[str] = []
    under = False
    for piece in pieces:
        if recognition.is_summary(piece.plain):
            under = True
        elif under and piece.items:
            entries.extend(recognition.folded(item) for item in piece.items)
        elif under:
            break
    return entries


def _title_index(pieces: list[Piece]) -> int | None:
    """Where the title is: a heading whose rank is above all others', or one followed at once by its equal; else the
    first line, when it stands before every heading."""
    headings = [index for index, piece in enumerate(pieces) if piece.level]
    levels = [pieces[index].level for index in headings]
    for index in headings:
        piece = pieces[index]
        alone = levels.count(piece.level) == 1 and piece.level == min(levels)
        bare = index == headings[0] and index + 1 < len(pieces) and pieces[index + 1].level > 0
        if (alone or bare) and not _is_section(piece):
            return index
    for index, piece in enumerate(pieces):
        line = piece.plain
        if recognition.is_furniture(line) or recognition.is_picture_mark(line):
            continue
        dated = recognition.modified(line) or recognition.published(line)
        fits = not piece.level and not piece.items and "\n" not in line and len(line) <= _MAX_TITLE
        return index if fits and not dated and not _is_section(piece) else None
    return None


def _is_section(piece: Piece) -> bool:
    line = piece.plain
    return bool(recognition.editorial(line) or recognition.priority(line) or recognition.is_summary(line))


def _looks_like_heading(piece: Piece) -> bool:
    line = piece.plain
    return (
        not piece.level
        and not piece.items
        and "\n" not in line
        and 3 <= len(line) <= 80
        and line[0].isupper()
        and line[-1].isalnum()
        and " " in line
    )
