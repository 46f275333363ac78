"""Makes remarks on a letter of what people did to its Word file, once that is laid over what went out."""

from __future__ import annotations

import datetime
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from editor_app.exporting.packet.word.alignment import Aligned
from editor_app.exporting.packet.word.base import KnownRemark, WordBase
from editor_app.exporting.packet.word.making import HEAD
from editor_app.exporting.packet.word.people import Saved
from editor_app.exporting.packet.word.revisions import MARK, Remark, Revised
from editor_app.review.annotation import Annotation, Motivation, Target, quote, text_digest
from editor_app.review.changes import OBJECT, Cell, Suggested, Unplaced, suggested
from editor_app.review.foreign_ids import ForeignIds
from editor_app.review.sign_off import Verdict

MAX_SHOWN: Final = 200
"""Of words that a remark repeats because it has no place of its own, in code points."""

_ADDED_OBJECT: Final = (
    "Une image ou un objet a été ajouté ici dans Word\u202f; il n’est pas repris\u00a0: demandez le fichier."
)


class WordRemarks:
    """Makes the remarks of one file."""

    def __init__(self, base: WordBase, saved: Saved, revised: Revised, aligned: Aligned) -> None:
        self._base, self._saved, self._revised = base, saved, revised
        self._cells, self._owners, self._places = aligned.cells, aligned.owners, aligned.places
        self._digests = {section: text_digest(text) for section, text in base.texts.items()}
        self._ids = ForeignIds(base.issue, base.reader)
        self._first = next(iter(base.texts), "")

    def all(self) -> Iterator[Annotation]:
        """Changes first, then comments, each in reading order, answers after what they answer."""
        yield from self._changes()
        yield from self._comments()

    # Changes

    def _changes(self) -> Iterator[Annotation]:
        at = 0
        for (section, placed), run in groupby(self._owners, self._kind):
            stop = at + sum(1 for _ in run)
            cells = self._cells[at:stop]
            if any(cell.changed for cell in cells):
                text = self._base.texts.get(section, "") if placed else ""
                for each in suggested(cells, text):
                    if isinstance(each, Suggested):
                        yield self._suggestion(each, section)
                    else:
                        yield from self._unplaced(each, section, at)
                yield from self._objects(at, stop, section)
            at = stop

    def _kind(self, owner: int) -> tuple[str, bool]:
        """The section that a paragraph shows words of, and whether they are in its text."""
        paragraph = self._base.paragraphs[owner]
        return paragraph.section, bool(paragraph.same)

    def _suggestion(self, made: Suggested, section: str) -> Annotation:
        return self._annotation(
            "editing",
            made.author,
            made.when,
            self._on(section, made.start, made.end),
            motivation=Motivation.EDITING,
            replacement=made.replacement,
        )

    def _unplaced(self, made: Unplaced, section: str, first: int) -> Iterator[Annotation]:
        """A change of words that stand in no section's text, such as a heading: said, so that none is lost."""
        if self._base.paragraphs[self._owners[first + made.at]].text in HEAD:
            return
        before, after = _shown(made.before), _shown(made.after)
        if not before and not after:
            return
        said = f"Remplacer {before} par {after}." if before and after else f"Ajouter {after}." if after else ""
        yield self._annotation(
            "unplaced", made.author, made.when, self._near(first + made.at, section), body=said or f"Retirer {before}."
        )

    def _objects(self, first: int, stop: int, section: str) -> Iterator[Annotation]:
        """Pictures and the like that were added: nothing of them is taken, so it is said where they are."""
        for at in range(first, stop):
            made = self._cells[at].inserted
            if made is not None and self._cells[at].text == OBJECT and self._cells[at].deleted is None:
                yield self._annotation("object", made.author, made.when, self._near(at, section), body=_ADDED_OBJECT)

    # Comments

    def _comments(self) -> Iterator[Annotation]:
        known: dict[tuple[str, str], list[KnownRemark]] = defaultdict(list)
        for remark in self._base.remarks:
            known[remark.author, _folded(remark.body)].append(remark)
        ids: dict[str, tuple[str, Target]] = {}
        numbers = {each.number for each in self._revised.remarks}
        answers: dict[str, list[Remark]] = defaultdict(list)
        ready: deque[Remark] = deque()
        for each in sorted(self._revised.remarks, key=lambda each: (each.start, each.when or self._saved.when)):
            if each.parent in numbers and each.parent is not None:
                answers[each.parent].append(each)
            else:  # what it answered may no longer be there
                ready.append(replace(each, parent=None))
        while ready or answers:
            if not ready:  # answers to one another
                ready.extend(replace(each, parent=None) for each in answers.popitem()[1])
            each = ready.popleft()
            ready.extend(answers.pop(each.number, ()))
            originals = known.get((each.author, _folded(each.body)))
            if originals:
                original = originals.pop(0)
                ids[each.number] = original.id, Target(self._base.issue, original.section)
                continue
            made = self._comment(each, self._saved.name(each.author), ids)
            if made is not None:
                ids[each.number] = made.id, made.target
                yield made

    def _comment(self, said: Remark, author: str, ids: dict[str, tuple[str, Target]]) -> Annotation | None:
        if not said.body:
            return None
        when = said.when or self._saved.when
        if said.parent in ids and said.parent is not None:
            answered, target = ids[said.parent]
            return self._annotation(
                "replying", author, when, target, motivation=Motivation.REPLYING, body=said.body, reply_to=answered
            )
        first, last = self._places[said.start], self._places[said.end]
        verdict = _verdict(said.body)
        owner = self._owners[min(first, len(self._owners) - 1)]
        paragraph = self._base.paragraphs[owner]
        if verdict and paragraph.heading:
            target = self._whole(paragraph.section)
            return self._annotation("assessing", author, when, target, motivation=Motivation.ASSESSING, verdict=verdict)
        found = self._words(first, last)
        if found is not None:
            return self._annotation("commenting", author, when, self._on(*found), body=said.body)
        body = said.body
        if not paragraph.heading:
            words = _shown("".join(cell.text for cell in self._cells[first:last]) or paragraph.text)
            body = f"Sur {words}\u00a0: {body}"
        return self._annotation("commenting", author, when, self._whole(paragraph.section), body=body)

    def _words(self, first: int, last: int) -> tuple[str, int, int] | None:
        """The section and the words of its text that the cells ``[first, last)`` show; of a place between words, those
        of the word next to it. None where only words that are in no text are shown."""
        while first < last and self._cells[first].text.isspace():
            first += 1
        while last > first and self._cells[last - 1].text.isspace():
            last -= 1
        placed = [at for at in range(first, last) if self._cells[at].source]
        if not placed:
            near = self._nearest(min(first, len(self._cells) - 1))
            if near is None:
                return None
            placed = self._word_around(near)
        section = self._section(placed[0])
        placed = [at for at in placed if self._section(at) == section]
        sources = [source for at in placed if (source := self._cells[at].source)]
        return section, min(start for start, _ in sources), max(end for _, end in sources)

    def _nearest(self, at: int) -> int | None:
        """The cell next to ``at`` in the same paragraph, before it or else after, that stands for words of a text."""
        owner = self._owners[at]
        for step in (-1, 1):
            place = at
            while 0 <= place < len(self._cells) and self._owners[place] == owner:
                cell = self._cells[place]
                if cell.source and not cell.text.isspace():
                    return place
                place += step
        return None

    def _word_around(self, at: int) -> list[int]:
        first = last = at
        while first and _same_word(self._cells[first - 1], self._cells[first]):
            first -= 1
        while last + 1 < len(self._cells) and _same_word(self._cells[last + 1], self._cells[last]):
            last += 1
        return list(range(first, last + 1))

    def _section(self, at: int) -> str:
        return self._base.paragraphs[self._owners[at]].section

    # Remarks

    def _near(self, at: int, section: str) -> Target:
        near = self._nearest(at)
        if near is None:
            return self._whole(section)
        sources = [source for place in self._word_around(near) if (source := self._cells[place].source)]
        return self._on(self._section(near), min(s for s, _ in sources), max(e for _, e in sources))

    def _whole(self, section: str) -> Target:
        section = section or self._first
        return Target(self._base.issue, section, digest=self._digests.get(section, ""))

    def _on(self, section: str, start: int, end: int) -> Target:
        text = self._base.texts[section]
        return Target(self._base.issue, section, start, end, quote(text, start, end), self._digests[section])

    def _annotation(
        self,
        kind: str,
        author: str,
        when: datetime.datetime,
        target: Target,
        *,
        motivation: Motivation = Motivation.COMMENTING,
        body: str = "",
        replacement: str | None = None,
        verdict: str | None = None,
        reply_to: str | None = None,
    ) -> Annotation:
        what: Sequence[object] = (kind, target.section, target.digest, target.start, target.end, reply_to)
        if kind != "editing":  # of two comments on the same words, the date tells; a changed suggestion is the same one
            what = (*what, when.isoformat())
        return Annotation(
            id=self._ids.of(author, *what),
            motivation=motivation,
            target=target,
            author=author,
            created=when,
            modified=max(when, self._saved.when),
            body=body,
            replacement=replacement,
            verdict=verdict,
            reply_to=reply_to,
        )


def _same_word(one: Cell, other: Cell) -> bool:
    return bool(one.source and other.source) and one.text.isalnum() and other.text.isalnum()


def _verdict(body: str) -> str | None:
    said = _folded(body).strip(" .!«»\"'")
    return next((verdict.value for verdict in Verdict if verdict.value == said), None)


def _folded(body: str) -> str:
    return " ".join(body.split()).casefold()


def _shown(words: str) -> str:
    """Words in quotation marks; nothing where there are none."""
    line = " ".join(words.replace(OBJECT, "").replace(MARK, " ").split())
    return f"«\u00a0{line[:MAX_SHOWN]}{'…' if len(line) > MAX_SHOWN else ''}\u00a0»" if line else ""
