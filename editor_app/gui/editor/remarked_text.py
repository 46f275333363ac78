"""The text with what proofreaders say of it: remarks stay on their words, proposed changes are seen in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QTextBlock, QTextLayout
from PySide6.QtWidgets import QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.editor.annotation_painting import Exposed, Signs, paint_remarks
from editor_app.gui.editor.markdown_styles import Span
from editor_app.gui.editor.proposed_painting import ProposedPainting
from editor_app.gui.editor.remarks import ProposedChange, Remark
from editor_app.gui.editor.word_track import WordTrack
from editor_app.gui.editor.written_text import WrittenText
from editor_app.gui.utf16 import Offsets, length_utf16, to_utf16

_FEW = 8
"""Blocks laid out again one by one; beyond, the whole text is."""


class RemarkedText(WrittenText):
    """Positions in its interface are code points of the whole text."""

    proposed_hidden = Signal()
    """Words that a change was proposed for were typed into: it is not shown any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        # Before Qt's part, which sets colours and font.
        self._remarks: WordTrack[Remark] = WordTrack()
        self._changes: WordTrack[ProposedChange] = WordTrack()
        self._signs: Signs | None = None
        super().__init__(parent)

    # Remarks

    def set_remarks(self, ranges: Sequence[Remark]) -> None:
        """Show these remarks, in the whole text as it is now, and no others."""
        place = Offsets(self.text() if ranges else "").to_utf16
        self._remarks.set((place(remark.start), place(remark.end), remark) for remark in ranges)
        self.viewport().update()

    def remarks(self) -> list[Remark]:
        """The remarks where they stand now; a remark whose words were removed is empty (start equals end)."""
        if not self._remarks:
            return []
        place = Offsets(self.text()).to_code_points
        return [replace(remark, start=place(start), end=place(end)) for start, end, remark in self._remarks]

    def remark_places(self) -> dict[str, tuple[int, int]]:
        """Start and end of each remark by its id, as ``remarks`` has them."""
        if not self._remarks:
            return {}
        place = Offsets(self.text()).to_code_points
        return {remark.id: (place(start), place(end)) for start, end, remark in self._remarks}

    def remark_at(self, position: int) -> Remark | None:
        """The remark on the fewest words around a UTF-16 position of the document."""
        around = self._remarks.within(position, position + 1)
        return min(around, key=lambda each: each[1] - each[0], default=(0, 0, None))[2]

    # Proposed changes

    def set_proposed(self, changes: Sequence[ProposedChange]) -> None:
        """Show these proposed changes, none over another, in the whole text as it is now."""
        place = Offsets(self.text() if changes else "").to_utf16
        wanted = [(place(change.start), place(change.end), change) for change in changes]
        before, now = ({_shown(each): each for each in places} for places in (self._changes, wanted))
        self._changes.set(wanted)
        differ = before.keys() ^ now.keys()
        if differ:
            self._decorate(self._blocks_of(before.get(key) or now[key] for key in differ))

    def proposed(self) -> list[ProposedChange]:
        """The proposed changes that are shown, where they stand now; one whose words were typed into is not."""
        place = Offsets(self.text()).to_code_points
        return [replace(change, start=place(start), end=place(end)) for start, end, change in self._changes]

    def _blocks_of(self, changes: Iterable[tuple[int, int, ProposedChange]]) -> set[int]:
        find = self.document().findBlock
        numbers: set[int] = set()
        for start, end, _ in changes:
            numbers.update(range(find(start).blockNumber(), find(end).blockNumber() + 1))
        return numbers

    def _decorate(self, numbers: set[int]) -> None:
        document = self.document()
        for number in numbers:
            block = document.findBlockByNumber(number)
            if block.isValid() and number < len(self._spans):
                block.layout().setFormats(self._formats_of(block, self._spans[number]))
                if len(numbers) <= _FEW:
                    document.markContentsDirty(block.position(), block.length())
        if len(numbers) > _FEW:
            document.markContentsDirty(0, document.characterCount())

    def _changes_in(self, block: QTextBlock) -> list[tuple[int, int, ProposedChange]]:
        return self._changes.within(block.position(), block.position() + block.length())

    def _gaps_in(self, block: QTextBlock) -> Mapping[int, float]:
        return self._proposed.gaps(block, self._changes_in(block)) if self._changes else {}

    def _decorated(self, block: QTextBlock) -> bool:
        return bool(self._changes) and bool(self._changes_in(block))

    def _decorated_from(self, block: QTextBlock, position: int) -> bool:
        return bool(self._changes) and bool(self._changes.within(position, block.position() + block.length()))

    def _formats_of(self, block: QTextBlock, spans: tuple[Span, ...]) -> list[QTextLayout.FormatRange]:
        ranges = super()._formats_of(block, spans)
        return ranges + self._proposed.formats(block, self._changes_in(block)) if self._changes else ranges

    # The text changes

    def _words_moved(self, position: int, removed: int, added: int) -> None:
        self._remarks.edit(position, removed, added)
        if self._changes and self._changes.edit(position, removed, added):
            # What was written in the words is not what was proposed for them.
            self._changes.set(each for each in self._changes if each[1] <= position or each[0] >= position + added)
            self.proposed_hidden.emit()

    def _text_loaded(self, lines: int) -> None:
        super()._text_loaded(lines)
        self._remarks.set([])
        self._changes.set([])

    def replace_in_lines(self, places: Iterable[tuple[int, int, int]], text: str) -> None:
        """As for any text, the remarks kept on their words."""
        kept, wanted = list(self._remarks), sorted(places, reverse=True)
        edits = []
        for line, start, end in wanted:
            block = self.document().findBlockByNumber(line)
            first, last = to_utf16(block.text(), start), to_utf16(block.text(), end)
            edits.append((block.position() + first, last - first, length_utf16(text)))
        super().replace_in_lines(wanted, text)
        # To Qt all this is one edit from the first place to the last.
        self._remarks.set(kept)
        for edit in edits:
            self._remarks.edit(*edit)
        self.viewport().update()

    # How it is set

    def set_colours(self, colours: Tokens) -> None:
        """Use these colours from now on."""
        self._signs = None
        self._proposed = ProposedPainting(colours, self.document().defaultFont())
        super().set_colours(colours)

    def set_text_size(self, pixels: int) -> None:
        """Set the text in that size; the column keeps its number of characters."""
        super().set_text_size(pixels)
        self._proposed = ProposedPainting(self._colours, self.document().defaultFont())
        self._decorate(self._blocks_of(self._changes))

    def paint_behind(self, exposed: Exposed) -> None:
        """Draw what stands behind the words of these blocks."""
        if not self._remarks or not exposed:
            return
        last = exposed[-1][0]
        remarks = self._remarks.within(exposed[0][0].position(), last.position() + last.length())
        if remarks:
            ratio = self.devicePixelRatioF()
            if self._signs is None or self._signs.ratio != ratio:
                self._signs = Signs(self._colours, ratio)
            paint_remarks(self.viewport(), exposed, remarks, self._colours, self._signs, self.text_size, self._gaps_in)

    def paint_proposed(self, exposed: Exposed) -> None:
        """Write the proposed words of these blocks."""
        if not self._changes:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block, _, top in exposed:
            changes = self._changes_in(block)
            if changes:
                self._proposed.paint(painter, block, top, changes)
        painter.end()


def _shown(place: tuple[int, int, ProposedChange]) -> tuple[int, int, str, tuple[str, ...]]:
    """What makes a proposed change look as it does."""
    start, end, change = place
    return start, end, change.id, change.options
