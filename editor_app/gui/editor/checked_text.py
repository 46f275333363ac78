"""The text with what is said of it: findings under the words, remarks behind them, both moving with their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic

from PySide6.QtCore import QPoint, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.editor.annotation_painting import (
    Exposed,
    ascent,
    paint_findings,
    paint_no_break_spaces,
)
from editor_app.gui.editor.folding import Folding
from editor_app.gui.editor.line_marks import LineMarks, Mark
from editor_app.gui.editor.overlay import Overlay
from editor_app.gui.editor.remarked_text import RemarkedText
from editor_app.gui.editor.splice import SpliceHistory
from editor_app.gui.editor.squiggles import GAP, HEIGHT, Squiggles
from editor_app.gui.editor.text_segments import segments
from editor_app.gui.editor.undo_step import one_step
from editor_app.gui.utf16 import to_utf16
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity

STILL = 0.7  # seconds without a key after which the word under the cursor is no longer being typed


class CheckedText(RemarkedText):
    """Holds and paints the findings and remarks of a section; explaining them is the editor's.

    Positions in its interface are code points: within the line for diagnostics, in the whole text for remarks.
    """

    checked = Signal(int)
    """Every diagnostic of that revision is on screen."""
    word_accepted = Signal(str)
    """The person wants this word among the issue's own."""
    ignored = Signal(object)
    ignored_everywhere = Signal(object)
    """The Diagnostic whose rule and words are to be left alone in the whole letter."""
    """``(line, diagnostic)`` that the person does not want to see here any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = LineMarks()
        self._history = SpliceHistory()
        self._squiggles: Squiggles | None = None
        self._no_break_shown = False
        self.overlay = Overlay(self)
        self.folding = Folding(self)
        self._to_announce: int | None = None
        self._typing = False
        self._cursor_follows_edit = False
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.timeout.connect(self._rested)
        self._last_key = 0.0
        self.cursorPositionChanged.connect(self._cursor_moved)

    def colours(self) -> Tokens:
        """The colours in use."""
        return self._colours

    def set_colours(self, colours: Tokens) -> None:
        """Use these colours from now on."""
        self._squiggles = None
        super().set_colours(colours)

    def show_no_break_spaces(self, shown: bool) -> None:
        """Draw a sign in every no-break space, or no longer."""
        self._no_break_shown = shown
        self.viewport().update()

    # Findings ---------------------------------------------------------------------------------------------------------

    def show_diagnostics(self, revision: int, lines: Mapping[int, Sequence[Diagnostic]], complete: bool) -> list[int]:
        """Show what was found in these lines of ``revision``, in place of what they showed; the lines, as they are
        numbered now, that show it.

        Lines are numbered as in that revision; those edited since are left alone. An answer about a text that was
        replaced is dropped. With ``complete`` nothing more is to come for that revision: ``checked`` says so once it
        is painted.
        """
        if not self._history.knows(revision):
            return []
        shown: list[int] = []
        first, last = self._visible_lines()
        changed: list[QTextBlock] = []
        for line, now in self._history.since(revision, lines).items():
            if not 0 <= now < len(self._marks):
                continue
            shown.append(now)
            block = self.document().findBlockByNumber(now)
            text = block.text()
            found = [item for item in lines[line] if 0 <= item.start < item.end <= len(text)]
            if self._marks.show(now, text, found) and first <= now <= last:
                changed.append(block)
        if len(changed) > 8:
            self.viewport().update()
        else:
            for block in changed:
                self._repaint(block)
        if complete:
            self._announce(revision, bool(changed))
        return shown

    def _announce(self, revision: int, painting: bool) -> None:
        window = self.window().windowHandle()
        if painting and self.viewport().isVisible() and window is not None and window.isExposed():
            self._to_announce = revision
        else:
            self.checked.emit(revision)

    def diagnostics(self) -> list[tuple[int, Diagnostic]]:
        """Line and diagnostic (code points within the line) of all that is held now, advice included."""
        find = self.document().findBlockByNumber
        return [(line, self._marks.diagnostic(mark, find(line).text())) for line, mark in self._marks.flagged()]

    def diagnostics_of(self, line: int) -> list[Diagnostic]:
        """What is held now of one line (code points within it), from left to right."""
        text = self.document().findBlockByNumber(line).text()
        return [self._marks.diagnostic(mark, text) for mark in self._marks.of(line)]

    def go_to(self, line: int, start: int, end: int) -> None:
        """Select that range of a line (code points within it) and bring it to the middle of the view."""
        block = self.document().findBlockByNumber(line)
        if not block.isValid():
            return
        text = block.text()
        self._select(block.position() + to_utf16(text, start), block.position() + to_utf16(text, end))

    def select(self, start: int, end: int) -> None:
        """Select ``[start, end)`` of the whole text (code points) and bring it to the middle of the view."""
        text = self.text()
        self._select(to_utf16(text, start), to_utf16(text, end))

    def _select(self, start: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.centerCursor()

    def apply(self, line: int, diagnostic: Diagnostic, replacement: str) -> bool:
        """Put ``replacement`` in place of what the diagnostic covers, in one undo step.

        False, and nothing is changed, when the flagged words no longer stand in that line.
        """
        nearest = self._nearest(line, diagnostic)
        return nearest is not None and self.correct(line, nearest, replacement)

    def _nearest(self, line: int, diagnostic: Diagnostic) -> Mark | None:
        """The mark of a line that shows the same finding, closest to where it was."""
        marks = [
            mark
            for mark in (self._marks.of(line) if 0 <= line < len(self._marks) else ())
            if (mark.diagnostic.rule, mark.diagnostic.text) == (diagnostic.rule, diagnostic.text)
        ]
        return min(marks, key=lambda mark: abs(mark.start - diagnostic.start), default=None)

    def correct(self, line: int, mark: Mark, replacement: str) -> bool:
        """``apply`` for a mark of this editor, as its card and its menu hold it."""
        block = self.document().findBlockByNumber(line)
        if self.isReadOnly() or not block.isValid() or mark not in self._marks.of(line):
            return False
        cursor = QTextCursor(self.document())
        cursor.setPosition(block.position() + mark.start)
        cursor.setPosition(block.position() + mark.end, QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText() != mark.diagnostic.text:
            return False
        cursor.insertText(replacement)
        self._typing_stopped()
        return True

    def clean_typography(self) -> int:
        """Correct at once, in one undo step, what is surely wrong with the typography of the section as far as it is
        known; advice is left to the person. How many places were corrected."""
        found = [
            (line, mark)
            for line, mark in self._marks.flagged()
            if mark.diagnostic.category is Category.TYPOGRAPHY
            and mark.diagnostic.severity is not Severity.ADVICE
            and mark.diagnostic.suggestions
        ]
        if self.isReadOnly() or not found:
            return 0
        cursor, corrected = QTextCursor(self.document()), 0
        with one_step(cursor):
            for line, mark in reversed(found):
                start = self.document().findBlockByNumber(line).position()
                cursor.setPosition(start + mark.start)
                cursor.setPosition(start + mark.end, QTextCursor.MoveMode.KeepAnchor)
                if cursor.selectedText() == mark.diagnostic.text:
                    cursor.insertText(mark.diagnostic.suggestions[0])
                    corrected += 1
        self._typing_stopped()
        return corrected

    def ignore(self, line: int, mark: Mark) -> None:
        """Show this one no more, and say so."""
        block = self.document().findBlockByNumber(line)
        self._marks.drop(line, mark)
        self._repaint(block)
        self.ignored.emit((line, self._marks.diagnostic(mark, block.text())))

    def ignore_everywhere(self, diagnostic: Diagnostic) -> None:
        """Show no more findings of that rule about those words, and say so."""
        for line, mark in list(self._marks.flagged()):
            if (mark.diagnostic.rule, mark.diagnostic.text) == (diagnostic.rule, diagnostic.text):
                self._marks.drop(line, mark)
        self.viewport().update()
        self.ignored_everywhere.emit(diagnostic)

    def ignore_diagnostic(self, line: int, diagnostic: Diagnostic) -> None:
        """``ignore`` for a finding as the list holds it; nothing when it is not shown any more."""
        nearest = self._nearest(line, diagnostic)
        if nearest is not None:
            self.ignore(line, nearest)

    def accept_word(self, diagnostic: Diagnostic) -> None:
        """Show no more findings of that category about that word, and say that it is right."""
        for line, mark in list(self._marks.flagged()):
            if (mark.diagnostic.category, mark.diagnostic.text) == (diagnostic.category, diagnostic.text):
                self._marks.drop(line, mark)
        self.viewport().update()
        self.word_accepted.emit(diagnostic.text)

    def _underlined(self, line: int, position: int) -> Mark | None:
        mark = self._marks.at(line, position)
        return None if mark is None or mark.diagnostic.severity is Severity.ADVICE else mark

    def finding_at(self, place: QPoint) -> tuple[int, Mark] | None:
        """The line and mark of the underlined word at ``place`` (the view's pixels)."""
        cursor = self.cursorForPosition(place)
        line = cursor.blockNumber()
        mark = self._underlined(line, cursor.positionInBlock())
        if mark is None or not any(part.contains(place) for part in self._rectangles(line, mark.start, mark.end)):
            return None
        return line, mark

    def word_rectangle(self, line: int, mark: Mark) -> QRect | None:
        """Where the marked word (its first part, when it is broken) stands in the view, in pixels."""
        first, last = self._visible_lines()
        if not first <= line <= last:
            return None
        return next(iter(self._rectangles(line, mark.start, mark.end)), None)

    def _rectangles(self, line: int, start: int, end: int) -> list[QRect]:
        block = self.document().findBlockByNumber(line)
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        up = ascent(self.text_size)
        return [
            QRectF(left, top + baseline - up, max(right - left, 4), up + GAP + HEIGHT).toAlignedRect()
            for left, right, baseline in segments(block.layout(), start, end)
        ]

    # The text changes -------------------------------------------------------------------------------------------------

    def _text_loaded(self, lines: int) -> None:
        super()._text_loaded(lines)
        self._marks.reset(lines)
        self._history.restart(self._revision)
        self._to_announce = None
        self._typing_stopped()

    def _line_edited(self, line: int, at: int, removed: int, added: int, text: str) -> None:
        self._marks.edit(line, at, removed, added, text)
        self._history.add(self._revision, line, 1, 1)

    def _lines_replaced(self, first: int, removed: int, added: int) -> None:
        self._marks.splice(first, removed, added)
        self._history.add(self._revision, first, removed, added)

    def _range_replaced(self, position: int, removed: int, added: int) -> None:
        super()._range_replaced(position, removed, added)
        self._last_key = monotonic()
        self._cursor_follows_edit = True
        if not self._typing:
            self._typing = True
            self._still.start(round(1000 * STILL))

    def _cursor_moved(self) -> None:
        if self._cursor_follows_edit:
            self._cursor_follows_edit = False
        elif self._typing:
            self._typing_stopped()

    def _rested(self) -> None:
        # Started once and extended here: to start a timer at every key costs more than to look at the clock.
        left = self._last_key + STILL - monotonic()
        if left > 0.01:
            self._still.start(round(1000 * left))
        else:
            self._typing_stopped()

    def being_typed(self) -> bool:
        """Whether the last key is so recent that the word under the cursor counts as unfinished."""
        return self._typing

    def _typing_stopped(self) -> None:
        if self._typing:
            self._typing = False
            self._still.stop()
            self.viewport().update()

    # Painting ---------------------------------------------------------------------------------------------------------

    def _visible_lines(self) -> tuple[int, int]:
        """The numbers of the first and last block in the view."""
        last = self.cursorForPosition(QPoint(0, self.viewport().height())).blockNumber()
        return self.firstVisibleBlock().blockNumber(), last

    def _repaint(self, block: QTextBlock) -> None:
        area = self.blockBoundingGeometry(block).translated(self.contentOffset())
        self.viewport().update(0, int(area.top()), self.viewport().width(), int(area.height()) + 2)

    def _exposed(self, area: QRect) -> Exposed:
        edited, self._edited = self._edited, None
        if edited is not None and edited[0].isValid():
            # What a key repaints is its own block, give or take the pixel that Qt adds: no need to look for it.
            geometry = self.blockBoundingGeometry(edited[0])
            top = geometry.top() + self.contentOffset().y()
            if top - 1 <= area.top() and area.bottom() <= top + geometry.height():
                return [(*edited, top)]
        block = self.cursorForPosition(QPoint(0, area.top())).block()
        number = block.blockNumber()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        exposed: Exposed = []
        while block.isValid() and top <= area.bottom():
            exposed.append((block, number, top))
            top += self.blockBoundingRect(block).height()
            block, number = block.next(), number + 1
        return exposed

    def paintEvent(self, event: QPaintEvent) -> None:
        """Markers of remarks, then Qt's text, then squiggles; only for the blocks to be repainted."""
        exposed = self._exposed(event.rect())
        self.paint_behind(exposed)
        super().paintEvent(event)
        self.paint_proposed(exposed)
        marked = [(*place, marks) for place in exposed if (marks := self._marks.of(place[1]))]
        if marked:
            ratio = self.devicePixelRatioF()
            if self._squiggles is None or self._squiggles.ratio != ratio:
                self._squiggles = Squiggles(self._colours, ratio)
            typed_at = self.textCursor().position() if self._typing else -1
            paint_findings(self.viewport(), marked, self._squiggles, typed_at, self._gaps_in)
        if self._no_break_shown:
            paint_no_break_spaces(self.viewport(), exposed, self._colours, self.text_size)
        if self.overlay.active:
            self.overlay.paint(exposed, self._colours, self.text_size)
        if self.folding.active:
            self.folding.paint(exposed, self._colours)
        if self._to_announce is not None:
            revision, self._to_announce = self._to_announce, None
            QTimer.singleShot(0, self, lambda: self.checked.emit(revision))
