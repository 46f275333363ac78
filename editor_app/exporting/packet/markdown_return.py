"""Read a section's Markdown as a proofreader gave it back: with CriticMarkup in it, simply edited, or both."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from rapidfuzz.distance import LCSseq

from editor_app.errors import LettrineError
from editor_app.exporting.packet.files import MAX_NAME, MAX_REMARKS, Returned, refused
from editor_app.review.annotation import Annotation, Motivation, Target, quote, text_digest
from editor_app.review.changes import Cell, Change, Suggested, differences, suggested
from editor_app.review.criticmarkup import Comment, MarkedText, known_comments, read_marks, signed
from editor_app.review.foreign_ids import ForeignIds
from editor_app.storage.sections import read_text
from editor_app.storage.system_errors import unreadable

MAX_CHARACTERS: Final = 400_000
SUFFIXES: Final = frozenset({".md", ".markdown"})


def is_markdown(path: Path) -> bool:
    """Whether the file is Markdown, by its name."""
    return path.suffix.lower() in SUFFIXES


def read_markdown_return(
    path: Path,
    author: str | None,
    issue: str,
    texts: Mapping[str, Sequence[str]],
    remarks: Iterable[Annotation],
) -> Returned:
    """Read ``path``, named after a section, as the proofreading of ``author``. ``texts`` are those that each section
    has and had, today's first; ``remarks`` the letter's, which the file may repeat.

    Raises LettrineError for a file that is named after no section, cannot be read, or has nothing of the section left;
    and when ``author`` is missing, since no Markdown says who marked it.
    """
    section = path.stem
    if section not in texts:
        raise LettrineError(
            f"{path} : aucune rubrique de cette lettre ne s’appelle « {section[:60]} » ; "
            "donnez au fichier le nom de sa rubrique, par exemple editorial.md."
        )
    name = " ".join((author or "").split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise LettrineError(f"{path} : un texte en Markdown ne dit pas qui l’a relu ; ajoutez --by NOM.")
    try:
        source = read_text(path).text
        when = datetime.datetime.fromtimestamp(int(path.stat().st_mtime), datetime.UTC)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(source) > MAX_CHARACTERS:
        raise refused(path, "ce texte est bien plus long qu’une rubrique")
    try:
        marked, base = _on_known(source, Change(name, when), texts[section])
        found = tuple(_Remarks(marked, base, name, when, issue, section, remarks).all())
    except ValueError as error:
        raise refused(path, f"ce texte n’est plus celui de la rubrique « {section} »") from error
    if len(found) > MAX_REMARKS:
        raise refused(path, f"il y a plus de {MAX_REMARKS} remarques")
    return Returned(path, issue, name, found, {section: base})


def _on_known(source: str, change: Change, known: Sequence[str]) -> tuple[MarkedText, str]:
    """The marks on the text that they were made on: the one that is left without them, or the one most like it. What is
    otherwise in it was edited. Raises ValueError when nothing is like it."""
    marked = read_marks(source.rstrip("\n"), change)
    if base := next((text for text in known if text.rstrip("\n") == marked.base), ""):
        return marked, base
    words = marked.base.split()
    base = max(known, key=lambda text: LCSseq.normalized_similarity(words, text.split()), default="")
    if LCSseq.normalized_similarity(words, base.split()) < 1 / 3:
        raise ValueError("another text")
    own = [at for at, cell in enumerate(marked.cells) if cell.own]
    cells: list[Cell] = []
    places = [0] * (len(marked.cells) + 1)
    done = offset = 0

    def take(until: int) -> None:
        nonlocal done
        for at in range(done, until):
            places[at] = len(cells)
            cells.append(marked.cells[at])
        done = until

    for old, new, equal, at in differences(base.rstrip("\n"), marked.base):
        if not equal:
            cells += [Cell(letter, (at + n, at + n + 1), deleted=change) for n, letter in enumerate(old)]
        for n in range(len(new)):
            take(own[offset + n])
            cell = marked.cells[own[offset + n]]
            if equal:
                cell.source = (at + n, at + n + 1)
            else:
                cell.source, cell.own, cell.inserted = None, False, change
            take(own[offset + n] + 1)
        offset += len(new)
    take(len(marked.cells))
    places[len(marked.cells)] = len(cells)
    comments = tuple(replace(each, start=places[each.start], end=places[each.end]) for each in marked.comments)
    return MarkedText(base, cells, comments), base


class _Remarks:
    """Makes the remarks of one text."""

    def __init__(
        self,
        marked: MarkedText,
        base: str,
        author: str,
        when: datetime.datetime,
        issue: str,
        section: str,
        remarks: Iterable[Annotation],
    ) -> None:
        self._marked, self._base, self._author, self._when = marked, base, author, when
        self._issue, self._section = issue, section
        about = [remark for remark in remarks if remark.target.section == section]
        self._authors = {remark.author for remark in about} | {author}
        self._known = {(by, said): remark for by, said, remark in known_comments(about)}
        self._ids = ForeignIds(issue, author)
        self._digest = text_digest(base)

    def all(self) -> list[Annotation]:
        """Changes, then comments, in reading order; those that the letter has already are left out."""
        found: list[Annotation] = []
        told: dict[tuple[int, int], str] = {}
        others: list[Comment] = []
        comments: list[Annotation] = []
        answered: tuple[str, Target] | None = None
        for comment in self._marked.comments:
            signature = signed(comment.body, self._authors)
            by, said = signature or (self._author, comment.body)
            known = self._known.get((by, " ".join(said.split()))) if signature else None
            if known is not None or by != self._author:
                if comment.changes:
                    others.append(comment)
                answered = (known.id, known.target) if known is not None else None
                continue
            if comment.follows and answered is not None:
                comments.append(
                    self._annotation("replying", answered[1], Motivation.REPLYING, said, reply_to=answered[0])
                )
                continue
            answered = None
            if comment.changes:
                told[comment.start, comment.end] = said
            elif said:
                target = self._target(comment.start, comment.end)
                comments.append(self._annotation("commenting", target, Motivation.COMMENTING, said))
        for comment in others:  # a change that another made, or that the letter has: as if it were not there
            self._undo(comment.start, comment.end)
        sources = {
            self._base_range(start, end): body for (start, end), body in told.items() if self._base_range(start, end)
        }
        for each in suggested(self._marked.cells, self._base):
            if isinstance(each, Suggested):
                target = self._on(each.start, each.end)
                body = next(
                    (
                        said
                        for place, said in sources.items()
                        if place and each.start <= place[1] and place[0] <= each.end
                    ),
                    "",
                )
                found.append(
                    self._annotation("editing", target, Motivation.EDITING, body, replacement=each.replacement)
                )
        return [*found, *comments]

    def _undo(self, start: int, end: int) -> None:
        for cell in self._marked.cells[start:end]:
            if cell.own:
                cell.deleted = None
            else:
                cell.inserted = cell.deleted = None
                cell.text = ""

    def _base_range(self, start: int, end: int) -> tuple[int, int] | None:
        """The words of the base that the cells stand for; the place between two words for what was only written."""
        sources = [cell.source for cell in self._marked.cells[start:end] if cell.source]
        if sources:
            return sources[0][0], sources[-1][1]
        before = next((cell.source for cell in reversed(self._marked.cells[:start]) if cell.source), None)
        return (before[1], before[1]) if before else (0, 0)

    def _target(self, start: int, end: int) -> Target:
        found = self._base_range(start, end) or (0, 0)
        if found[0] == found[1]:
            return self._on(*_word_at(self._base, found[0]))
        return self._on(*found)

    def _on(self, start: int, end: int) -> Target:
        if start == end:
            return Target(self._issue, self._section, digest=self._digest)
        return Target(self._issue, self._section, start, end, quote(self._base, start, end), self._digest)

    def _annotation(
        self,
        kind: str,
        target: Target,
        motivation: Motivation,
        body: str,
        *,
        replacement: str | None = None,
        reply_to: str | None = None,
    ) -> Annotation:
        what = kind, target.section, target.digest, target.start, target.end, reply_to
        return Annotation(
            id=self._ids.of(self._author, "markdown", *what),
            motivation=motivation,
            target=target,
            author=self._author,
            created=self._when,
            modified=self._when,
            body=body,
            replacement=replacement,
            reply_to=reply_to,
        )


def _word_at(text: str, at: int) -> tuple[int, int]:
    """The word that ends, stands or begins there; nothing in an empty text."""
    while at and text[at - 1 : at].isspace():
        at -= 1
    start = end = at
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    if start == end:
        start = max(0, start - 1)
        end = min(len(text), start + 1)
    return start, end
